"""Somebody arrives unfit to take part: looked at, brought home safely, seen again, not charged, not discharged."""

from __future__ import annotations

from decimal import Decimal

import pytest

from stepwell.care.emergencies import actions, queries
from stepwell.foundation.gate.refusals import BadInput, Conflict, NotAllowed, NotFound
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.jobs import queries as jobs
from stepwell.foundation.jobs.worker import drain
from stepwell.office.claims import queries as claims
from stepwell.office.claims.actions import make_claims, rule_day
from stepwell.registry.episodes import queries as episodes
from tests.actions.stay import attend, authorized, consented, in_treatment, placed
from tests.world import TODAY


@pytest.fixture
def stay(world):
    return ready(world)


def ready(world):
    stay = in_treatment(world)
    placed(world, stay)
    consented(world, stay)
    authorized(world, stay)
    return stay


def look(world, stay, *seen, hour=10, **given):
    return actions.observe_arrival(
        world.access(Role.COUNSELOR), subject=stay.subject, at=world.at(hour=hour), seen=seen, **given
    )


def work(world, stay) -> dict[str, str]:
    return {row.kind: row.for_role for row in jobs.open_about(world.access(Role.DIRECTOR), subject=stay.subject)}


def rule(world, stay, hour=20):
    return rule_day(world.access(Role.BILLER), episode=stay.episode, on=TODAY, at=world.at(hour=hour))


def test_a_look_is_kept_with_its_ruling_and_later_looks_belong_to_the_same_arrival(world, stay):
    first = look(world, stay, "smell-of-alcohol", breath_alcohol=Decimal("0.081"), vitals={"pulse": 96})
    later = look(world, stay, "awake-and-clear", hour=11, breath_alcohol=Decimal("0.000"))
    assert (first.outcome, later.outcome) == ("observe", "join")
    assert first.arrival == later.arrival
    assert (first.arrival.episode, first.arrival.site, first.arrival.on) == (stay.episode, world.a.site, TODAY)
    assert first.vitals == {"pulse": 96}
    assert first.reasons[0]["rule"] == "emergencies/field-defaults@1#observe"
    read = queries.arrivals_on(world.access(Role.NURSE), on=TODAY)
    assert [len(each.observations.all()) for each in read] == [2]


def test_a_safe_ride_is_found_and_a_new_look_agreed(world, stay):
    arrival = look(world, stay, "unsteady").arrival
    assert work(world, stay) == {"safe-ride": "counselor", "see-again": "counselor"}
    counselor = world.access(Role.COUNSELOR)
    with pytest.raises(NotAllowed, match="Nobody who is not fit to take part drives"):
        actions.arrange_ride(counselor, arrival=arrival, how="drives", at=world.at(hour=11), who="Amara")
    assert "safe-ride" in work(world, stay)
    actions.arrange_ride(counselor, arrival=arrival, how="relative", who="Mia", at=world.at(hour=11))
    assert work(world, stay) == {"see-again": "counselor"}
    tomorrow = world.at(hour=12)
    actions.write_arrival_step(counselor, arrival=arrival, kind="reassessed", at=tomorrow, says="Rested, wants to stay")
    assert work(world, stay) == {}
    steps = queries.arrival_steps_of(counselor, arrival=arrival)
    assert [(step.kind, step.how, step.who) for step in steps] == [("ride", "relative", "Mia"), ("reassessed", "", "")]


def test_who_leaves_without_a_ride_is_called_at_once(world, stay):
    arrival = look(world, stay, "drowsy").arrival
    actions.write_arrival_step(
        world.access(Role.COUNSELOR), arrival=arrival, kind="left_without_ride", at=world.at(hour=11), says="Walked out"
    )
    assert set(work(world, stay)) == {"call-who-left", "see-again"}
    call = next(row for row in jobs.open_about(world.access(Role.NURSE), subject=stay.subject) if "call" in row.kind)
    assert call.due_at == world.at(hour=11, minute=15)


def test_an_emergency_asks_for_help_now(world, stay):
    assert look(world, stay, "drowsy", "slow-breathing").outcome == "emergency"
    assert work(world, stay)["emergency-care"] == "clinician"


def test_who_is_fit_leaves_no_work(world, stay):
    assert look(world, stay, "awake-and-clear").outcome == "join"
    assert work(world, stay) == {}


def test_the_stay_goes_on(world, stay):
    look(world, stay, "cannot-be-woken")
    assert episodes.open_episode_of(world.access(Role.NURSE), subject=stay.subject) == stay.episode


def test_the_day_is_not_charged_and_says_so_in_words_that_tell_the_office_no_more(world, stay):
    attend(world, stay, minutes=180)
    look(world, stay, "smell-of-alcohol")
    look(world, stay, "awake-and-clear", hour=12)
    day = rule(world, stay)
    assert (day.billable, day.units, day.held, day.unit_use) == (False, 0, ["not-charged"], None)
    assert "nothing is charged" in day.reasons[0]["says"]
    assert "alcohol" not in str(day.reasons)
    assert day.facts["not_charged"]["rule"] == "emergencies/field-defaults@1#not-charged"
    assert make_claims(
        world.access(Role.BILLER), episode=stay.episode, from_on=TODAY, to_on=TODAY, at=world.at(hour=21)
    ) == []  # fmt: skip


def test_who_was_fit_is_charged_as_usual(world, stay):
    attend(world, stay, minutes=180)
    look(world, stay, "awake-and-clear")
    assert rule(world, stay).units == 1


@pytest.mark.django_db(transaction=True)
def test_a_day_that_was_ruled_before_gives_its_unit_back_and_a_mistake_undone_takes_it_again(committed_world):
    world = committed_world
    stay = ready(world)
    attend(world, stay, minutes=180)
    assert rule(world, stay).units == 1
    arrival = look(world, stay, "smell-of-alcohol").arrival
    drain()
    biller = world.access(Role.BILLER)
    assert claims.day_of(biller, episode=stay.episode, on=TODAY).held == ["not-charged"]
    counselor = world.access(Role.COUNSELOR)
    actions.write_arrival_step(
        counselor, arrival=arrival, kind="withdrawn", at=world.at(hour=13), says="It was somebody else"
    )
    drain()
    day = claims.day_of(biller, episode=stay.episode, on=TODAY)
    assert (day.units, day.held) == (1, [])
    assert work(world, stay) == {}
    assert queries.arrivals_on(counselor, on=TODAY) == []
    assert queries.arrivals_of(counselor, subject=stay.subject)[0].is_withdrawn


@pytest.mark.django_db(transaction=True)
def test_a_day_that_stands_on_a_claim_is_the_billers_to_correct(committed_world):
    world = committed_world
    stay = ready(world)
    attend(world, stay, minutes=180)
    rule(world, stay)
    biller = world.access(Role.BILLER)
    assert make_claims(biller, episode=stay.episode, from_on=TODAY, to_on=TODAY, at=world.at(hour=21))
    look(world, stay, "smell-of-alcohol")
    drain()
    assert claims.day_of(biller, episode=stay.episode, on=TODAY).units == 1
    assert work(world, stay)["correct-claim"] == "biller"


def test_a_withdrawn_entry_takes_no_more_steps_and_a_new_look_begins_anew(world, stay):
    arrival = look(world, stay, "unsteady").arrival
    counselor = world.access(Role.COUNSELOR)
    given = {"at": world.at(hour=11), "says": "Wrong person"}
    actions.write_arrival_step(counselor, arrival=arrival, kind="withdrawn", **given)
    with pytest.raises(Conflict):
        actions.write_arrival_step(counselor, arrival=arrival, kind="said", **given)
    assert look(world, stay, "unsteady", hour=12).arrival != arrival


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"seen": ("tired",)}, "seen"),
        ({"vitals": {"mood": 3}}, "vitals"),
        ({"breath_alcohol": Decimal("1.2")}, "breath_alcohol"),
    ],
)
def test_what_cannot_be_used_is_named(world, stay, given, field):
    with pytest.raises(BadInput) as refused:
        actions.observe_arrival(world.access(Role.NURSE), subject=stay.subject, at=world.at(), **given)
    assert refused.value.field == field


def test_a_neighbour_sees_nobody(world, stay):
    arrival = look(world, stay, "unsteady").arrival
    with pytest.raises(NotFound):
        queries.arrival_by_id(world.stranger, arrival_id=arrival.pk)
    assert queries.arrivals_on(world.stranger, on=TODAY) == []
