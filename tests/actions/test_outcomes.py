"""Outcomes of a program: every figure with its denominator, in a fixed number of reads."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stepwell.care.measures import actions as measures
from stepwell.care.transitions.actions import discharge, review_stay
from stepwell.foundation.gate.refusals import BadInput, NotFound, NotPermitted
from stepwell.foundation.gate.roles import Role
from stepwell.office.reports.queries import outcomes
from stepwell.registry.episodes import actions as episodes
from stepwell.registry.people import actions as people
from tests.actions.stay import attend, in_treatment
from tests.world import TODAY

UNTIL = TODAY + timedelta(days=120)


def somebody(world, number=0, on=TODAY):
    person = people.register(world.access(Role.COORDINATOR), first_name=f"Person{number}", last_name="Invented")
    return in_treatment(world, on=on, person=person)


def leave(world, stay, reason, on, **more):
    given = {"next_to": "Outpatient", "next_at": world.at(on + timedelta(days=3)), "client_signature": "signed", **more}
    return discharge(
        world.access(Role.CLINICIAN), episode=stay.episode, on=on, reason=reason,
        by=world.a.staff[Role.CLINICIAN][0], credential="LMFT", aftercare={}, at=world.at(on), **given,
    )  # fmt: skip


def count(world, from_on=TODAY, to_on=UNTIL):
    return outcomes(world.access(Role.DIRECTOR), program=world.a.program, from_on=from_on, to_on=to_on)


def shown(figure) -> tuple:
    return figure.value, figure.numerator, figure.denominator, figure.left_out


def test_three_completion_rates_with_their_denominators(world):
    ended = TODAY + timedelta(days=60)
    one, two, three, four, five = (somebody(world, number) for number in range(5))
    leave(world, one, "completed", ended)
    leave(world, two, "left-early", ended)
    leave(world, three, "died", ended, next_to="", next_at=None, client_signature="none")
    review_stay(
        world.access(Role.CLINICIAN), episode=four.episode, on=ended, by=world.a.staff[Role.CLINICIAN][0],
        credential="LMFT", decided="step_down", why="Ready.", level="1.5", weekly_hours=Decimal(2), days_per_week=1,
    )  # fmt: skip
    leave(world, four, "transferred", ended + timedelta(days=7))
    discharges, or_step_down, intent = count(world).completion
    assert shown(discharges) == (pytest.approx(1 / 3, abs=1e-4), 1, 3, "1 who died or were incarcerated")
    assert shown(or_step_down) == (pytest.approx(2 / 3, abs=1e-4), 2, 3, "1 who died or were incarcerated")
    assert shown(intent) == (0.2, 1, 5, "")
    assert five.episode.ended_on is None


def test_census_length_and_retention(world):
    early, late, new = somebody(world, 0), somebody(world, 1), somebody(world, 2, TODAY + timedelta(days=60))
    leave(world, early, "left-early", TODAY + timedelta(days=29))
    leave(world, late, "completed", TODAY + timedelta(days=99))
    found = count(world)
    assert shown(found.census)[:2] == (1, 1)
    assert new.episode.ended_on is None
    assert (found.length_of_stay.value, found.length_of_stay.denominator) == (65.0, 2)
    assert shown(found.retention) == (0.5, 1, 2, "1 admitted too recently to count")


def test_what_came_after_the_period_is_not_known_in_it(world):
    stay = somebody(world)
    leave(world, stay, "completed", TODAY + timedelta(days=60))
    found = count(world, to_on=TODAY + timedelta(days=30))
    assert found.census.value == 1
    assert [figure.denominator for figure in found.completion] == [0, 0, 1]
    assert found.completion[2].value == 0


def test_show_rate_and_hours_kept(world):
    stay = somebody(world)
    for number, outcome in enumerate(("attended", "no_show", "excused", "attended")):
        attend(world, stay, TODAY + timedelta(days=number), outcome=outcome, signed=False, minutes=135)
    found = count(world, to_on=TODAY + timedelta(days=6))
    assert shown(found.show_rate)[:3] == (0.5, 2, 4)
    assert shown(found.hours_kept)[:3] == (0.5, 270, 540)


def test_days_of_leave_ask_for_no_hours(world):
    stay = somebody(world)
    attend(world, stay, minutes=180)
    episodes.begin_leave(
        world.access(Role.CASE_MANAGER), episode=stay.episode, reason="jail", on=TODAY + timedelta(days=1)
    )
    assert count(world, to_on=TODAY + timedelta(days=6)).hours_kept.denominator == 77  # a seventh of nine hours


def test_change_is_of_those_with_a_first_and_a_later_score(world):
    better, once = somebody(world, 0), somebody(world, 1)
    for stay, days, answer in ((better, 1, 2), (better, 40, 0), (once, 1, 2)):
        measures.give(
            world.access(Role.CLINICIAN), subject=stay.subject, instrument="gad-7", answers=[answer] * 7,
            at=world.at(TODAY + timedelta(days=days)), given_by="Sam Specimen",
        )  # fmt: skip
    (figure,) = count(world).measures
    assert (figure.id, figure.value, figure.denominator) == ("reliable-improvement-gad-7", 1.0, 1)


def test_every_figure_says_what_it_counts(world):
    somebody(world)
    found = count(world)
    assert len(found.figures) == 8
    assert all(figure.says for figure in found.figures)


def test_more_people_need_no_more_reads(world):
    def reads() -> int:
        with CaptureQueriesContext(connection) as captured:
            count(world)
        return len(captured)

    def person(number):
        stay = somebody(world, number)
        attend(world, stay, signed=False)
        attend(world, stay, TODAY + timedelta(days=2), signed=False, pause=10)

    person(0)
    few = reads()
    for number in range(1, 6):
        person(number)
    assert reads() == few
    assert few <= 25


def test_an_empty_program_has_figures_and_no_numbers(world):
    found = count(world)
    assert found.show_rate.value is None
    assert found.measures == ()
    with pytest.raises(BadInput):
        count(world, to_on=date(2026, 1, 1))


def test_who_may(world):
    with pytest.raises(NotPermitted):
        outcomes(world.access(Role.COUNSELOR), program=world.a.program, from_on=TODAY, to_on=UNTIL)
    with pytest.raises(NotFound):
        outcomes(world.stranger, program=world.a.program, from_on=TODAY, to_on=UNTIL)
