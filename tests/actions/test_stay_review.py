"""The review of a stay: criteria recommend with reasons, a named licensed clinician decides."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from stepwell.care.measures import actions as measures
from stepwell.care.placement.models import Assessment
from stepwell.care.transitions import queries
from stepwell.care.transitions.actions import review_stay
from stepwell.foundation.gate.opening import opened
from stepwell.foundation.gate.refusals import BadInput, NotAllowed, NotFound, NotPermitted
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.jobs import queries as open_work
from stepwell.registry.episodes import queries as episodes
from tests.actions.stay import attend, in_treatment
from tests.world import TODAY

MONTH_ON = TODAY + timedelta(days=28)
STEADY = {
    "attendance_percent": [90, 95, 100, 100],
    "hours_kept": [True, True, True, True],
    "objectives_met_percent": 80,
    "rating_4a": "A",
    "relapse_plan": True,
    "aftercare_booked": True,
    "progressing": True,
}


@pytest.fixture
def stay(world):
    return in_treatment(world)


def review(world, stay, decided, *, role=Role.CLINICIAN, credential="LMFT", on=MONTH_ON, **more):
    by = world.a.staff[role][0]
    return review_stay(
        world.access(role), episode=stay.episode, on=on, by=by, credential=credential, decided=decided, **more
    )


def levels(world, stay):
    steps = episodes.stair(world.access(Role.CLINICIAN), episode=stay.episode)
    return [(step.level, step.weekly_hours, step.days_per_week, step.until) for step in steps]


def weeks_attended(world, stay, weeks=4, *, missed=0):
    """Three days a week of three hours; of the last week `missed` days are missed."""
    for week in range(weeks):
        for place, weekday in enumerate((0, 2, 4)):
            on = TODAY + timedelta(days=7 * week + weekday)
            gone = week == weeks - 1 and place < missed
            attend(world, stay, on, outcome="no_show" if gone else "attended", signed=not gone)


def test_stepping_down_by_criteria_opens_the_next_level(world, stay):
    found = review(world, stay, "step_down", facts=STEADY, weekly_hours=Decimal(3), days_per_week=2)
    assert (found.recommended, found.decided) == ("step_down", "step_down")
    assert found.ruling["level"] == "1.5"
    assert found.reasons[0]["rule"].startswith("transitions/stay-review@1#")
    assert levels(world, stay) == [("2.1", 9, 3, MONTH_ON), ("1.5", 3, 2, None)]
    assert found.span.level == "1.5"
    assert found.approved_by == world.a.staff[Role.CLINICIAN][0]


def test_the_record_itself_is_looked_at(world, stay):
    weeks_attended(world, stay, missed=1)
    found = review(world, stay, "continue", why="The person wants to stay a little longer.")
    assert found.facts["attendance_percent"] == [100, 100, 100, 66]
    assert found.facts["hours_kept"] == [True, True, True, False]
    assert found.facts["level"] == "2.1"
    assert found.facts["days_per_week"] == 3


def test_one_danger_outweighs_all_progress(world, stay):
    measures.give(
        world.access(Role.CLINICIAN),
        subject=stay.subject,
        instrument="c-ssrs",
        answers=[1, 1, 1, 0, 0, 0, None],
        at=world.at(TODAY + timedelta(days=20)),
        given_by="Sam Specimen",
    )
    with pytest.raises(NotAllowed) as refused:
        review(world, stay, "step_down", facts=STEADY, weekly_hours=Decimal(3), days_per_week=2)
    assert any(reason.rule.endswith("#risk-not-contained") for reason in refused.value.reasons)
    found = review(world, stay, "step_up", facts=STEADY, weekly_hours=Decimal(20), days_per_week=5)
    assert (found.recommended, found.ruling["level"]) == ("step_up", "2.5")


def test_needs_rated_again_speak_and_the_intake_rating_does_not(world, stay):
    def rated(on, ratings):
        by = world.a.staff[Role.CLINICIAN][0]
        with opened(world.access(Role.CLINICIAN)):
            Assessment.objects.create(subject=stay.subject, started_on=on, by=by, ratings=ratings)

    rated(TODAY - timedelta(days=7), {"4A": "E"})
    assert review(world, stay, "continue", facts={"progressing": True}).facts["rating_4a"] is None
    rated(TODAY + timedelta(days=20), {"4A": "A", "5B": "A"})
    found = review(world, stay, "continue", facts={"progressing": True})
    assert (found.facts["rating_4a"], found.facts["unsafe_environment"]) == ("A", True)


def test_a_decision_that_differs_needs_its_reason(world, stay):
    with pytest.raises(NotAllowed, match="wants its reason in writing"):
        review(world, stay, "continue", facts=STEADY)
    assert review(world, stay, "continue", facts=STEADY, why="Court asks for four more weeks.").why
    assert levels(world, stay) == [("2.1", 9, 3, None)]


def test_thinning_out_keeps_the_level_and_takes_fewer_days(world, stay):
    with pytest.raises(BadInput, match="fewer days or hours"):
        review(world, stay, "thin", facts=STEADY, why="Steady.", weekly_hours=Decimal(9), days_per_week=3)
    review(world, stay, "thin", facts=STEADY, why="Steady.", weekly_hours=Decimal(6), days_per_week=2)
    assert levels(world, stay)[-1] == ("2.1", 6, 2, None)


@pytest.mark.parametrize(("decided", "level"), [("step_up", "1.5"), ("step_down", "2.5"), ("step_down", "9")])
def test_a_level_must_be_what_the_decision_says(world, stay, decided, level):
    with pytest.raises(BadInput) as refused:
        review(world, stay, decided, facts=STEADY, why="x", level=level, weekly_hours=Decimal(3), days_per_week=2)
    assert refused.value.field == "level"


def test_only_a_licensed_clinician_whose_credential_is_in_force_decides(world, stay):
    with pytest.raises(NotPermitted):
        review(world, stay, "continue", role=Role.COUNSELOR, credential="CADC")
    with pytest.raises(NotAllowed, match="does not hold LCSW"):
        review(world, stay, "continue", facts={"progressing": True}, credential="LCSW")
    with pytest.raises(NotAllowed, match="holds no credential that is valid"):
        review(world, stay, "continue", facts={"progressing": True}, on=TODAY + timedelta(days=3650))


def test_when_nothing_speaks_the_team_looks_together(world, stay):
    found = review(world, stay, "continue", why="We agreed to look again in a week.")
    assert found.recommended == "review"
    asked = open_work.open_about(world.access(Role.CLINICIAN), subject=stay.subject)
    assert [task.kind for task in asked] == ["look-at-stay"]


def test_unknown_facts_are_named(world, stay):
    with pytest.raises(BadInput, match="A review knows these facts"):
        review(world, stay, "continue", facts={"mood": "good"})


def test_reviews_are_read_by_those_who_treat_and_nobody_next_door(world, stay):
    review(world, stay, "continue", facts={"progressing": True})
    assert len(queries.stay_reviews(world.access(Role.COUNSELOR), episode=stay.episode)) == 1
    with pytest.raises(NotPermitted):
        queries.stay_reviews(world.access(Role.BILLER), episode=stay.episode)
    with pytest.raises(NotFound):
        queries.stay_reviews(world.stranger, episode=stay.episode)
