"""What may be selected instead, and who may confirm."""

from __future__ import annotations

from datetime import date

import pytest

from stepwell.care.placement.rules.selection import may_confirm, may_select
from stepwell.foundation.policy.loading import load

POLICY = load("placement/fourth-edition", on=date(2026, 3, 2))
WHO = load("placement/who-may", on=date(2026, 3, 2))


@pytest.mark.parametrize(
    ("recommended", "selected", "code", "allowed"),
    [
        ("2.1", "2.1", None, True),
        ("2.7", "2.1", "caregiving", True),
        ("2.7", "2.1", None, False),
        ("2.7", "2.1", "", False),
        ("2.7", "2.1", "because", False),
        ("2.1", "2.5", None, False),
    ],
)
def test_another_level_needs_a_coded_reason(recommended: str, selected: str, code: str | None, allowed: bool) -> None:
    ruling = may_select(recommended, selected, code, POLICY)
    assert ruling.answer is allowed
    assert ruling.reasons[0].rule == "placement/fourth-edition@1#R7"


@pytest.mark.parametrize("code", POLICY.rule("R7")["reason_codes"])
def test_every_code_of_the_policy_is_enough(code: str) -> None:
    assert may_select("2.5", "2.1", code, POLICY).answer


@pytest.mark.parametrize(
    ("credential", "supervised", "allowed"),
    [
        ("LCSW", False, True),
        ("lmft", False, True),
        ("MD", False, True),
        ("LICSW", False, True),
        ("AMFT", False, False),
        ("AMFT", True, True),
        ("CADC", False, False),
        ("CADC", True, False),
        ("RADT", True, False),
        ("Peer", False, False),
        ("", False, False),
        ("Astrologer", True, False),
    ],
)
def test_a_licensed_clinician_confirms(credential: str, supervised: bool, allowed: bool) -> None:
    ruling = may_confirm(credential, WHO, supervised)
    assert ruling.answer is allowed
    assert ruling.reasons[0].facts["credential"] == credential


def test_no_credential_stands_in_two_lists() -> None:
    names = [name.casefold() for rule in WHO.rules.values() for name in rule["credentials"]]
    assert len(names) == len(set(names))
