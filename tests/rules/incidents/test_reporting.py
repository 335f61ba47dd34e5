"""Who outside is owed a report of an incident, and by when."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.foundation.kernel.facts import BadFacts
from stepwell.foundation.policy.loading import load
from stepwell.office.incidents.rules.reporting import IncidentFacts, kinds, owed_outside, review, severities

POLICY = load("incidents/field-defaults", date(2026, 3, 2))
NOW = datetime(2026, 3, 2, 18, tzinfo=UTC)
KINDS, SEVERITIES = sorted(kinds(POLICY)), severities(POLICY)


@pytest.mark.parametrize(
    ("kind", "severity", "state", "hours"),
    [
        ("death", "death", "CA", [24, 168]),
        ("death", "death", "NJ", [24]),
        ("staff_injury", "death", "CA", [8]),
        ("child_in_danger", "near_miss", "FL", [1, 36]),
        ("elder_in_danger", "minor", "CA", [1, 48]),
        ("privacy", "minor", "FL", [1440, 1440]),
        ("privacy", "near_miss", "CA", []),
        ("property", "serious", "CA", []),
    ],
)
def test_each_report_has_its_deadline(kind: str, severity: str, state: str, hours: list[int]) -> None:
    owed = owed_outside(IncidentFacts(kind, severity, state, NOW), POLICY).answer
    assert [(one.due_at - NOW) / timedelta(hours=1) for one in owed] == hours
    assert all(one.to_whom for one in owed)


def test_none_is_said_with_its_reason() -> None:
    ruling = owed_outside(IncidentFacts("property", "minor", "CA", NOW), POLICY)
    assert ruling.reasons[0].rule.endswith("#none-owed")


@given(st.sampled_from(KINDS), st.sampled_from(["CA", "NJ", "TX", ""]), st.sampled_from(SEVERITIES))
def test_the_graver_it_is_the_sooner_it_is_read(kind: str, state: str, severity: str) -> None:
    facts = IncidentFacts(kind, severity, state, NOW)
    graver = SEVERITIES[min(SEVERITIES.index(severity) + 1, len(SEVERITIES) - 1)]
    assert review(replace(facts, severity=graver), POLICY).answer.due_at <= review(facts, POLICY).answer.due_at
    owed = owed_outside(facts, POLICY).answer
    assert [one.due_at for one in owed] == sorted(one.due_at for one in owed)


def test_a_privacy_incident_is_the_privacy_officers() -> None:
    assert review(IncidentFacts("privacy", "minor", "CA", NOW), POLICY).answer.for_role == "privacy_officer"
    assert review(IncidentFacts("fall", "minor", "CA", NOW), POLICY).answer.for_role == "director"


@pytest.mark.parametrize(("kind", "severity"), [("surprise", "minor"), ("fall", "huge")])
def test_what_there_is_none_of_is_refused(kind: str, severity: str) -> None:
    with pytest.raises(BadFacts):
        owed_outside(IncidentFacts(kind, severity, "CA", NOW), POLICY)
