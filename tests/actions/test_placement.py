"""The level of care: rated, recommended with reasons, confirmed by a licensed clinician, differing only with one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from stepwell.care.placement import queries as of_placement
from stepwell.care.placement.actions import begin_assessment, confirm_level, rate, recommend, record_external_tool
from stepwell.foundation.gate import consents
from stepwell.foundation.gate.refusals import BadInput, Conflict, NotAllowed, NotFound, NotPermitted
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.jobs import queries as of_jobs
from stepwell.registry.people import actions as people
from tests.world import TODAY

NOTHING = dict.fromkeys(("1A", "1B", "2A", "2B", "3A", "3B", "4B", "5A", "5B", "5C"), "0") | {"1C": "ANY"}
INTENSIVE = NOTHING | {"4A": "B"}


@pytest.fixture
def clinician(world):
    return world.access(Role.CLINICIAN)


@pytest.fixture
def sam(world):
    return world.a.staff[Role.CLINICIAN][0]


@pytest.fixture
def assessment(world, clinician, sam):
    return begin_assessment(clinician, subject=world.amara().subject, by=sam, on=TODAY)


@pytest.fixture
def confirm(world, clinician, sam, assessment):
    def confirmed(ratings=INTENSIVE, **given):
        rate(clinician, assessment=assessment, ratings=ratings)
        usual = {"by": sam, "credential": "LMFT", "selected": "2.1", "actual": "2.1", "at": world.at(), "age": 33}
        return confirm_level(given.pop("access", clinician), assessment=assessment, **{**usual, **given})

    return confirmed


def says(refused):
    return {reason.rule.partition("#")[2] for reason in refused.value.reasons}


def agree(world, subject, relation, purpose="treatment"):
    return consents.grant(
        world.access(Role.COORDINATOR),
        subject=subject,
        kind="relative",
        patient="Amara Sampleworth",
        discloser="Fountain Grove",
        recipients=[relation.name],
        purposes=[purpose],
        categories=["attendance"],
        signed_by="Amara Sampleworth",
        signed_at=world.at(),
        starts_on=TODAY,
        relation_id=relation.pk,
        expires_when="end of treatment",
    )


def test_a_relative_is_invited_only_by_a_consent_that_names_them(world, clinician, sam):
    amara = world.amara().subject
    coordinator = world.access(Role.COORDINATOR)
    sister = people.relate(coordinator, subject=amara, kind="relative", name="Ada Sampleworth", on=TODAY)
    asked = {"subject": amara, "by": sam, "on": TODAY, "family_invited": sister}
    with pytest.raises(NotAllowed, match="once the person has signed a consent"):
        begin_assessment(clinician, **asked)
    consent = agree(world, amara, sister, purpose="contact")
    with pytest.raises(NotAllowed):
        begin_assessment(clinician, **asked)
    consent = agree(world, amara, sister)
    assert begin_assessment(clinician, **asked).family_invited == sister
    people.revoke_consent(coordinator, consent=consent, at=world.at(), how="in writing")
    with pytest.raises(NotAllowed):
        begin_assessment(clinician, **asked)


def test_somebody_elses_relative_is_not_invited(world, clinician, sam):
    amara, ben = world.amara().subject, world.ben().subject
    sister = people.relate(world.access(Role.COORDINATOR), subject=ben, kind="relative", name="Bo", on=TODAY)
    with pytest.raises(BadInput, match="another person"):
        begin_assessment(clinician, subject=amara, by=sam, on=TODAY, family_invited=sister)


def test_ratings_are_added_and_what_the_criteria_do_not_have_is_refused(clinician, assessment):
    rate(clinician, assessment=assessment, ratings={"4A": "B", "1B": "EVAL"}, findings="Craving daily.")
    kept = rate(clinician, assessment=assessment, ratings={"1B": "0"}, findings="No withdrawal.")
    assert kept.ratings == {"4A": "B", "1B": "0"}
    assert kept.findings == "Craving daily.\n\nNo withdrawal."
    for ratings, field in (({"9Z": "0"}, "ratings.9Z"), ({"4A": "Z"}, "ratings.4A")):
        with pytest.raises(BadInput) as refused:
            rate(clinician, assessment=assessment, ratings=ratings)
        assert refused.value.field == field


def test_a_payers_own_tool_is_recorded_beside_ours(clinician, assessment):
    kept = record_external_tool(
        clinician, assessment=assessment, name="County interview guide", on=TODAY, assessor="Sam", result="2.1"
    )
    assert kept.external_tool["result"] == "2.1"
    with pytest.raises(BadInput, match="Write the assessor"):
        record_external_tool(clinician, assessment=assessment, name="Guide", on=TODAY, assessor=" ", result="2.1")


def test_the_recommendation_says_why_and_what_would_change_it(clinician, assessment):
    rate(clinician, assessment=assessment, ratings=INTENSIVE)
    ruling = recommend(clinician, assessment=assessment, age=33, on=TODAY)
    assert (ruling.answer.level, ruling.answer.complete) == ("2.1", True)
    assert any("would_change" in reason.facts for reason in ruling.reasons)
    with pytest.raises(BadInput) as refused:
        recommend(clinician, assessment=assessment, age=15, on=TODAY)
    assert refused.value.field == "age"


def test_a_licensed_clinician_confirms_and_the_decision_can_be_replayed(world, clinician, sam, assessment, confirm):
    decision = confirm()
    assert (decision.recommended, decision.selected, decision.actual) == ("2.1", "2.1", "2.1")
    assert (decision.policy_ref, decision.credential) == ("placement/fourth-edition@1", "LMFT")
    assert decision.ruling["facts"] == {"age": 33, "remission": False, "ratings": INTENSIVE}
    assert assessment.completed_on == world.at().date()
    assert of_placement.decision_of(clinician, subject=assessment.subject) == decision
    with pytest.raises(Conflict, match="begin a new one"):
        rate(clinician, assessment=assessment, ratings={"4A": "C"})


def test_unrated_subdimensions_leave_no_level_to_confirm(confirm):
    with pytest.raises(NotAllowed) as refused:
        confirm({"4A": "B"})
    assert says(refused) == {"R10"}


@pytest.mark.parametrize(
    ("field", "given"),
    [("selected", {"selected": "1.5"}), ("actual", {"actual": "1.5"})],
)
def test_another_level_needs_a_coded_reason_its_text_and_a_plan_for_the_risk(confirm, field, given):
    with pytest.raises(NotAllowed, match="coded reason"):
        confirm(**given)
    with pytest.raises(NotAllowed, match="coded reason"):
        confirm(**given, reason_code="because", reason_text="Works nights.", risk_plan="Calls each day.")
    for missing in ("reason_text", "risk_plan"):
        whole = {"reason_code": "work", "reason_text": "Works nights.", "risk_plan": "Calls each day."}
        with pytest.raises(NotAllowed) as refused:
            confirm(**given, **{**whole, missing: " "})
        assert refused.value.reasons[0].facts["missing"] == [missing]
    decision = confirm(**given, **whole)
    assert (getattr(decision, field), decision.reason_code) == ("1.5", "work")


def test_a_level_nobody_knows_is_refused(confirm):
    with pytest.raises(BadInput) as refused:
        confirm(selected="2.2")
    assert refused.value.field == "selected"


def test_what_is_left_to_evaluate_makes_the_level_provisional_and_is_due_in_a_day(
    world, clinician, assessment, confirm
):
    decision = confirm(INTENSIVE | {"1B": "EVAL"})
    assert decision.provisional
    assert assessment.completed_on is None
    [task] = of_jobs.open_about(clinician, subject=assessment.subject)
    assert (task.kind, task.due_at) == ("prompt-evaluation", world.at() + timedelta(hours=24))
    final = confirm({"1B": "0"}, at=world.at(hour=15))
    assert not final.provisional
    assert of_jobs.open_about(clinician, subject=assessment.subject) == []


def test_who_may_not_confirm(world, clinician, sam, assessment, confirm):
    alex = world.a.staff[Role.COUNSELOR][0]
    with pytest.raises(NotPermitted):
        confirm(access=world.access(Role.COUNSELOR), by=alex, credential="CADC")
    with pytest.raises(NotAllowed, match="signed in as themselves"):
        confirm(access=world.access(Role.CLINICIAN, 1))
    with pytest.raises(NotAllowed, match="does not hold LCSW"):
        confirm(credential="LCSW")
    system = world.a.access(Role.SYSTEM)
    with pytest.raises(NotAllowed, match="does not determine the level of care"):
        confirm(access=system, by=alex, credential="CADC")


def test_a_credential_counts_on_its_days_and_in_its_state(world, confirm):
    late = world.at(date(2029, 6, 1))
    with pytest.raises(NotAllowed, match="no credential that is valid in CA"):
        confirm(at=late)
    with pytest.raises(NotAllowed, match="no credential that is valid in NJ"):
        confirm(state="NJ")


def test_an_associate_confirms_only_with_a_licensed_cosigner(world, sam, confirm):
    director = world.a.access(Role.SYSTEM)
    associate = people.hire(director, name="Ari Placeholderson", roles=["clinician"], on=TODAY)
    people.credential(
        director,
        staff=associate,
        kind="AMFT",
        state="CA",
        number="DEMO-1",
        valid_from=TODAY,
        valid_to=TODAY + timedelta(days=365),
    )
    signing = {"access": director, "by": associate, "credential": "AMFT"}
    alex = world.a.staff[Role.COUNSELOR][0]
    for supervisor in (None, associate, alex):
        with pytest.raises(NotAllowed, match="supervisor cosigns"):
            confirm(**signing, supervisor=supervisor)
    assert confirm(**signing, supervisor=sam).ruling["supervisor"] == sam.pk


def test_the_neighbour_sees_no_assessment(world, assessment):
    with pytest.raises(NotFound):
        of_placement.assessment_by_id(world.stranger, assessment_id=assessment.pk)
    with pytest.raises(NotFound):
        recommend(world.stranger, assessment=assessment, age=33, on=TODAY)
