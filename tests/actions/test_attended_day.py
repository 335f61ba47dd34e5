"""An attended day: billable, held and why, or too short; and the unit it spends."""

from __future__ import annotations

from datetime import timedelta

import pytest

from stepwell.care.placement import actions as placement
from stepwell.care.sessions import queries as notes
from stepwell.care.sessions.events import NoteSigned
from stepwell.care.sessions.models import OwnPart
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import opened
from stepwell.foundation.gate.refusals import BadInput, Conflict, NotPermitted
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.jobs.events import announce
from stepwell.foundation.jobs.worker import drain
from stepwell.office.claims import queries, reactions
from stepwell.office.claims.actions import make_claims, rule_day
from stepwell.office.utilization import actions as utilization
from stepwell.office.utilization import queries as ledgers
from stepwell.registry.episodes import actions as episodes
from stepwell.registry.people import actions as people
from tests.actions.stay import attend, authorized, consented, in_treatment, placed, sign
from tests.world import TODAY


@pytest.fixture
def stay(world):
    """Amara under Harbor Mutual: placed, consented, twelve days authorized."""
    return ready(world)


def ready(world, payer="payers/harbor-mutual", units=12):
    stay = in_treatment(world, payer=payer)
    placed(world, stay)
    consented(world, stay)
    authorized(world, stay, units=units)
    return stay


def rule(world, stay, on=TODAY, *, at=None):
    return rule_day(world.access(Role.BILLER), episode=stay.episode, on=on, at=at or world.at(on, 20))


def used(world, stay) -> int:
    reviewer = world.access(Role.REVIEWER)
    ruling = ledgers.ledger_of_stay(reviewer, episode=stay.episode, coverage=stay.coverage, on=TODAY)
    return ruling.answer.units_used


def test_three_hours_with_signed_notes_are_one_unit(world, stay):
    attend(world, stay, minutes=90)
    attend(world, stay, minutes=90, hour=11)
    day = rule(world, stay)
    assert (day.billable, day.units, day.held, day.minutes) == (True, 1, [], 180)
    assert day.unit_use.number == 1
    assert used(world, stay) == 1
    assert day.contract_ref == "payers/harbor-mutual@1"
    assert "full-day" in day.reasons[0]["rule"]


def test_ruling_again_spends_no_second_unit(world, stay):
    attend(world, stay)
    first = rule(world, stay)
    assert rule(world, stay, at=world.at(hour=22)).unit_use == first.unit_use
    assert used(world, stay) == 1


def test_breaks_up_to_fifteen_minutes_count_and_longer_ones_do_not(world, stay):
    attend(world, stay, minutes=180, pause=15)
    assert rule(world, stay).minutes == 180
    attend(world, stay, TODAY + timedelta(days=2), minutes=180, pause=20)
    assert rule(world, stay, TODAY + timedelta(days=2)).minutes == 160


def test_an_unsigned_note_holds_the_day_until_it_is_signed(world, stay):
    attend(world, stay, minutes=90)
    late = attend(world, stay, minutes=90, hour=11, signed=False)
    day = rule(world, stay)
    assert (day.billable, day.units, day.held) == (False, 0, ["unsigned-note"])
    assert day.unit_use is None
    sign(world, late)
    assert rule(world, stay).held == []


def test_a_day_without_any_authorization_is_held(world):
    stay = in_treatment(world)
    consented(world, stay)
    attend(world, stay)
    assert rule(world, stay).held == ["no-active-authorization"]


def test_the_day_after_the_last_unit_is_held_and_charged_to_nothing(world):
    stay = ready(world, units=1)
    later = TODAY + timedelta(days=2)
    for on in (TODAY, later):
        attend(world, stay, on)
    assert rule(world, stay).billable
    day = rule(world, stay, later)
    assert (day.units, day.held) == (0, ["no-units-left"])
    assert used(world, stay) == 1


def test_a_day_that_is_no_longer_billable_gives_its_unit_back(world, stay):
    attend(world, stay)
    assert rule(world, stay).unit_use is not None
    attend(world, stay, minutes=30, hour=14, signed=False)
    assert rule(world, stay, at=world.at(hour=21)).unit_use is None
    assert used(world, stay) == 0


def test_without_a_consent_for_payment_nothing_leaves_the_house(world):
    stay = in_treatment(world)
    authorized(world, stay)
    attend(world, stay)
    assert rule(world, stay).held == ["no-payment-consent"]


def test_a_day_in_hospital_is_another_per_diem(world, stay):
    attend(world, stay)
    manager = world.access(Role.CASE_MANAGER)
    episodes.begin_leave(manager, episode=stay.episode, reason="hospital", on=TODAY)
    assert "other-per-diem" in rule(world, stay).held


def test_everything_that_holds_is_said_at_once(world):
    stay = in_treatment(world)
    attend(world, stay, signed=False)
    assert rule(world, stay).held == ["unsigned-note", "no-active-authorization", "no-payment-consent"]


def test_a_short_day_is_components_or_nothing_by_the_contract(world, stay):
    family = attend(world, stay, minutes=60, kind="family")
    day = rule(world, stay)
    assert (day.billable, day.units, day.unit_use) == (True, 0, None)
    assert day.components == [{"code": "90847", "minutes": 60, "kind": "family", "participation": family.pk}]
    other = ready_ben(world, "payers/example-health-plan")
    attend(world, other, minutes=60, kind="family")
    held = rule(world, other)
    assert (held.billable, held.units, held.held, held.components) == (False, 0, [], [])


def ready_ben(world, payer):
    stay = in_treatment(world, payer=payer, person=world.ben())
    placed(world, stay)
    consented(world, stay)
    authorized(world, stay)
    return stay


def test_the_psychiatric_code_for_a_psychiatric_diagnosis(world):
    stay = in_treatment(world)
    placed(world, stay, ("F33.1",))
    consented(world, stay)
    attend(world, stay)
    assert rule(world, stay).facts["code"] == "S9480"


def test_a_day_before_the_principal_diagnosis_was_resolved_is_of_that_diagnosis(world):
    stay = in_treatment(world)
    mood, _ = placed(world, stay, ("F33.1", "F10.20"))
    consented(world, stay)
    tomorrow = TODAY + timedelta(days=1)
    attend(world, stay)
    attend(world, stay, tomorrow)
    by = world.a.staff[Role.CLINICIAN][0]
    placement.resolve_diagnosis(world.access(Role.CLINICIAN), diagnosis=mood, by=by, on=tomorrow)
    assert rule(world, stay, at=world.at(tomorrow, 20)).facts["code"] == "S9480"
    assert rule(world, stay, tomorrow).facts["code"] == "H0015"


def test_the_jobs_of_a_held_days_notes_find_it_done_until_one_is_amended(world):
    stay = in_treatment(world)
    placed(world, stay)
    first, second = attend(world, stay, minutes=90), attend(world, stay, minutes=90, hour=11)
    access = Access.system(world.a.operator.pk)

    def signed(came):
        given = {"participation_id": came.pk, "subject_id": stay.subject.pk, "on": TODAY}
        return reactions.rule_for_note(access, **given)

    assert signed(first).held == ["no-active-authorization", "no-payment-consent"]
    assert signed(second) is None
    consented(world, stay)
    assert signed(first) is None
    part = notes.own_part(world.access(Role.COUNSELOR), participation=second)
    with opened(world.access(Role.COUNSELOR)):
        OwnPart.objects.create(
            subject_id=part.subject_id, participation=second, version=2, amends=part, text=part.text, risk=part.risk,
            author=part.author, credential=part.credential, signed_at=world.at(TODAY, 21), sha256="1" * 64,
            why="The next step was missing.",
        )  # fmt: skip
    assert signed(first) is None
    assert signed(second).held == ["no-active-authorization"]


def test_after_a_step_down_the_day_is_no_intensive_day(world, stay):
    later = TODAY + timedelta(days=7)
    episodes.change_level(
        world.access(Role.CLINICIAN), episode=stay.episode, on=later, level="1.5", weekly_hours=3, days_per_week=2
    )
    attend(world, stay, later)
    day = rule(world, stay, later)
    assert (day.billable, day.held) == (False, [])
    assert "at level 1.5" in day.reasons[0]["says"]


def test_no_day_outside_the_stay_and_none_once_it_is_claimed(world, stay):
    with pytest.raises(BadInput, match="began on 2026-03-02"):
        rule(world, stay, TODAY - timedelta(days=1))
    attend(world, stay)
    make_claims(world.access(Role.BILLER), episode=stay.episode, from_on=TODAY, to_on=TODAY, at=world.at(hour=20))
    with pytest.raises(Conflict, match="stands on a claim"):
        rule(world, stay)


def test_only_billing_rules(world, stay):
    with pytest.raises(NotPermitted):
        rule_day(world.access(Role.COUNSELOR), episode=stay.episode, on=TODAY, at=world.at())


def test_a_signature_a_grant_and_a_revocation_each_rule_anew(committed_world):
    world = committed_world
    stay = in_treatment(world)
    placed(world, stay)
    consent = consented(world, stay)
    came = attend(world, stay)
    with opened(world.access(Role.COUNSELOR)):
        announce(NoteSigned(came.pk, came.session_id, stay.subject.pk, TODAY.isoformat()))
    drain()
    assert [day.held for day in queries.days(world.access(Role.BILLER), episode=stay.episode)] == [
        ("no-active-authorization",)
    ]
    row = authorized(world, stay)
    drain()
    days = queries.days(world.access(Role.BILLER), episode=stay.episode)
    assert [(day.billable, day.units, day.held) for day in days] == [(True, 1, ())]
    later = world.at(TODAY + timedelta(days=1))
    people.revoke_consent(world.access(Role.PRIVACY_OFFICER), consent=consent, at=later, how="In writing")
    drain()
    days = queries.days(world.access(Role.BILLER), episode=stay.episode)
    assert [(day.billable, day.held) for day in days] == [(False, ("no-payment-consent",))]
    assert ledgers.ledger(world.access(Role.REVIEWER), authorization=row, on=TODAY).answer.units_used == 0


def test_a_denial_that_takes_back_a_grant_holds_what_is_not_claimed(committed_world):
    world = committed_world
    stay = in_treatment(world)
    placed(world, stay)
    consented(world, stay)
    row = authorized(world, stay)
    attend(world, stay)
    assert rule(world, stay).billable
    utilization.deny(world.access(Role.REVIEWER), authorization=row, at=world.at(hour=21), reason="Not covered")
    drain()
    day = queries.days(world.access(Role.BILLER), episode=stay.episode)[0]
    assert (day.billable, day.held) == (False, ("no-active-authorization",))
