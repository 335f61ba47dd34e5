"""A stored decision keeps the policy's reference and its facts: asked again by them, the rule answers the same."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any, TypeVar

import pytest
from pydantic import TypeAdapter

from stepwell.care.admissions import queries as of_admissions
from stepwell.care.admissions.actions import check_safety, screen
from stepwell.care.admissions.rules.eligibility import EligibilityFacts, eligibility
from stepwell.care.admissions.rules.safety import SafetyFacts, safety_routes
from stepwell.care.measures import actions as measures
from stepwell.care.measures import queries as of_measures
from stepwell.care.measures.rules.score import score
from stepwell.care.placement import actions as placement
from stepwell.care.placement import queries as of_placement
from stepwell.care.placement.rules.diagnosis import SubstanceFacts, substance_diagnosis
from stepwell.care.placement.rules.placement import PlacementFacts, recommended_level
from stepwell.care.transitions import queries as of_transitions
from stepwell.care.transitions.rules.discharge import may_discharge
from stepwell.care.transitions.rules.discharge_facts import DischargeFacts
from stepwell.care.transitions.rules.stay import advise
from stepwell.care.transitions.rules.stay_facts import StayFacts
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.policy.loading import version
from stepwell.office.claims.rules.contract import day_contract
from stepwell.office.claims.rules.day import billable_day
from stepwell.office.claims.rules.day_facts import Authorization, DayFacts, Service
from stepwell.office.claims.rules.terms import Terms
from stepwell.registry.coverage import actions as coverage
from stepwell.registry.coverage.rules.estimate import estimate
from stepwell.registry.coverage.rules.estimate_facts import EstimateFacts
from tests.actions.care_stay import in_care
from tests.actions.stay import attend, in_treatment, insure, placed
from tests.actions.test_attended_day import ready, rule
from tests.actions.test_discharge import leave
from tests.actions.test_placement import INTENSIVE
from tests.actions.test_stay_review import STEADY, review
from tests.world import TODAY

F = TypeVar("F")


def facts_of(kind: type[F], kept: Any) -> F:
    return TypeAdapter(kind).validate_json(json.dumps(kept))


def as_kept(value: Any) -> Any:
    return json.loads(json.dumps(asdict(value), default=str))


def rules_cited(reasons: list[dict[str, Any]]) -> set[str]:
    return {reason["rule"].partition("#")[0] for reason in reasons}


def test_a_measure(world):
    act, subject = world.access(Role.COUNSELOR), world.amara().subject
    answers = [1, 2, 3, 0, 1, 2, 3, 0, 0]
    measures.give(act, subject=subject, instrument="phq-9", answers=answers, at=world.at(), given_by="Alex")
    (row,) = of_measures.history(act, subject=subject, instrument="phq-9")
    again = score(row.answers, version(row.policy_ref))
    assert (again.answer.score, again.answer.band) == (row.score, row.band)


@pytest.mark.parametrize("facts", [{"overdose": True, "cows": 14, "breath_alcohol": "0.09"}, {}])
def test_a_safety_check(world, facts):
    act, subject = world.access(Role.COORDINATOR), world.amara().subject
    check_safety(act, subject=subject, facts=facts, at=world.at())
    (row,) = of_admissions.safety_checks_of(act, subject=subject)
    (ref,) = {one for one in rules_cited(row.reasons) if one.startswith("safety/")}
    assert as_kept(safety_routes(facts_of(SafetyFacts, row.facts), version(ref)).answer) == row.ruling


def test_a_screen_of_eligibility(world):
    act, subject = world.access(Role.COORDINATOR), world.amara().subject
    facts = {"factors": {"stable_home": False, "prescribed_moud": True}}
    screen(act, subject=subject, facts=facts, on=TODAY, program=world.a.program)
    (row,) = of_admissions.screens_of(act, subject=subject)
    assert eligibility(facts_of(EligibilityFacts, row.facts), version(row.policy_ref)).answer.outcome == row.outcome


def test_an_estimate(world):
    act, person = world.access(Role.COORDINATOR), world.amara()
    plan = insure(world, person)
    coverage.verify(act, coverage=plan, on=TODAY, method="phone", found={"copay": "40", "deductible_left": "500"})
    row = coverage.estimate(
        act, subject=person.subject, coverage=plan, on=TODAY, starts_on=TODAY, weeks=6, days_per_week=3
    )
    (ref,) = rules_cited(row.ruling["reasons"])
    again = estimate(facts_of(EstimateFacts, row.facts), version(ref)).answer
    assert TypeAdapter(Any).dump_python(again, mode="json") == row.ruling["answer"]
    assert (again.you_pay.low, again.you_pay.high) == (row.you_low, row.you_high)


def test_a_level_of_care_and_a_diagnosis(world):
    act, by = world.access(Role.CLINICIAN), world.a.staff[Role.CLINICIAN][0]
    found = in_care(world).diagnosis
    assessment = placement.begin_assessment(act, subject=world.ben().subject, by=by, on=TODAY)
    placement.rate(act, assessment=assessment, ratings=INTENSIVE)
    placement.confirm_level(
        act, assessment=assessment, by=by, credential="LMFT", selected="2.1", actual="2.1", at=world.at(), age=40
    )
    row = of_placement.decision_of(act, subject=assessment.subject)
    again = as_kept(recommended_level(facts_of(PlacementFacts, row.ruling["facts"]), version(row.policy_ref)).answer)
    assert again.items() <= row.ruling.items()
    (ref,) = rules_cited(found.reasons)
    kept = {name: value for name, value in found.criteria.items() if name in SubstanceFacts.__dataclass_fields__}
    assert substance_diagnosis(facts_of(SubstanceFacts, kept), version(ref)).answer.code == found.code


def test_a_review_of_the_stay(world):
    stay = in_treatment(world)
    review(world, stay, "continue", facts=STEADY, why="The person wants to stay a little longer.")
    (row,) = of_transitions.stay_reviews(world.access(Role.CLINICIAN), episode=stay.episode)
    kept = dict(row.facts)
    policy = version(kept.pop("policy"))
    assert as_kept(advise(facts_of(StayFacts, kept), policy).answer) == row.ruling


def test_a_discharge(world):
    stay = in_treatment(world)
    placed(world, stay)
    leave(world, stay)
    row = of_transitions.discharge_of(world.access(Role.CLINICIAN), episode=stay.episode)
    facts = facts_of(DischargeFacts, row.ruling["facts"])
    again = may_discharge(facts, version(row.ruling["policy"]), version("transitions/follow-up@1"))
    assert as_kept(again.answer) == row.ruling["answer"]


@pytest.mark.parametrize("signed", [True, False])
def test_a_billable_day(world, signed):
    stay = ready(world)
    attend(world, stay, minutes=90)
    attend(world, stay, minutes=100, hour=11, pause=10, signed=signed)
    row = rule(world, stay)
    kept, terms = row.facts, Terms(version(row.contract_ref), version("payers/default@1"))
    names = Service.__dataclass_fields__
    facts = DayFacts(
        services=tuple(Service(**{name: one[name] for name in names}) for one in kept["services"]),
        authorization=Authorization(kept["authorization_active"], kept["units_left"]),
        other_per_diem=kept["other_per_diem"],
        part2=kept["part2"],
        payment_consent=kept["payment_consent"] is not None,
    )
    again = billable_day(facts, day_contract(terms), terms).answer
    assert (again.billable, again.units, list(again.held)) == (row.billable, row.units, row.held)
    assert row.billable is signed
