"""What runs out when, of everybody, in few reads; and the days billing has at hand."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stepwell.foundation.gate.refusals import NotPermitted
from stepwell.foundation.gate.roles import Role
from stepwell.office.claims import queries as claims
from stepwell.office.claims.actions import make_claims, rule_day
from stepwell.office.utilization import actions, board, queries
from stepwell.registry.episodes import actions as episodes
from stepwell.registry.people import actions as people
from tests.actions.stay import attend, authorized, consented, in_treatment, insure, placed
from tests.world import TODAY

SPAN = {"span_from": TODAY, "span_to": TODAY + timedelta(days=40)}


def rows(world, on=TODAY):
    return board.run_out_board(world.access(Role.REVIEWER), on=on)


def test_it_says_of_each_what_the_ledger_says(world):
    stay = in_treatment(world)
    row = authorized(world, stay, units=12)
    (found,) = rows(world)
    alone = queries.ledger(world.access(Role.REVIEWER), authorization=row, on=TODAY)
    assert (found.ledger, found.reasons) == (alone.answer, alone.reasons)
    assert found.comes_first == min(alone.answer.forecast.on, alone.answer.next_review_due)
    assert not found.due
    assert not found.deadlines


def test_a_stay_that_needs_one_and_has_asked_for_none_stands_first(world):
    ben = in_treatment(world, person=world.ben())
    amara = in_treatment(world)
    authorized(world, amara)
    first, second = rows(world)
    assert (first.subject_id, first.ledger.status, first.due) == (ben.subject.pk, "not_requested", True)
    assert first.authorization is None
    assert second.ledger.status == "active"


def test_who_needs_none_is_not_on_it(world):
    in_treatment(world, payer="payers/lantern-county-medi-cal")
    assert rows(world) == []


def test_another_level_needs_none_and_leaves_what_ran_out_behind(world):
    stay = in_treatment(world)
    authorized(world, stay, span_to=TODAY + timedelta(days=5))
    later = TODAY + timedelta(days=6)
    assert rows(world, later)[0].due
    clinician = world.access(Role.CLINICIAN)
    change = {"level": "1.0", "weekly_hours": Decimal(2), "days_per_week": 1}
    episodes.change_level(clinician, episode=stay.episode, on=later, **change)
    (found,) = rows(world, later)
    assert (found.ledger.status, found.behind, found.due, found.comes_first) == ("expired", True, False, None)


@pytest.mark.parametrize(
    ("happens", "what", "days"),
    [("requested", "payer_answer", 7), ("pended", "send_more", 2), ("denied", "peer_to_peer", 2)],
)
def test_what_the_payer_owes_or_waits_for_has_its_day(world, happens, what, days):
    reviewer, person = world.access(Role.REVIEWER), world.amara()
    coverage = insure(world, person)
    row = actions.request(
        reviewer, subject=person.subject, coverage=coverage, code="H0015", level="2.1", units=9,
        at=world.at(TODAY, 8), **SPAN,
    )  # fmt: skip
    if happens == "pended":
        actions.pend(reviewer, authorization=row, at=world.at(TODAY, 12), reason="the assessment")
    if happens == "denied":
        actions.deny(reviewer, authorization=row, at=world.at(TODAY, 12), reason="a lower level would do")
    (found,) = rows(world)
    assert (found.deadlines[0].what, found.deadlines[0].by) == (what, TODAY + timedelta(days=days))
    assert found.comes_first == TODAY + timedelta(days=days)


def test_ten_stays_cost_as_many_reads_as_one(world):
    authorized(world, in_treatment(world))
    with CaptureQueriesContext(connection) as one:
        rows(world)
    for index in range(3):
        other = people.register(world.access(Role.COORDINATOR), first_name=f"Sam{index}", last_name="Specimen")
        authorized(world, in_treatment(world, person=other), number=f"A{index}")
    with CaptureQueriesContext(connection) as four:
        assert len(rows(world)) == 4
    assert len(four) == len(one)


def test_a_role_without_the_permission_may_not_read_it(world):
    with pytest.raises(NotPermitted):
        board.run_out_board(world.access(Role.NURSE), on=TODAY)


def test_days_at_hand_say_their_state_and_what_waits(world):
    stay = in_treatment(world)
    placed(world, stay)
    consented(world, stay)
    biller = world.access(Role.BILLER)
    attend(world, stay, TODAY)
    days = TODAY + timedelta(days=2)
    rule_day(biller, episode=stay.episode, on=TODAY, at=world.at(TODAY, 22))
    (held,) = claims.days_at_hand(biller, since=days)
    assert (held.state, held.held, held.claim_id) == ("held", ("no-active-authorization",), "")
    authorized(world, stay)
    make_claims(biller, episode=stay.episode, from_on=TODAY, to_on=TODAY, at=world.at(TODAY, 23))
    assert claims.days_at_hand(biller, since=days) == []
    (claimed,) = claims.days_at_hand(biller, since=TODAY, subject_id=stay.subject.pk)
    assert (claimed.state, claimed.claim_id) == ("claimed", f"{stay.episode.number}-001")
    assert claimed.contract == "payers/harbor-mutual"
    assert claims.days_at_hand(biller, since=TODAY, subject_id=stay.subject.pk + 999) == []
