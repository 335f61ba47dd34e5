"""Who joins a person's team: by credential and load, and their own clinicians by consent."""

from __future__ import annotations

from datetime import timedelta

import pytest

from stepwell.care.plans import actions as plans
from stepwell.care.plans import queries as of_plans
from stepwell.foundation.gate import consents
from stepwell.foundation.gate.refusals import BadInput, Conflict, NotAllowed, NotFound, NotPermitted
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.jobs.worker import drain
from stepwell.registry.episodes import actions as episodes
from stepwell.registry.people import actions as people
from tests.actions.care_stay import in_care
from tests.world import TODAY


def join(stay, role="counselor", key=Role.COUNSELOR, index=0, on=TODAY):
    staff = stay.world.a.staff[key][index]
    return plans.join_team(stay.world.access(Role.COUNSELOR), episode=stay.episode, role=role, staff=staff, on=on)


def outside(stay, *, purposes=("treatment",), **changed):
    act = stay.world.access(Role.CASE_MANAGER)
    relation = people.relate(act, subject=stay.subject, kind="outside_clinician", name="Dr. Toma Fictitious", on=TODAY)
    consent = consents.grant(
        act,
        **{
            "subject": stay.subject,
            "kind": "outside_clinician",
            "patient": stay.person.name,
            "discloser": "Fountain Grove",
            "recipients": [relation.name],
            "relation_id": relation.pk,
            "purposes": list(purposes),
            "categories": ["plan"],
            "signed_by": stay.person.name,
            "signed_at": stay.world.at(),
            "starts_on": TODAY,
            "expires_when": "end of treatment",
            **changed,
        },
    )
    return relation, consent


def test_the_team_by_credential(world):
    stay = in_care(world)
    for role, key in (
        ("primary counselor", Role.COUNSELOR),
        ("therapist", Role.CLINICIAN),
        ("prescriber", Role.PRESCRIBER),
        ("case manager", Role.CASE_MANAGER),
        ("nurse", Role.NURSE),
    ):
        join(stay, role, key)
    team = of_plans.team_of(world.access(Role.COUNSELOR), episode=stay.episode, on=TODAY)
    assert [member.role for member in team] == ["primary counselor", "therapist", "prescriber", "case manager", "nurse"]


def test_a_counselor_is_not_a_therapist(world):
    with pytest.raises(NotAllowed) as refused:
        join(in_care(world), "therapist", Role.COUNSELOR)
    assert "LMFT".casefold() in refused.value.reasons[0].facts["would_change"]


def test_an_expired_credential_is_none(world):
    stay = in_care(world)
    with pytest.raises(NotAllowed):
        join(stay, on=TODAY + timedelta(days=365 * 4))


def test_an_unknown_place_is_named(world):
    with pytest.raises(BadInput, match="one of counselor"):
        join(in_care(world), "coach")


def test_the_same_place_twice(world):
    stay = in_care(world)
    join(stay)
    with pytest.raises(Conflict, match="already"):
        join(stay)


def test_a_full_caseload_shows_the_load_and_who_has_room(world):
    act = world.access(Role.DIRECTOR)
    small = people.hire(act, name="Val Testcase", roles=["counselor"], on=TODAY, caseload_max=1)
    people.credential(
        act, staff=small, kind="CADC", state="CA", number="X1", valid_from=TODAY, valid_to=TODAY + timedelta(days=99)
    )
    amara, ben = in_care(world), in_care(world, world.ben())
    counselor = world.access(Role.COUNSELOR)
    plans.join_team(counselor, episode=amara.episode, role="counselor", staff=small, on=TODAY)
    with pytest.raises(NotAllowed, match=r"carry 1 of 1 .*Alex Exampleton \(0 of 25\)"):
        plans.join_team(counselor, episode=ben.episode, role="counselor", staff=small, on=TODAY)
    episodes.close_episode(world.access(Role.CLINICIAN), episode=amara.episode, on=TODAY)
    assert plans.join_team(counselor, episode=ben.episode, role="counselor", staff=small, on=TODAY)


def test_a_suggestion_has_room_and_credential_and_the_emptiest_first(world):
    stay = in_care(world)
    join(stay, "counselor", Role.COUNSELOR, 0)
    found = of_plans.suggest_team(world.access(Role.COUNSELOR), episode=stay.episode, on=TODAY)
    assert [one.name for one in found if one.role == "counselor"][-1] == "Alex Exampleton"
    assert {one.role for one in found} == {"counselor", "lpha", "case_manager", "prescriber"}
    assert {one.name for one in found if one.role == "prescriber"} == {"Morgan Demoson"}


def test_an_outside_clinician_by_consent(world):
    stay = in_care(world)
    relation, consent = outside(stay)
    member = plans.outside_clinician_joins(
        world.access(Role.COUNSELOR),
        episode=stay.episode,
        outside=relation,
        consent=consent,
        role="therapist",
        on=TODAY,
    )
    assert (member.staff, member.outside, member.consent) == (None, relation, consent)


@pytest.mark.parametrize(
    "changed",
    [{"purposes": ["payment"]}, {"relation_id": 0}, {"starts_on": TODAY + timedelta(days=1)}],
    ids=["another purpose", "names somebody else", "not yet in force"],
)
def test_no_outside_clinician_without_a_consent_that_names_them(world, changed):
    stay = in_care(world)
    relation, consent = outside(stay, **changed)
    with pytest.raises(NotAllowed, match="consent"):
        plans.outside_clinician_joins(
            world.access(Role.COUNSELOR), episode=stay.episode, outside=relation, consent=consent, role="x", on=TODAY
        )


@pytest.mark.django_db(transaction=True)
def test_a_consent_taken_back_ends_the_place_and_the_end_of_the_stay_ends_the_others(committed_world):
    world = committed_world
    stay = in_care(world)
    relation, consent = outside(stay)
    act = world.access(Role.COUNSELOR)
    plans.outside_clinician_joins(act, episode=stay.episode, outside=relation, consent=consent, role="x", on=TODAY)
    join(stay)
    people.revoke_consent(act, consent=consent, at=world.at(TODAY + timedelta(days=2)), how="told us")
    drain()
    later = TODAY + timedelta(days=3)
    assert [one.outside for one in of_plans.team_of(act, episode=stay.episode, on=later)] == [None]
    episodes.close_episode(world.access(Role.CLINICIAN), episode=stay.episode, on=later)
    drain()
    assert of_plans.team_of(act, episode=stay.episode, on=later + timedelta(days=1)) == []


def test_a_stranger_and_the_front_desk_may_not(world):
    stay = in_care(world)
    staff = world.a.staff[Role.COUNSELOR][0]
    with pytest.raises(NotPermitted):
        plans.join_team(world.access(Role.COORDINATOR), episode=stay.episode, role="counselor", staff=staff, on=TODAY)
    with pytest.raises(NotFound):
        plans.join_team(world.stranger, episode=stay.episode, role="counselor", staff=staff, on=TODAY)
