"""What is due differs by role, is told together where it is one piece of work, and costs few reads."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from stepwell.care.admissions.actions import book_intake, enquire, put_on_call
from stepwell.care.medications import actions as medications
from stepwell.care.plans import queries as plans
from stepwell.care.testing import actions as testing
from stepwell.doors.staff.due import due
from stepwell.foundation.gate.opening import opened
from stepwell.foundation.gate.refusals import NotPermitted
from stepwell.foundation.gate.roles import STAFF_ROLES, Role
from stepwell.office.claims.models import AttendedDay
from stepwell.registry.people import queries as people
from tests.actions.care_groups import open_group, take_seats
from tests.actions.care_stay import with_plan
from tests.actions.stay import attend, in_treatment
from tests.world import TODAY


def verbs(world, role, at, kind="", index=0):
    return [
        one
        for one in due(world.access(role, index), now=at.astimezone(ZoneInfo(world.a.site.time_zone)))
        if one.kind.startswith(kind)
    ]


def test_a_group_of_twelve_is_one_verb(world):
    stay = in_treatment(world)
    attend(world, stay, TODAY, signed=False, hour=18)
    attend(world, stay, TODAY + timedelta(days=1), signed=False, hour=9)
    found = verbs(world, Role.COUNSELOR, world.at(TODAY + timedelta(days=2), 9), "sign-notes")
    assert [one.says for one in found] == ["Sign 2 notes from Monday evening", "Sign 2 notes from Tuesday morning"]
    assert [(one.count, one.late) for one in found] == [(2, False), (2, False)]
    assert found[0].session_id is not None
    assert "in time" in found[0].why
    late = verbs(world, Role.COUNSELOR, world.at(TODAY + timedelta(days=20), 9), "sign-notes")
    assert all(one.late for one in late)
    assert late[0].says == "Sign 2 notes from Monday evening, Mar 2"
    assert not verbs(world, Role.COUNSELOR, world.at(TODAY + timedelta(days=2)), "sign-notes", index=1), "not theirs"
    assert not verbs(world, Role.BILLER, world.at(TODAY + timedelta(days=2)), "sign-notes")


def test_the_director_asks_about_late_notes_and_signs_none(world):
    attend(world, in_treatment(world), TODAY, signed=False)
    assert not verbs(world, Role.DIRECTOR, world.at(TODAY + timedelta(days=1)), "notes-of-others")
    (one,) = verbs(world, Role.DIRECTOR, world.at(TODAY + timedelta(days=9)), "notes-of-others")
    assert one.says == f"Ask {world.a.staff[Role.COUNSELOR][0].name} about 2 unsigned parts of notes"
    assert one.late


def test_meetings_of_today_to_hold_and_rosters_to_finish(world):
    group = open_group(world)
    take_seats(with_plan(world), group, weeks=1)
    (one,) = verbs(world, Role.COUNSELOR, world.at(TODAY, 7), "hold")
    assert one.says == f"Hold {group.name} at {group.starts:%H:%M}, 1 expected"
    assert not verbs(world, Role.COUNSELOR, world.at(TODAY + timedelta(days=1), 7), "hold")
    assert not verbs(world, Role.COUNSELOR, world.at(TODAY, 7), "hold", index=1), "the other counselor leads it not"
    stay = in_treatment(world, person=world.ben())
    attend(world, stay, TODAY, outcome="expected", signed=False, hour=6, minutes=60)
    (left,) = verbs(world, Role.COUNSELOR, world.at(TODAY, 12), "say-who-came")
    assert left.says == "Say who came to group, this morning: 1 left"
    assert (left.count, left.late) == (1, True)


def test_a_held_meeting_stays_until_it_is_over(world):
    attend(world, in_treatment(world), TODAY, outcome="expected", signed=False, hour=9, minutes=90)
    (one,) = verbs(world, Role.COUNSELOR, world.at(TODAY, 10), "hold")
    assert one.session_id is not None
    assert not verbs(world, Role.COUNSELOR, world.at(TODAY, 11), "hold")


def test_a_call_back_by_the_clock_and_the_intake_of_the_day(world):
    enquiry = enquire(
        world.access(Role.COORDINATOR), program=world.a.program, at=world.at(TODAY, 9), by_whom="self", way="phone",
        first_name="Cleo", last_name="Mockley", contact_consent=None,
        reach=[{"kind": "phone", "value": "7145550111", "leave_message": False}],
    )  # fmt: skip
    (call,) = verbs(world, Role.COORDINATOR, world.at(TODAY, 9, 5), "call-back")
    assert (call.person, call.task_id is not None, call.late) == ("Cleo Mockley", True, False)
    assert verbs(world, Role.COORDINATOR, call.due_at + timedelta(minutes=1), "call-back")[0].late
    clinician = world.a.staff[Role.CLINICIAN][0]
    at = world.at(TODAY + timedelta(days=1), 14)
    book_intake(world.access(Role.COORDINATOR), enquiry=enquiry, at=at, with_staff=clinician)
    morning = world.at(TODAY + timedelta(days=1), 8)
    says = f"Hold the intake of Cleo Mockley at 14:00, with {clinician.name}"
    assert [one.says for one in verbs(world, Role.CLINICIAN, morning, "intake")] == [says]
    assert [one.says for one in verbs(world, Role.COORDINATOR, morning, "intake")] == [says]
    assert not verbs(world, Role.COUNSELOR, morning, "intake")


def test_specimens_for_who_collects_and_doses_for_who_gives(world):
    stay = in_treatment(world)
    prescriber = world.a.staff[Role.PRESCRIBER][0]
    testing.order(
        world.access(Role.NURSE), episode=stay.episode, by=prescriber, due_on=TODAY, why="Agreed",
        panel=["ethyl glucuronide"],
    )  # fmt: skip
    medications.start(
        world.access(Role.PRESCRIBER), subject=stay.subject, episode=stay.episode, drug="naltrexone injection",
        dose="380 mg", route="intramuscular", frequency="monthly", prescriber=prescriber.name, since=TODAY,
        for_addiction=True, next_due_on=TODAY + timedelta(days=1),
    )  # fmt: skip
    assert not verbs(world, Role.NURSE, world.at(TODAY - timedelta(days=1), 9), "collect-test"), "not before its day"
    assert not verbs(world, Role.NURSE, world.at(TODAY, 9), "next-dose")
    now = world.at(TODAY + timedelta(days=1), 9)
    (test,) = verbs(world, Role.NURSE, now, "collect-test")
    (dose,) = verbs(world, Role.NURSE, now, "next-dose")
    assert test.says == "Collect the drug test of Amara Sampleworth: ethyl glucuronide"
    assert (test.late, dose.late) == (True, False), "yesterday's is late, today's is in time until midnight"
    assert dose.says == "See Amara Sampleworth about the next naltrexone injection"
    assert not verbs(world, Role.COUNSELOR, now, "collect-test")
    assert verbs(world, Role.PRESCRIBER, now, "next-dose")


def test_held_days_are_told_together_by_reason(world):
    stay = in_treatment(world)
    with opened(world.access(Role.BILLER)):
        for day, held in (
            (0, ["unsigned-note"]),
            (1, ["unsigned-note", "no-active-authorization"]),
            (2, ["no-active-authorization"]),
        ):
            AttendedDay.objects.create(
                subject=stay.subject, episode=stay.episode, on=TODAY + timedelta(days=day), minutes=180,
                contract_ref="payers/harbor-mutual@1", billable=False, units=0, held=held, facts={}, reasons=[],
                ruled_at=world.at(),
            )  # fmt: skip
    found = verbs(world, Role.BILLER, world.at(TODAY + timedelta(days=5)), "held-days")
    assert [(one.count, one.says.split(",")[0]) for one in found] == [(2, "Free 2 held days"), (1, "Free 1 held day")]
    assert not verbs(world, Role.DIRECTOR, world.at(TODAY + timedelta(days=5)), "held-days"), "reads them, frees none"


def test_who_is_on_call_is_told(world):
    staff = world.a.staff[Role.CLINICIAN][0]
    put_on_call(
        world.access(Role.DIRECTOR), staff=staff, starts=world.at(TODAY, 17),
        ends=world.at(TODAY + timedelta(days=1), 8),
        phone="7145550199",
    )  # fmt: skip
    (one,) = verbs(world, Role.CLINICIAN, world.at(TODAY, 20), "on-call")
    assert one.says == "You are on call until 08:00, at 7145550199"
    assert not one.late
    assert not verbs(world, Role.CLINICIAN, world.at(TODAY, 12), "on-call")


def test_the_privacy_officer_sees_that_somebody_was_refused(world):
    person = world.amara()
    with pytest.raises(NotPermitted):
        plans.plan_by_id(world.access(Role.BILLER), plan_id=1)
    people.person_by_id(world.access(Role.COUNSELOR), person_id=person.pk)
    found = verbs(world, Role.PRIVACY_OFFICER, timezone.now(), "refused")
    assert [one.count for one in found] == [1]
    assert found[0].says == "Look at who was refused a record since yesterday: once"


def test_the_earliest_due_comes_first(world):
    stay = in_treatment(world)
    attend(world, stay, TODAY, signed=False)
    with_plan(world, world.ben())
    found = due(
        world.access(Role.COUNSELOR),
        now=world.at(TODAY + timedelta(days=1)).astimezone(ZoneInfo(world.a.site.time_zone)),
    )
    assert len(found) > 1
    assert [one.due_at for one in found] == sorted(one.due_at for one in found)


@pytest.mark.parametrize("role", STAFF_ROLES)
def test_today_costs_few_reads_for_every_role(world, role):
    attend(world, in_treatment(world), TODAY, signed=False)
    take_seats(with_plan(world, world.ben()), open_group(world), weeks=1)
    with CaptureQueriesContext(connection) as counted:
        due(world.access(role), now=world.at(TODAY, 13))
    reads = [one["sql"] for one in counted if one["sql"].startswith("SELECT") and "set_config" not in one["sql"]]
    assert len(reads) <= 15, "\n".join(reads)


def test_the_neighbour_has_nothing_due(world):
    in_treatment(world)
    with_plan(world, world.ben())
    assert not due(world.stranger, now=world.at(TODAY + timedelta(days=90)))
