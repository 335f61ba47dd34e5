"""A plan is written part by part by several people, finished whole, and signed with a name or a drawing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from stepwell.care.placement import queries as placement
from stepwell.care.plans import actions as plans
from stepwell.care.plans import queries as of_plans
from stepwell.care.plans.actions import drafting
from stepwell.care.plans.events import PlanDrafted
from stepwell.care.plans.rules.drafting import mark
from stepwell.care.plans.rules.suggesting import Found
from stepwell.foundation.gate.refusals import Conflict, NotAllowed, NotFound
from stepwell.foundation.gate.roles import Role
from tests.actions.care_stay import CareStay, in_care, with_plan
from tests.world import TODAY, World


def open_draft(world: World, stay: CareStay):
    return plans.begin_draft(world.access(Role.COUNSELOR), episode=stay.episode, on=TODAY, at=world.at())


def holds(world: World, stay: CareStay):
    access = world.access(Role.COUNSELOR)
    draft = of_plans.draft_of(access, episode=stay.episode)
    known = placement.diagnoses_of(access, subject=stay.subject, on=TODAY)
    return of_plans.draft_holds(access, draft=draft, episode=stay.episode, known=known, on=TODAY)


def whole(world: World, stay: CareStay) -> dict:
    """The suggestion for the diagnosis, made into a problem by the person and the counselor."""
    found = Found(diagnoses={stay.diagnosis.code: stay.diagnosis.label})
    words = dict(of_plans.suggested(world.access(Role.COUNSELOR), found=found, on=TODAY).answer[0].words)
    goal = dict(words["goals"][0], quote="I want my evenings back.")
    step = dict(goal["objectives"][0], baseline="4", target_on=(TODAY + timedelta(weeks=8)).isoformat())
    step["interventions"] = [
        {**one, "responsible": world.a.staff[Role.COUNSELOR][0].pk} for one in step["interventions"]
    ]
    return {**words, "goals": [{**goal, "objectives": [step]}]}


def test_a_draft_begins_with_the_hours_of_the_stay_and_says_what_it_still_needs(world: World):
    stay = in_care(world)
    draft = open_draft(world, stay)
    assert draft.words["frame"]["weekly_hours"] == "9.0"
    assert {reason.rule for reason in holds(world, stay).reasons} == {"plans/plan@1#problem", "plans/plan@1#diagnosis"}


def test_a_suggestion_is_taken_as_free_text_and_the_finished_draft_is_the_next_version(world: World, monkeypatch):
    heard: list[PlanDrafted] = []
    monkeypatch.setattr(drafting, "announce", heard.append)
    stay, access = in_care(world), world.access(Role.COUNSELOR)
    draft = open_draft(world, stay)
    plans.add_part(access, draft=draft, under="plan", words=whole(world, stay), at=world.at())
    plans.write_part(access, draft=draft, key="strengths", words={"text": "Her sister"}, at=world.at())
    assert holds(world, stay).answer.holds
    made = plans.finish_draft(access, draft=draft, on=TODAY, at=world.at())
    said = of_plans.written(access, plan=made)
    assert (made.version, made.strengths) == (1, "Her sister")
    assert [(one.plan_id, one.at) for one in heard] == [(made.pk, world.at().isoformat())]
    assert said["problems"][0]["goals"][0]["quote"] == "I want my evenings back."
    assert of_plans.draft_of(access, episode=stay.episode) is None
    with pytest.raises(Conflict):
        plans.finish_draft(access, draft=draft, on=TODAY, at=world.at())


def test_a_torn_thread_is_refused_and_the_draft_stays(world: World):
    stay, access = in_care(world), world.access(Role.COUNSELOR)
    draft = open_draft(world, stay)
    plans.add_part(access, draft=draft, under="plan", words={"says": "Drinks", "dimension": "D4"}, at=world.at())
    with pytest.raises(NotAllowed):
        plans.finish_draft(access, draft=draft, on=TODAY, at=world.at())
    assert of_plans.draft_of(access, episode=stay.episode).words["problems"][0]["says"] == "Drinks"


def test_two_who_write_the_same_part_both_hear_of_it_and_other_parts_go_on(world: World):
    stay, access = in_care(world), world.access(Role.COUNSELOR)
    draft = open_draft(world, stay)
    seen = mark(draft.words, "strengths")
    plans.write_part(access, draft=draft, key="strengths", words={"text": "Her sister"}, at=world.at(), seen=seen)
    other = world.access(Role.CLINICIAN)
    with pytest.raises(Conflict):
        plans.write_part(other, draft=draft, key="strengths", words={"text": "Work"}, at=world.at(), seen=seen)
    now = plans.write_part(other, draft=draft, key="barriers", words={"text": "Late shifts"}, at=world.at(), seen=seen)
    assert now.words["texts"] == {"strengths": "Her sister", "barriers": "Late shifts"}
    with pytest.raises(NotFound):
        plans.remove_part(other, draft=draft, key="n9", at=world.at())


def test_the_next_version_starts_from_the_last_and_replaces_one_nobody_signed(world: World):
    stay, access = with_plan(world), world.access(Role.COUNSELOR)
    draft = open_draft(world, stay)
    assert draft.words["problems"][0]["says"] == "Drinks on most evenings"
    second = plans.finish_draft(access, draft=draft, on=TODAY, at=world.at())
    third = plans.finish_draft(access, draft=open_draft(world, stay), on=TODAY, at=world.at())
    rows = {plan.version: plan.superseded_on for plan, _ in of_plans.versions_of(access, episode=stay.episode)}
    assert rows == {1: None, second.version: TODAY, third.version: None}


def test_a_drawn_signature_is_kept_with_the_version(world: World):
    stay, access = with_plan(world), world.access(Role.COUNSELOR)
    made = plans.finish_draft(access, draft=open_draft(world, stay), on=TODAY, at=world.at())
    plans.sign_plan(
        access, plan=made, signer="client", name=stay.person.name, at=world.at(), method="drawn", drawn=b"\x89PNG"
    )
    assert bytes(of_plans.signatures_of(access, plan=made)[0].drawn) == b"\x89PNG"
