"""Somebody did not come: a call on the same day, sooner after raised risk, and what the ladder wants besides."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.care.measures import actions as measures
from stepwell.care.sessions import actions as sessions
from stepwell.care.sessions import queries as of_sessions
from stepwell.care.sessions.events import ClientMissed
from stepwell.care.sessions.rules.absence import AbsenceFacts, steps_due
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.refusals import BadInput, Conflict, NotAllowed, NotFound
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.jobs import queries as work
from stepwell.foundation.policy.loading import load
from stepwell.registry.episodes import actions as episodes
from stepwell.registry.people import actions as people
from stepwell.registry.programs.rules.program import program_rules
from tests.actions.care_groups import open_group, take_seats
from tests.actions.care_stay import in_care
from tests.rules.policy_cases import policy_cases
from tests.world import TODAY

FIELD = load("programs/field/iop", TODAY)
LADDER = program_rules(FIELD, FIELD).absence_ladder


def facts_of(given):
    def day(value):
        return date.fromisoformat(str(value))

    made = {**given, "today": day(given["today"]), "since": day(given["since"])}
    for name in ("missed_on", "attended_on"):
        made[name] = tuple(day(one) for one in given.get(name, ()))
    return AbsenceFacts(**made)


@pytest.mark.parametrize(("facts", "expect"), policy_cases("absence"))
def test_the_cases_of_the_policy(facts, expect):
    assert [step.do for step in steps_due(facts_of(facts), LADDER).answer] == expect["do"]


@given(st.sets(st.integers(0, 60), min_size=1), st.sets(st.integers(0, 60)), st.randoms())
def test_more_days_missed_never_ask_for_less(missed, more, chance):
    today = TODAY + timedelta(days=60)

    def due(days):
        dates = [TODAY + timedelta(days=number) for number in days] + [today]
        chance.shuffle(dates)
        return {step.do for step in steps_due(AbsenceFacts(today, TODAY, tuple(dates)), LADDER).answer}

    assert due(missed) <= due(missed | more)


@pytest.fixture
def missing(world):
    """Amara has a seat on Mondays and Wednesdays; the function says that she did not come on a day."""
    stay = in_care(world)
    groups = {weekday: open_group(world, weekday=weekday) for weekday in (0, 2)}
    take_seats(stay, *groups.values(), weeks=8)
    access = world.access(Role.COUNSELOR)

    def row_on(on):
        session = sessions.hold_group(access, group=groups[on.weekday()], on=on)
        return of_sessions.roster(access, session=session)[0]

    def miss(on=TODAY, outcome="no_show", hour=11, **more):
        return sessions.record_outcome(access, participation=row_on(on), outcome=outcome, at=world.at(on, hour), **more)

    def tasks():
        found = work.open_about(access, subject=stay.subject)
        return {task.kind: task for task in found if task.about.startswith("absence:")}

    miss.stay, miss.row_on, miss.tasks, miss.access = stay, row_on, tasks, access
    return miss


def test_a_call_on_the_same_day(missing, world, monkeypatch):
    told = []
    monkeypatch.setattr("stepwell.care.sessions.actions.outcomes.announce", told.append)
    row = missing()
    (task,) = missing.tasks().values()
    assert (task.kind, task.for_role) == ("outreach", "counselor")
    assert world.at(TODAY, 11) < task.due_at < world.at(TODAY + timedelta(days=1), 0)
    stay = missing.stay
    assert told == [ClientMissed(row.pk, row.session_id, stay.episode.pk, stay.subject.pk, TODAY.isoformat())]
    missing()
    assert len(told) == 1


def test_sooner_after_raised_risk(missing, world):
    measures.give(
        missing.access, subject=missing.stay.subject, instrument="c-ssrs",
        answers=[True, True, True, False, False, False, False], at=world.at(TODAY, 8), given_by="Alex Exampleton",
    )  # fmt: skip
    missing()
    (task,) = missing.tasks().values()
    assert (task.kind, task.due_at) == ("welfare-check", world.at(TODAY, 13))


def test_two_days_in_a_row_and_then_three_in_two_weeks(missing):
    missing(TODAY)
    missing(TODAY + timedelta(days=2))
    assert set(missing.tasks()) == {"outreach", "counselor-call"}
    missing(TODAY + timedelta(days=7))
    assert {"meet-and-plan", "supervisor-review"} <= set(missing.tasks())


def test_coming_in_between_breaks_the_row(missing):
    missing(TODAY)
    row = missing.row_on(TODAY + timedelta(days=2))
    sessions.record_presence(missing.access, participation=row, starts=row.session.starts_at, ends=row.session.ends_at)
    missing(TODAY + timedelta(days=7))
    assert set(missing.tasks()) == {"outreach"}


def test_excused_is_not_missed_and_says_by_what(missing):
    with pytest.raises(BadInput, match="illness, court, work"):
        missing(outcome="excused", why="did not feel like it")
    assert missing(outcome="excused", why="work: shift was moved").outcome == "excused"
    assert missing.tasks() == {}
    with pytest.raises(BadInput):
        missing(outcome="ill")


def test_who_comes_late_did_not_miss_it(missing):
    row = missing()
    starts = row.session.starts_at + timedelta(minutes=40)
    sessions.record_presence(missing.access, participation=row, starts=starts, ends=row.session.ends_at)
    assert missing.row_on(TODAY).outcome == "attended"
    assert missing.tasks() == {}
    with pytest.raises(Conflict, match="Void them first"):
        missing()


def test_reached_it_is_done_and_not_reached_it_stays(missing, world):
    row = missing()
    people.reach_by(
        world.access(Role.CASE_MANAGER), subject=missing.stay.subject, kind="phone", value="714-555-0101",
        leave_message=False, on=TODAY,
    )  # fmt: skip
    call = {"episode": missing.stay.episode, "about": f"participation:{row.pk}", "way": "phone"}
    sessions.reach_out(missing.access, **call, at=world.at(TODAY, 12), reached=False)
    assert set(missing.tasks()) == {"outreach"}
    sessions.reach_out(
        missing.access, **call, at=world.at(TODAY, 15), reached=True, says="Overslept; comes on Wednesday."
    )
    assert missing.tasks() == {}
    found = of_sessions.outreach_of(missing.access, episode=missing.stay.episode)
    assert [(one.reached, one.by) for one in found] == [(True, "Alex Exampleton"), (False, "Alex Exampleton")]


def test_only_in_ways_that_are_safe_and_never_after_death(missing, world):
    row = missing()
    call = {"episode": missing.stay.episode, "about": f"participation:{row.pk}", "at": world.at(TODAY, 12)}
    with pytest.raises(BadInput, match="none yet, ask them"):
        sessions.reach_out(missing.access, **call, way="phone", reached=False)
    with pytest.raises(NotFound):
        sessions.reach_out(missing.access, **{**call, "about": "participation:999999"}, way="visit", reached=False)
    people.record_death(missing.access, subject=missing.stay.subject, on=TODAY, at=world.at())
    with pytest.raises(NotAllowed, match="has died"):
        sessions.reach_out(missing.access, **call, way="visit", reached=False)
    missing(TODAY + timedelta(days=2))
    assert set(missing.tasks()) == {"outreach"}


def test_nobody_seen_for_a_week_is_noticed_at_night_once(missing, world):
    missing(outcome="attended")
    system = Access.system(world.a.operator.pk)

    def night(days):
        on = TODAY + timedelta(days=days)
        return [task.kind for task in sessions.look_for_absent(system, on=on, at=world.at(on, 1))]

    assert night(6) == []
    assert night(7) == ["supervisor-review"]
    assert night(8) == []
    assert night(14) == ["letter-or-visit"]
    episodes.begin_leave(
        world.access(Role.COUNSELOR), episode=missing.stay.episode, reason="hospital", on=TODAY + timedelta(days=20)
    )
    assert night(30) == []


def test_nobody_asks_at_night_about_somebody_who_has_died(missing, world):
    missing(outcome="attended")
    people.record_death(missing.access, subject=missing.stay.subject, on=TODAY, at=world.at())
    on = TODAY + timedelta(days=14)
    system = Access.system(world.a.operator.pk)
    assert sessions.look_for_absent(system, on=on, at=world.at(on, 1)) == [], "the stay is not closed yet"
