"""Benefits: what a plan said, what it did not, what treatment will cost, and how it is paid."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from stepwell.foundation.gate.refusals import BadInput, NotAllowed, NotFound
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.jobs import queries as jobs
from stepwell.office.utilization import actions as utilization
from stepwell.registry.coverage import actions, queries
from stepwell.registry.people import actions as people
from tests.world import TODAY

FOUND = {"active": True, "deductible_left": "300", "out_of_pocket_left": "4100", "copay": "70"}


@pytest.fixture
def act(world):
    return world.access(Role.COORDINATOR)


@pytest.fixture
def plan(world, act):
    return actions.add(
        act,
        subject=world.amara().subject,
        payer="payers/example-health-plan",
        plan_name="DEMO PPO",
        member_id="ABC1",
        since=TODAY,
    )


def test_what_the_plan_did_not_say_stays_unverified(act, plan):
    row = actions.verify(act, coverage=plan, on=TODAY, method="phone", found=FOUND)
    assert row.found["copay"] == "70.00"
    assert "authorization_required" in row.unverified
    assert "coinsurance_percent" not in row.unverified, "a plan has a copay or a coinsurance"


@pytest.mark.parametrize(
    ("found", "field"),
    [
        ({"copay": "-1"}, "found.copay"),
        ({"copay": "lots"}, "found.copay"),
        ({"copay": "NaN"}, "found.copay"),
        ({"coinsurance_percent": "101"}, "found.coinsurance_percent"),
        ({"active": "yes"}, "found.active"),
        ({"visit_limit": 400}, "found.visit_limit"),
        ({"colour": "blue"}, "found.colour"),
    ],
)
def test_a_finding_that_cannot_be_is_refused_by_name(act, plan, found: dict, field: str):
    with pytest.raises(BadInput) as refused:
        actions.verify(act, coverage=plan, on=TODAY, method="phone", found=found)
    assert refused.value.field == field


def test_stricter_than_medical_care_is_flagged(act, plan):
    row = actions.verify(
        act,
        coverage=plan,
        on=TODAY,
        method="phone",
        found={**FOUND, "medical_copay": "40", "visit_limit": 20, "medical_visit_limit": 60},
    )
    assert [flag["flag"] for flag in row.parity_flags] == ["copay", "visit-limit"]


def test_the_estimate_is_exact_where_verified_and_a_range_where_not(act, plan):
    vague = actions.estimate(
        act, subject=plan.subject, coverage=plan, on=TODAY, starts_on=TODAY, weeks=6, days_per_week=3
    )
    actions.verify(act, coverage=plan, on=TODAY, method="phone", found=FOUND)
    exact = actions.estimate(
        act, subject=plan.subject, coverage=plan, on=TODAY, starts_on=TODAY, weeks=6, days_per_week=3
    )
    # 18 days of 300: the deductible of 300 takes the first day, then 70 on each of 17 days.
    assert exact.you_low == exact.you_high == Decimal("1490.00")
    assert vague.you_low < exact.you_low < vague.you_high


def test_the_sliding_fee_comes_from_the_table_of_the_year(world, act):
    fee = actions.set_sliding_fee(
        act, subject=world.amara().subject, income=Decimal("27320"), household=3, state="CA", proof="pay slip", on=TODAY
    )
    assert fee.percent == Decimal("100.00")
    assert fee.expires_on == date(2027, 3, 2)
    assert queries.sliding_fee_on(act_of(world), subject=fee.subject, on=TODAY) == fee
    assert queries.sliding_fee_on(act_of(world), subject=fee.subject, on=fee.expires_on) is None


def act_of(world):
    return world.access(Role.BILLER)


def test_a_state_with_a_table_of_its_own_is_told_so(world, act):
    with pytest.raises(NotAllowed) as refused:
        actions.set_sliding_fee(
            act, subject=world.amara().subject, income=Decimal(1), household=1, state="HI", proof="x", on=TODAY
        )
    assert refused.value.reasons[0].facts["state"] == "HI"


def test_instalments_sum_to_what_is_owed(world, act):
    plan = actions.agree_payment_plan(
        act, subject=world.amara().subject, total=Decimal("1000.00"), parts=3, first_on=TODAY, on=TODAY
    )
    assert sum(Decimal(part["amount"]) for part in plan.instalments) == Decimal("1000.00")


def test_a_lapse_is_asked_about_the_same_day_and_only_once(world, act, plan):
    actions.verify(act, coverage=plan, on=TODAY, method="271", found={"active": False})
    actions.verify(act, coverage=plan, on=TODAY, method="271", found={"active": False})
    asked = [task for task in jobs.open_about(act, subject=plan.subject) if task.kind == "coverage-lapsed"]
    assert len(asked) == 1
    assert queries.in_force(act, subject=plan.subject, on=TODAY) == []


def test_the_monthly_recheck_asks_for_what_nobody_looked_at(act, plan):
    actions.verify(act, coverage=plan, on=TODAY, method="phone", found=FOUND)
    assert actions.ask_for_recheck(act, on=TODAY + timedelta(days=29), every_days=30) == 0
    assert actions.ask_for_recheck(act, on=TODAY + timedelta(days=30), every_days=30) == 1
    assert [task.kind for task in jobs.open_about(act, subject=plan.subject)] == ["recheck-coverage"]
    actions.verify(act, coverage=plan, on=TODAY + timedelta(days=30), method="271", found=FOUND)
    assert jobs.open_about(act, subject=plan.subject) == []


def test_a_referral_that_the_plan_wants_is_work_until_it_is_here(act, plan):
    def owed():
        return [task.kind for task in jobs.open_about(act, subject=plan.subject)]

    wanted = {**FOUND, "referral_required": True}
    actions.verify(act, coverage=plan, on=TODAY, method="phone", found=wanted)
    actions.verify(act, coverage=plan, on=TODAY, method="portal", found=wanted)
    assert owed() == ["get-referral"]
    with pytest.raises(BadInput, match="who refers"):
        actions.refer(act, coverage=plan, from_whom=" ", on=TODAY)
    row = actions.refer(act, coverage=plan, from_whom="Dr. Ima Invented", number="R-1", on=TODAY)
    assert owed() == []
    assert queries.referrals(act, coverage=plan) == [row]
    actions.verify(act, coverage=plan, on=TODAY, method="phone", found=wanted)
    assert owed() == [], "it is here already"


def test_what_was_told_and_agreed_can_be_read_again(act, plan):
    given = {"coverage": plan, "on": TODAY, "starts_on": TODAY, "days_per_week": 3}
    told = [actions.estimate(act, subject=plan.subject, weeks=weeks, **given) for weeks in (6, 8)]
    agreed = actions.agree_payment_plan(
        act, subject=plan.subject, total=Decimal("300.00"), parts=3, first_on=TODAY, on=TODAY
    )
    assert queries.estimates_of(act, subject=plan.subject) == told[::-1]
    assert queries.payment_plans_of(act, subject=plan.subject) == [agreed]


def test_nobody_asks_about_cover_after_a_death(world, act, plan):
    people.record_death(act, subject=plan.subject, on=TODAY, at=world.at())
    assert actions.ask_for_recheck(act, on=TODAY + timedelta(days=40), every_days=30) == 0
    assert actions.lapse(act, coverage=plan, on=TODAY).ended_on == TODAY
    assert jobs.open_about(act, subject=plan.subject) == []


def test_a_contract_that_does_not_exist_is_refused(world, act):
    with pytest.raises(BadInput, match="contract"):
        actions.add(act, subject=world.amara().subject, payer="payers/none", plan_name="X", member_id="1", since=TODAY)


def test_the_neighbour_sees_no_coverage(world, plan):
    with pytest.raises(NotFound):
        queries.newest_verification(world.stranger, coverage=plan)


def test_a_plan_that_wants_an_authorization_makes_asking_for_it_somebodys_work_once(world, act, plan):
    def open_work() -> list[str]:
        return [task.kind for task in jobs.due(world.access(Role.REVIEWER))]

    actions.verify(act, coverage=plan, on=TODAY, method="phone", found={**FOUND, "authorization_required": True})
    assert open_work() == ["request-authorization"]
    utilization.request(
        world.access(Role.REVIEWER), subject=plan.subject, coverage=plan, code="H0015", level="2.1", units=10,
        span_from=TODAY, span_to=TODAY + timedelta(days=30), at=world.at(),
    )  # fmt: skip
    actions.verify(act, coverage=plan, on=TODAY, method="phone", found={**FOUND, "authorization_required": True})
    assert open_work() == ["chase-payer"]
