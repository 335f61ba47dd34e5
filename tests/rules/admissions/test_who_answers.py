"""Somebody always answers."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.care.admissions.rules.on_call import OfficeHours, Rota, Shift, who_answers
from stepwell.foundation.policy.loading import load

SITE = ZoneInfo("America/Los_Angeles")
POLICY = load("safety/hard-stops", on=date(2026, 3, 2))
WEEK = tuple(OfficeHours(day, time(9), time(17)) for day in range(5))


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=SITE)


ROTA = Rota(
    desk="Front desk",
    stand_in="Clinical director",
    hours=WEEK,
    shifts=(
        Shift("Ana", at(2, 17), at(3, 9)),
        Shift("Ben", at(2, 22), at(3, 2)),
        Shift("Cleo", at(7, 9), at(8, 9)),
    ),
)


@pytest.mark.parametrize(
    ("now", "name"),
    [
        (at(2, 8, 59), "Clinical director"),
        (at(2, 9), "Front desk"),
        (at(2, 16, 59), "Front desk"),
        (at(2, 17), "Ana"),
        (at(2, 23), "Ben"),
        (at(3, 2), "Ana"),
        (at(3, 9), "Front desk"),
        (at(7, 12), "Cleo"),
        (at(8, 9), "Clinical director"),
    ],
)
def test_who_answers_when(now: datetime, name: str) -> None:
    ruling = who_answers(ROTA, now, POLICY)
    assert ruling.answer == name
    assert ruling.reasons[0].facts["answers"] == name
    assert ("gap_in_rota" in ruling.reasons[0].facts) == (name == ROTA.stand_in)


@given(minutes=st.integers(0, 28 * 24 * 60))
def test_there_is_always_someone(minutes: int) -> None:
    assert who_answers(ROTA, at(1, 0) + timedelta(minutes=minutes), POLICY).answer
