"""The seal on a signed part changes with everything that was signed, and with nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.care.sessions.rules.sealing import Signed, seal

SIGNED = Signed(
    about="participation:17",
    version=1,
    content={"text": {"response": "Tried the skill.", "next": "Again on Friday."}, "objective": 3},
    author=5,
    credential="CADC",
    signed_at=datetime(2026, 3, 2, 18, 35, 1, 250, tzinfo=UTC),
)


@pytest.mark.parametrize(
    "changed",
    [
        {"about": "participation:18"},
        {"version": 2},
        {"content": {"text": {"response": "Tried the skill!", "next": "Again on Friday."}, "objective": 3}},
        {"content": {**SIGNED.content, "objective": None}},
        {"author": 6},
        {"credential": "LMFT"},
        {"signed_at": SIGNED.signed_at + timedelta(microseconds=1)},
        {"why": "A word was misspelt."},
        {"previous": "0" * 64},
    ],
    ids=lambda changed: ",".join(changed),
)
def test_whatever_is_changed_breaks_it(changed):
    assert seal(replace(SIGNED, **changed)) != seal(SIGNED)


def test_order_of_keys_and_zone_of_the_clock_do_not():
    west = timezone(timedelta(hours=-8))
    turned = {"objective": 3, "text": {"next": "Again on Friday.", "response": "Tried the skill."}}
    assert seal(replace(SIGNED, content=turned, signed_at=SIGNED.signed_at.astimezone(west))) == seal(SIGNED)


@given(st.text(), st.text())
def test_two_texts_two_seals(one, other):
    seals = {seal(replace(SIGNED, content={"text": text})) for text in (one, other)}
    assert len(seals) == len({one, other})
