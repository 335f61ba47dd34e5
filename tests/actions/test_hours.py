"""The treatment hours of a week, gathered from presence, breaks, seats and plan."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stepwell.care.sessions import actions as sessions
from stepwell.care.sessions import queries as of_sessions
from stepwell.care.sessions.leading import kind_of
from stepwell.foundation.gate.opening import opened
from stepwell.foundation.gate.refusals import NotFound
from stepwell.foundation.gate.roles import Role
from stepwell.registry.people import actions as people
from tests.actions.care_groups import open_group, take_seats, week_of_groups
from tests.actions.care_stay import drafted, in_care, sign, with_plan
from tests.rules.policy_cases import policy_cases
from tests.world import TODAY


@pytest.mark.parametrize(("facts", "expect"), policy_cases("sessions"))
def test_the_cases_of_what_is_done_beside_treatment(world, facts, expect):
    with opened(world.access(Role.CLINICIAN)):
        kind = kind_of(world.access(Role.CLINICIAN), program=world.a.program, kind=facts["kind"], on=TODAY)
    assert {name: getattr(kind, name) for name in expect} == expect


@pytest.fixture
def week(world):
    """Amara with a plan of nine hours and seats for nine; the functions attend and ask."""
    stay = with_plan(world)
    groups = week_of_groups(world)
    take_seats(stay, *groups, weeks=4)
    access = world.access(Role.COUNSELOR)

    def attend(days, minutes=90, which=(0, 1)):
        on = TODAY + timedelta(days=days)
        rows = []
        for group in [one for one in groups if one.weekday == on.weekday()]:
            session = sessions.hold_group(access, group=group, on=on)
            if (group.starts.hour >= 10) in which:
                (row,) = of_sessions.roster(access, session=session)
                sessions.record_presence(
                    access, participation=row, starts=session.starts_at,
                    ends=session.starts_at + timedelta(minutes=minutes),
                )  # fmt: skip
                rows.append(row)
        return rows

    def hours(asked_on, days=0):
        monday = TODAY + timedelta(days=days)
        return of_sessions.hours_of_week(
            access, episode=stay.episode, monday=monday, on=TODAY + timedelta(days=asked_on)
        ).answer

    attend.hours, attend.stay, attend.access, attend.world = hours, stay, access, world
    return attend


def test_at_first_all_is_planned(week):
    found = week.hours(0)
    assert (found.attended_minutes, found.planned_minutes, found.plan_minutes) == (0, 540, 540)
    assert (found.floor_minutes, found.ceiling_minutes, found.status) == (540, 1140, "on_course")


def test_attended_and_still_to_come(week):
    week(0)
    found = week.hours(0)
    assert (found.attended_minutes, found.planned_minutes, found.expected_minutes) == (180, 360, 540)
    week(2)
    week(4)
    found = week.hours(6)
    assert (found.attended_minutes, found.planned_minutes, found.status) == (540, 0, "met")


def test_a_missed_day_makes_the_week_short(week):
    week(0)
    week(2, which=())
    found = week.hours(3)
    assert (found.attended_minutes, found.expected_minutes, found.status) == (180, 360, "short")
    assert "under-plan" in found.flags


def test_a_session_missed_today_is_not_planned_any_more(week):
    session = week(0, which=(0,))[0].session
    later = next(one for one in of_sessions.sessions_on(week.access, on=TODAY) if one.pk != session.pk)
    (row,) = of_sessions.roster(week.access, session=later)
    assert week.hours(0).planned_minutes == 450
    sessions.record_outcome(week.access, participation=row, outcome="no_show", at=later.ends_at)
    found = week.hours(0)
    assert (found.attended_minutes, found.planned_minutes) == (90, 360)


def test_minutes_are_those_that_were_attended(week):
    week(0, minutes=47)
    assert week.hours(6).attended_minutes == 94


def test_short_breaks_count_and_long_ones_do_not(week):
    first, second = week(0)
    for row, length in ((first, 10), (second, 20)):
        starts = row.session.starts_at + timedelta(minutes=30)
        sessions.record_break(week.access, session=row.session, starts=starts, ends=starts + timedelta(minutes=length))
    assert week.hours(6).attended_minutes == 160


def test_what_is_no_treatment_does_not_count(week):
    week(0)
    world, stay = week.world, week.stay
    for kind, minutes, role, hour in (("check_up", 15, Role.NURSE, 14), ("assessment", 60, Role.CLINICIAN, 15)):
        session = sessions.schedule(
            world.access(role), program=world.a.program, kind=kind, starts_at=world.at(TODAY, hour), minutes=minutes,
            leader=world.a.staff[role][0], episodes=[stay.episode],
        )  # fmt: skip
        (row,) = of_sessions.roster(week.access, session=session)
        sessions.record_presence(week.access, participation=row, starts=session.starts_at, ends=session.ends_at)
    assert week.hours(6).attended_minutes == 180
    services = of_sessions.attended_services(week.access, episode=stay.episode, on=TODAY)
    assert [(one.kind, one.counts) for one in services] == [
        ("group", True), ("group", True), ("check_up", False), ("assessment", False),
    ]  # fmt: skip


def test_the_week_before_is_looked_at(week):
    assert "two-weeks-under" in week.hours(13, days=7).flags
    assert "under-floor" in week.hours(6).flags
    assert "two-weeks-under" not in week.hours(6).flags
    for days in (0, 2, 4):
        week(days)
    assert "two-weeks-under" not in week.hours(13, days=7).flags


def test_the_plan_in_force_says_what_is_asked(week):
    later = TODAY + timedelta(days=7)
    sign(week.stay, drafted(week.stay, on=later, weekly_hours=Decimal(12), days_per_week=4), later)
    assert week.hours(7, days=0).plan_minutes == 540
    assert week.hours(7, days=7).plan_minutes == 720


def test_without_a_plan_the_level_asks(world):
    stay = in_care(world)
    found = of_sessions.hours_of_week(world.access(Role.CASE_MANAGER), episode=stay.episode, monday=TODAY, on=TODAY)
    assert (found.answer.plan_minutes, found.answer.status) == (540, "short")


def test_adolescents_have_their_own_floor(world):
    young = world.ben()
    people.describe(world.access(Role.COORDINATOR), person=young, birth_date=TODAY.replace(year=TODAY.year - 17))
    stay = in_care(world, young)
    found = of_sessions.hours_of_week(world.access(Role.COUNSELOR), episode=stay.episode, monday=TODAY, on=TODAY)
    assert found.answer.floor_minutes == 360


def test_the_night_the_clock_changes_takes_no_hour(world):
    """On 8 March 2026 clocks go forward; the group of that Sunday meets ninety minutes, before and after."""
    stay = with_plan(world)
    group = open_group(world, weekday=6)
    take_seats(stay, group, weeks=3)
    access = world.access(Role.COUNSELOR)
    for days in (6, 13):
        on = TODAY + timedelta(days=days)
        session = sessions.hold_group(access, group=group, on=on)
        assert session.starts_at == world.at(on, 9)
        (row,) = of_sessions.roster(access, session=session)
        sessions.record_presence(access, participation=row, starts=session.starts_at, ends=session.ends_at)
    assert of_sessions.minutes_between(
        access, episode=stay.episode, from_on=TODAY, to_on=TODAY + timedelta(days=20)
    ) == 180  # fmt: skip


def test_what_became_of_each_session(week):
    week(0, which=(0,))
    assert of_sessions.outcomes_between(
        week.access, episode=week.stay.episode, from_on=TODAY, to_on=TODAY
    ) == ["attended", "expected"]  # fmt: skip
    rows = of_sessions.outcomes_of(
        week.world.access(Role.DIRECTOR), program=week.world.a.program, from_on=TODAY, to_on=TODAY
    )
    assert [(row.episode_id, row.outcome) for row in rows] == [
        (week.stay.episode.pk, "attended"),
        (week.stay.episode.pk, "expected"),
    ]
    with pytest.raises(NotFound):
        of_sessions.hours_of_week(week.world.stranger, episode=week.stay.episode, monday=TODAY, on=TODAY)


def test_several_weeks_at_once_are_each_week_by_itself_in_the_reads_of_one(week):
    later = TODAY + timedelta(days=7)
    for days in (0, 2, 4, 7, 9):
        week(days)
    sign(week.stay, drafted(week.stay, on=later, weekly_hours=Decimal(12), days_per_week=4), later)
    mondays, on = [TODAY, later, TODAY + timedelta(days=14)], TODAY + timedelta(days=17)
    with CaptureQueriesContext(connection) as one_by_one:
        each = [
            of_sessions.hours_of_week(week.access, episode=week.stay.episode, monday=monday, on=on)
            for monday in mondays
        ]
    with CaptureQueriesContext(connection) as at_once:
        together = of_sessions.hours_of_weeks(week.access, episode=week.stay.episode, mondays=mondays, on=on)
    assert together == each
    assert [one.answer.plan_minutes for one in together] == [540, 720, 720]
    assert [one.answer.attended_minutes for one in together] == [540, 360, 0]
    assert len(at_once) < len(one_by_one) / 2
    assert of_sessions.hours_of_weeks(week.access, episode=week.stay.episode, mondays=[], on=on) == []
