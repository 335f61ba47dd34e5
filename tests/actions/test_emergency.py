"""An emergency: whom to call, what was done, who was told, how it ended and what follows."""

from __future__ import annotations

from datetime import timedelta

import pytest

from stepwell.care.admissions.actions import put_on_call
from stepwell.care.emergencies import actions, queries
from stepwell.foundation.gate import consents
from stepwell.foundation.gate.models import Disclosure
from stepwell.foundation.gate.opening import opened
from stepwell.foundation.gate.refusals import BadInput, Conflict, NotAllowed, NotFound, NotPermitted
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.jobs import queries as jobs
from stepwell.foundation.jobs.worker import drain
from stepwell.registry.episodes import queries as episodes
from stepwell.registry.people import actions as people
from stepwell.registry.people import queries as of_people
from tests.actions.stay import in_treatment
from tests.world import TODAY


@pytest.fixture
def stay(world):
    return in_treatment(world)


def note(world, stay, role=Role.COUNSELOR, **given):
    usual = {"kind": "overdose", "at": world.at(hour=10), "place": "site", "seen": "Does not wake, lips blue"}
    return actions.note_emergency(world.access(role), subject=stay.subject, **{**usual, **given})


def tell(world, emergency, **given):
    usual = {
        "recipient": "Medic 4",
        "affiliation": "County Fire",
        "recipient_kind": "ambulance",
        "nature": "Opioid overdose",
        "told": "Takes buprenorphine, no allergies",
        "at": world.at(hour=10, minute=9),
    }
    return actions.disclose(world.access(Role.NURSE), emergency=emergency, **{**usual, **given})


def work(world, stay) -> dict[str, tuple[str, int]]:
    """Open work by kind: for whom, and minutes after ten."""
    rows = jobs.open_about(world.access(Role.DIRECTOR), subject=stay.subject)
    return {row.kind: (row.for_role, int((row.due_at - world.at(hour=10)).total_seconds() // 60)) for row in rows}


def test_whom_to_call_is_known_before_anything_is_written_and_kept_as_it_was(world, stay):
    coordinator = world.access(Role.COORDINATOR)
    contact = people.relate(
        coordinator, subject=stay.subject, kind="emergency_contact", name="Mia", on=TODAY, phone="714-555-0101"
    )
    put_on_call(
        world.access(Role.DIRECTOR),
        staff=world.a.staff[Role.CLINICIAN][0],
        starts=world.at(hour=8),
        ends=world.at(hour=20),
        phone="714-555-0111",
    )
    asked = {"subject": stay.subject, "kind": "overdose", "place": "site", "at": world.at(hour=10)}
    before = queries.guidance_for(world.access(Role.BILLER), **asked).answer
    assert [call.whom for call in before.calls] == ["911", "on_call", "emergency_contact"]
    assert before.calls[1].number == "714-555-0111"
    assert not before.calls[2].may_tell
    consents.grant(
        coordinator, subject=stay.subject, kind="relative", patient=stay.person.name, discloser="Fountain Grove",
        recipients=["Mia"], purposes=["family"], categories=["attendance"], signed_by=stay.person.name,
        signed_at=world.at(), starts_on=TODAY, relation_id=contact.pk, expires_when="end of treatment",
    )  # fmt: skip
    emergency = note(world, stay)
    assert [call["may_tell"] for call in emergency.guidance["calls"]] == [True, True, True]
    assert (emergency.episode, emergency.site) == (stay.episode, world.a.site)
    assert emergency.policy_ref == "emergencies/field-defaults@1"


def test_by_video_help_goes_to_the_address_of_the_person(world, stay):
    emergency = note(world, stay, place="video", kind="suicide-danger", address="22 Test St, Irvine", callback="714")
    assert (emergency.site, emergency.address) == (None, "22 Test St, Irvine")
    assert emergency.guidance["address_first"]


def test_everything_that_is_done_stays_in_the_order_it_happened(world, stay):
    emergency = note(world, stay)
    nurse = world.access(Role.NURSE)
    actions.give_naloxone(
        nurse, emergency=emergency, at=world.at(hour=10, minute=5), doses=2, by_whom="Nurse", says="Breathes"
    )
    actions.write_step(
        nurse, emergency=emergency, kind="called", at=world.at(hour=10, minute=1), who="911", says="On the way"
    )
    steps = queries.steps_of(nurse, emergency=emergency)
    assert [(step.kind, step.doses, step.who) for step in steps] == [("called", None, "911"), ("naloxone", 2, "Nurse")]


def test_the_supervisor_is_told_within_the_hour(world, stay):
    emergency = note(world, stay)
    assert work(world, stay)["tell-supervisor"] == ("clinician", 60)
    actions.write_step(
        world.access(Role.COUNSELOR), emergency=emergency, kind="supervisor_told", at=world.at(hour=10, minute=30),
        who="Dr. Example",
    )  # fmt: skip
    assert "tell-supervisor" not in work(world, stay)


def test_medical_staff_may_be_told_without_a_consent_and_it_stands_in_the_accounting(world, stay):
    told = tell(world, note(world, stay), disclosed_by="Ana Example")
    assert (told.recipient, told.affiliation, told.nature) == ("Medic 4", "County Fire", "Opioid overdose")
    with opened(world.access(Role.PRIVACY_OFFICER)):
        row = Disclosure.objects.get(subject=stay.subject)
    assert (row.consent_id, row.purpose, row.basis, row.by) == (None, "emergency", "emergency", "Ana Example")
    assert row.recipient == "Medic 4, County Fire"
    assert row.at == told.at
    assert "Opioid overdose" in row.content


@pytest.mark.parametrize("kind", ["police", "family", ""])
def test_nobody_else_is_told_so(world, stay, kind):
    with pytest.raises(NotAllowed, match="not that the person is in treatment"):
        tell(world, note(world, stay), recipient_kind=kind)
    with opened(world.access(Role.PRIVACY_OFFICER)):
        assert not Disclosure.objects.filter(subject=stay.subject).exists()


@pytest.mark.parametrize("field", ["recipient", "affiliation", "nature", "told"])
def test_what_the_law_asks_for_is_named_when_it_is_missing(world, stay, field):
    with pytest.raises(BadInput) as refused:
        tell(world, note(world, stay), **{field: " "})
    assert refused.value.field == field


def test_after_the_end_somebody_calls_looks_again_and_writes_down_who_was_told(world, stay):
    emergency = note(world, stay)
    clinician = world.access(Role.CLINICIAN)
    ended = world.at(hour=11)
    actions.end_emergency(clinician, emergency=emergency, how="hospital", at=ended, where="St. Example")
    due = work(world, stay)
    assert due["contact-after-emergency"] == ("counselor", 25 * 60)
    assert due["reassess-after-emergency"] == ("clinician", 25 * 60)
    assert due["log-disclosure"] == ("clinician", 120)
    tell(world, emergency)
    for kind in ("not_reached", "contacted", "reassessed"):
        actions.write_step(clinician, emergency=emergency, kind=kind, at=ended + timedelta(hours=20), says="Spoke")
    assert set(work(world, stay)) == {"tell-supervisor"}
    assert episodes.open_episode_of(clinician, subject=stay.subject) == stay.episode


def test_who_was_not_reached_is_still_to_be_called(world, stay):
    emergency = note(world, stay, kind="crisis")
    counselor = world.access(Role.COUNSELOR)
    actions.end_emergency(counselor, emergency=emergency, how="home_with", at=world.at(hour=11), with_whom="Mia")
    actions.write_step(counselor, emergency=emergency, kind="not_reached", at=world.at(hour=12), says="No answer")
    assert "contact-after-emergency" in work(world, stay)
    assert "log-disclosure" not in work(world, stay)


def test_who_was_told_before_the_end_is_not_asked_for_again(world, stay):
    emergency = note(world, stay)
    tell(world, emergency)
    nurse = world.access(Role.NURSE)
    actions.end_emergency(nurse, emergency=emergency, how="hospital", at=world.at(hour=11), where="St. Example")
    assert "log-disclosure" not in work(world, stay)


@pytest.mark.django_db(transaction=True)
def test_a_death_later_on_ends_what_would_reach_for_the_person(committed_world):
    world = committed_world
    stay = in_treatment(world)
    emergency = note(world, stay)
    nurse = world.access(Role.NURSE)
    actions.end_emergency(nurse, emergency=emergency, how="hospital", at=world.at(hour=11), where="St. Example")
    people.record_death(nurse, subject=stay.subject, on=TODAY, at=world.at(hour=15))
    drain()
    left = work(world, stay)
    assert {"tell-supervisor", "log-disclosure"} <= set(left)
    assert not {"contact-after-emergency", "reassess-after-emergency"} & set(left)


@pytest.mark.django_db(transaction=True)
def test_after_a_death_nobody_is_called(committed_world):
    world = committed_world
    stay = in_treatment(world)
    emergency = note(world, stay)
    actions.end_emergency(world.access(Role.NURSE), emergency=emergency, how="died", at=world.at(hour=11))
    assert of_people.has_died(world.access(Role.NURSE), subject=stay.subject)
    drain()
    left = work(world, stay)
    assert "contact-after-emergency" not in left
    assert "log-disclosure" in left, "what the law asks for is still written down"


def test_an_emergency_ends_once(world, stay):
    emergency = note(world, stay)
    nurse = world.access(Role.NURSE)
    assert queries.open_emergencies(nurse) == [emergency]
    actions.end_emergency(nurse, emergency=emergency, how="stayed", at=world.at(hour=11))
    assert queries.open_emergencies(nurse) == []
    with pytest.raises(Conflict):
        actions.end_emergency(nurse, emergency=emergency, how="police", at=world.at(hour=12))
    assert queries.emergencies_of(nurse, subject=stay.subject)[0].end.how == "stayed"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"how": "gone"}, "how"),
        ({"how": "hospital"}, "where"),
        ({"how": "home_with"}, "with_whom"),
        ({"how": "stayed", "minute": -5}, "at"),
    ],
)
def test_what_is_missing_of_the_end_is_named(world, stay, given, field):
    emergency = note(world, stay)
    at = world.at(hour=10) + timedelta(minutes=given.pop("minute", 5))
    with pytest.raises(BadInput) as refused:
        actions.end_emergency(world.access(Role.NURSE), emergency=emergency, at=at, **given)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("given", "field"), [({"kind": "say-where"}, "kind"), ({"place": "car"}, "place"), ({"seen": " "}, "seen")]
)
def test_what_cannot_be_used_is_named(world, stay, given, field):
    with pytest.raises(BadInput) as refused:
        note(world, stay, **given)
    assert refused.value.field == field


def test_everyone_acts_and_afterwards_who_may_read_it_reads_it(world, stay):
    emergency = note(world, stay, role=Role.BILLER)
    reviewer, biller = world.access(Role.REVIEWER), world.access(Role.BILLER)
    assert queries.emergency_by_id(reviewer, emergency_id=emergency.pk) == emergency
    actions.end_emergency(reviewer, emergency=emergency, how="stayed", at=world.at(hour=11))
    assert queries.emergency_by_id(biller, emergency_id=emergency.pk) == emergency
    assert queries.emergency_by_id(world.access(Role.COUNSELOR), emergency_id=emergency.pk) == emergency
    with pytest.raises(NotFound):
        queries.emergency_by_id(reviewer, emergency_id=emergency.pk)
    with pytest.raises(NotPermitted):
        queries.emergencies_of(biller, subject=stay.subject)
    with pytest.raises(NotFound):
        queries.emergency_by_id(world.stranger, emergency_id=emergency.pk)
