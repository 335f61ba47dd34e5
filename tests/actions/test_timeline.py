"""The timeline: every area in one read, filtered, paged, and without what the role may not read."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stepwell.care.measures import actions as measures
from stepwell.care.medications import actions as medications
from stepwell.care.testing import actions as testing
from stepwell.doors.staff.chart.timeline import AREAS, timeline
from stepwell.foundation.gate import consents
from stepwell.foundation.gate.refusals import BadInput, NotFound
from stepwell.foundation.gate.roles import STAFF_ROLES, Role
from stepwell.registry.episodes import actions as episodes
from tests.actions.care_stay import with_plan
from tests.actions.stay import Stay, attend, authorized, consented, insure
from tests.world import TODAY


@pytest.fixture
def full(world):
    """A stay with something of every sort."""
    care = with_plan(world)
    stay = Stay(care.person, insure(world, care.person), care.episode)
    authorized(world, stay)
    consent = consented(world, stay)
    attend(world, stay, TODAY, minutes=90)
    attend(world, stay, TODAY + timedelta(days=1), outcome="no_show", signed=False)
    attend(world, stay, TODAY + timedelta(days=2), minutes=50, signed=False)
    attend(world, stay, TODAY + timedelta(days=30), outcome="expected", signed=False)
    prescriber = world.a.staff[Role.PRESCRIBER][0]
    medications.start(
        world.access(Role.PRESCRIBER), subject=stay.subject, episode=stay.episode, drug="naltrexone", dose="50 mg",
        route="oral", frequency="daily", prescriber=prescriber.name, since=TODAY + timedelta(days=1),
        for_addiction=True,
    )  # fmt: skip
    measures.give(
        world.access(Role.COUNSELOR), subject=stay.subject, instrument="gad-7", answers=[1] * 7,
        at=world.at(TODAY + timedelta(days=1), 8), given_by="Alex",
    )  # fmt: skip
    test = testing.order(
        world.access(Role.NURSE), episode=stay.episode, by=prescriber, due_on=TODAY, panel=["fentanyl"], why="Agreed"
    )
    for hour, state in ((9, "collected"), (10, "sent")):
        testing.step(world.access(Role.NURSE), test=test, state=state, at=world.at(TODAY, hour))
    testing.result(
        world.access(Role.NURSE), test=test, analyte="fentanyl", method="presumptive", cut_off=1, unit="ng/mL",
        detected=True, lab="Example Lab", at=world.at(TODAY, 15), prescribed=[],
    )  # fmt: skip
    episodes.begin_leave(
        world.access(Role.COUNSELOR), episode=stay.episode, on=TODAY + timedelta(days=4), reason="hospital"
    )
    consents.revoke(
        world.access(Role.PRIVACY_OFFICER), consent=consent, at=world.at(TODAY + timedelta(days=5)), how="by letter"
    )
    return stay


def read(world, stay, role=Role.CLINICIAN, **asked):
    return timeline(world.access(role), person_id=stay.person.pk, **asked)


def test_each_area_is_told_in_words_the_newest_first(world, full):
    found = read(world, full).moments
    told = [one.says for one in found]
    assert [one.at for one in found] == sorted((one.at for one in found), reverse=True)
    for sentence in (
        "Consent taken back (treatment, payment and operations): by letter",
        "Leave began (hospital)",
        "Group, 50 minutes, note not signed yet",
        "Group: did not come",
        "Group, 90 minutes, note signed",
        "Takes naltrexone, 50 mg, daily",
        "GAD-7: 7, mild",
        "Screen suggests fentanyl, not confirmed",
        "Drug test sent: Agreed",
        "Level 2.1, intensive outpatient: 9 hours a week on 3 days",
        f"Plan, version 1, signed by {full.person.name}, the person",
        "Authorization granted: Harbor Mutual PPO, number AUTH778899, 12 units",
    ):
        assert sentence in told, sentence
    assert not any("expected" in sentence for sentence in told), "what is to come has not happened"


def test_a_day_without_a_clock_stays_that_day(world, full):
    (leave,) = [one for one in read(world, full, kinds=["stay"]).moments if one.what == "leave"]
    assert leave.on_day
    assert leave.at.astimezone(world.at().tzinfo).date() == TODAY + timedelta(days=4)
    assert leave.at.hour == 12


def test_filtered_by_kind(world, full):
    found = read(world, full, kinds=["sessions", "measures"])
    assert {one.kind for one in found.moments} == {"sessions", "measures"}
    assert ("sessions", "Sessions") in found.kinds
    with pytest.raises(BadInput):
        read(world, full, kinds=["gossip"])


def test_paged_without_a_gap(world, full):
    whole = read(world, full, limit=500)
    assert whole.before is None
    shown, before = [], None
    while True:
        page = read(world, full, kinds=["sessions", "tests", "measures"], limit=2, before=before)
        shown += page.moments
        before = page.before
        if before is None:
            break
    wanted = [one for one in whole.moments if one.kind in ("sessions", "tests", "measures")]
    assert [one.says for one in shown] == [one.says for one in wanted]


def test_what_the_role_may_not_read_is_left_out_and_named(world, full):
    biller = read(world, full, Role.BILLER)
    assert "Measures" in biller.left_out
    assert "Drug tests" in biller.left_out
    assert not {one.kind for one in biller.moments} & {"measures", "tests", "health", "assessment"}
    assert "Authorizations" not in biller.left_out
    assert not read(world, full, Role.BILLER, kinds=["measures"]).moments
    assert read(world, full, Role.COUNSELOR).left_out == ("Coverage", "Authorizations")


def test_one_read_for_all_areas(world, full):
    with CaptureQueriesContext(connection) as counted:
        read(world, full)
    reads = [
        one["sql"] for one in counted if one["sql"].lstrip("(").startswith("SELECT") and "set_config" not in one["sql"]
    ]
    assert len(reads) == 2


def test_every_area_can_be_asked_alone(world, full):
    everything = world.stranger.__class__(world.a.operator.pk, frozenset(STAFF_ROLES), name="All roles")
    for area in AREAS:
        timeline(everything, person_id=full.person.pk, kinds=[area.kind])
    assert not timeline(everything, person_id=full.person.pk).left_out


def test_the_neighbour_finds_nobody(world, full):
    with pytest.raises(NotFound):
        timeline(world.stranger, person_id=full.person.pk)
