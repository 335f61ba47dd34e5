"""A first contact: protected at once, called back in time, and never a dead end."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest

from stepwell.care.admissions import queries as of_admissions
from stepwell.care.admissions.actions import book_intake, enquire, keep_intake, move_enquiry
from stepwell.care.admissions.rules.answering import answer_due
from stepwell.foundation.gate import consents
from stepwell.foundation.gate.refusals import BadInput, Conflict, NotAllowed, NotFound, NotPermitted
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.jobs import queries as of_jobs
from stepwell.foundation.jobs.worker import drain
from stepwell.foundation.policy.loading import load
from stepwell.registry.people import actions as people
from stepwell.registry.people import queries as of_people
from tests.rules.policy_cases import policy_cases
from tests.world import TODAY

CASES = [case for case in policy_cases("enquiries") if case.values[0].get("ask") == "answer-due"]
SISTER = {"name": "Nia Sampleworth", "how_related": "sister", "phone": "714-555-0144"}


def first_contact(world, access=None, **given):
    """Amara calls; what differs is given."""
    usual = {
        "program": world.a.program,
        "at": world.at(),
        "by_whom": "self",
        "way": "phone",
        "first_name": "Amara",
        "last_name": "Sampleworth",
        "reach": [{"kind": "phone", "value": "714-555-0143", "leave_message": False}],
    }
    return enquire(access or world.access(Role.COORDINATOR), **{**usual, **given})


@pytest.fixture
def coordinator(world):
    return world.access(Role.COORDINATOR)


@pytest.fixture
def asked(world):
    return partial(first_contact, world)


def call_back(access, enquiry):
    return [task for task in of_jobs.open_about(access, subject=enquiry.subject) if task.kind == "call-back"]


@pytest.mark.parametrize(("facts", "expect"), CASES)
def test_when_the_call_back_is_due(facts, expect):
    zone = ZoneInfo("America/Los_Angeles")
    at = datetime.fromisoformat(facts["at"]).replace(tzinfo=zone)
    due = answer_due(at, facts["always"], load("enquiries/first-contact", TODAY))
    assert due == datetime.fromisoformat(expect["due"]).replace(tzinfo=zone)


def test_the_call_back_is_due_by_the_clock_of_the_site(world, coordinator, asked):
    enquiry = asked(at=world.at(hour=22))
    assert enquiry.answer_due_at == world.at(TODAY + timedelta(days=1), hour=10)
    [task] = call_back(coordinator, enquiry)
    assert (task.for_role, task.due_at) == (Role.COORDINATOR, enquiry.answer_due_at)


def test_who_asks_is_a_person_with_safe_ways_and_no_more_than_they_agreed_to(world, coordinator, asked):
    enquiry = asked(called="Mara", wish="Evenings.", contact_consent={"method": "verbal"})
    person = of_people.person(coordinator, subject=enquiry.subject)
    assert (person.called, enquiry.taken_by, enquiry.asked_by) == ("Mara", "Kim Sampleton", None)
    [way] = of_people.reach_ways(coordinator, subject=enquiry.subject, on=TODAY)
    assert (way.value, way.leave_message) == ("714-555-0143", False)
    [consent] = consents.in_force(coordinator, subject=enquiry.subject, on=TODAY)
    assert (consent.kind, consent.purposes, consent.categories) == ("contact", ["contact"], ["enquiry"])
    assert consent.recipients == ["Amara Sampleworth"]
    assert consent.expires_on == TODAY + timedelta(days=90)
    permitted = consents.permits(
        coordinator,
        subject=enquiry.subject,
        recipient="Nia Sampleworth",
        purpose="contact",
        categories=frozenset({"enquiry"}),
        on=TODAY,
    )
    assert permitted.answer is None


def test_a_relative_may_ask_and_be_spoken_with_where_the_person_agreed(coordinator, asked):
    enquiry = asked(by_whom="relative", asked_by=SISTER, contact_consent={"signed_by": "Amara Sampleworth"})
    assert (enquiry.asked_by.name, enquiry.asked_by.kind) == ("Nia Sampleworth", "relative")
    [consent] = consents.in_force(coordinator, subject=enquiry.subject, on=TODAY)
    assert consent.relation_id == enquiry.asked_by_id
    assert call_back(coordinator, enquiry)[0].says == (
        "Call back about an enquiry; a word with Nia Sampleworth is agreed to."
    )


def test_without_the_persons_word_the_relative_is_told_nothing(coordinator, asked):
    enquiry = asked(by_whom="relative", asked_by=SISTER)
    assert consents.in_force(coordinator, subject=enquiry.subject, on=TODAY) == []
    assert "tell Nia Sampleworth nothing" in call_back(coordinator, enquiry)[0].says


@pytest.mark.parametrize("signed_by", ["Nia Sampleworth", " nia sampleworth ", "", None])
def test_a_relative_cannot_agree_for_the_person(world, coordinator, asked, signed_by):
    with pytest.raises(NotAllowed, match="Only the person can agree"):
        asked(by_whom="relative", asked_by=SISTER, contact_consent={"signed_by": signed_by})
    assert of_people.people(coordinator) == []


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"by_whom": "friend"}, "by_whom"),
        ({"way": "pigeon"}, "way"),
        ({"asked_by": SISTER}, "asked_by"),
        ({"by_whom": "referrer"}, "asked_by"),
        ({"by_whom": "referrer", "asked_by": {"name": "Dr. Ima Invented", "fee": "1"}}, "asked_by"),
        ({"reach": []}, "reach"),
        ({"reach": [{"kind": "phone", "value": "1"}]}, "reach[0]"),
        ({"contact_consent": {"method": "telepathy"}}, "contact_consent"),
        ({"contact_consent": {"says": "all"}}, "contact_consent"),
    ],
)
def test_what_cannot_be_used_is_named(asked, given, field):
    with pytest.raises(BadInput) as refused:
        asked(**given)
    assert refused.value.field == field


def test_somebody_who_only_has_the_relatives_number_is_still_called_back(coordinator, asked):
    enquiry = asked(by_whom="relative", asked_by=SISTER, reach=[])
    assert len(call_back(coordinator, enquiry)) == 1


def test_each_step_has_who_when_and_why_and_a_contact_ends_the_call_back(world, coordinator, asked):
    enquiry = asked()
    move_enquiry(coordinator, enquiry=enquiry, state="benefits", at=world.at(hour=11), says="Plan called.")
    assert len(call_back(coordinator, enquiry)) == 1
    step = move_enquiry(coordinator, enquiry=enquiry, state="contacted", at=world.at(hour=12))
    assert (step.by, step.at) == ("Kim Sampleton", world.at(hour=12))
    assert call_back(coordinator, enquiry) == []
    states = [each.state for each in of_admissions.steps_of(coordinator, enquiry=enquiry)]
    assert states == ["benefits", "contacted"]


def test_who_withdraws_or_goes_elsewhere_can_come_back(world, coordinator, asked):
    enquiry = asked()
    with pytest.raises(BadInput, match="routed to"):
        move_enquiry(coordinator, enquiry=enquiry, state="routed_elsewhere", at=world.at(hour=11))
    move_enquiry(
        coordinator, enquiry=enquiry, state="routed_elsewhere", at=world.at(hour=11), says="Detox, with Jamie."
    )
    move_enquiry(coordinator, enquiry=enquiry, state="withdrawn", at=world.at(hour=12))
    with pytest.raises(Conflict, match="is withdrawn; from there it can go to contacted"):
        move_enquiry(coordinator, enquiry=enquiry, state="intake_booked", at=world.at(hour=13))
    move_enquiry(coordinator, enquiry=enquiry, state="contacted", at=world.at(hour=14))


@pytest.mark.parametrize("state", ["rejected", "admitted"])
def test_nobody_is_rejected_and_admission_is_no_mere_step(world, coordinator, asked, state):
    with pytest.raises(BadInput):
        move_enquiry(coordinator, enquiry=asked(), state=state, at=world.at(hour=11))


def test_a_step_does_not_come_before_the_one_before_it(world, coordinator, asked):
    with pytest.raises(BadInput) as refused:
        move_enquiry(coordinator, enquiry=asked(), state="contacted", at=world.at(hour=9))
    assert refused.value.field == "at"


def test_an_intake_is_booked_moved_and_kept(world, coordinator, asked):
    enquiry, alex = asked(), world.a.staff[Role.COUNSELOR][0]
    thursday = world.at(date(2026, 3, 5))
    book_intake(coordinator, enquiry=enquiry, at=thursday, with_staff=alex, booked_at=world.at(hour=11))
    second = book_intake(coordinator, enquiry=enquiry, at=thursday + timedelta(hours=1), with_staff=alex)
    [card] = of_admissions.enquiry_board(coordinator, at=world.at(hour=12))
    assert (card.state, card.intake_at, card.overdue) == ("intake_booked", thursday + timedelta(hours=1), False)
    assert keep_intake(coordinator, appointment=second, at=thursday).outcome == "kept"
    with pytest.raises(Conflict, match="kept already"):
        keep_intake(coordinator, appointment=second, at=thursday, outcome="missed")


def test_one_member_of_staff_has_one_intake_at_a_time(world, coordinator, asked):
    alex, thursday = world.a.staff[Role.COUNSELOR][0], world.at(date(2026, 3, 5))
    book_intake(coordinator, enquiry=asked(), at=thursday, with_staff=alex)
    with pytest.raises(Conflict, match="another intake then"):
        book_intake(coordinator, enquiry=asked(first_name="Ben"), at=thursday, with_staff=alex)
    with pytest.raises(BadInput, match="after it is booked"):
        book_intake(coordinator, enquiry=asked(first_name="Cy"), at=world.at(), with_staff=alex)


def test_who_misses_the_intake_is_called_the_same_day(world, coordinator, asked):
    enquiry, thursday = asked(), world.at(date(2026, 3, 5))
    booked = book_intake(coordinator, enquiry=enquiry, at=thursday, with_staff=world.a.staff[Role.COUNSELOR][0])
    assert call_back(coordinator, enquiry) == []
    keep_intake(coordinator, appointment=booked, at=thursday, outcome="missed")
    [task] = call_back(coordinator, enquiry)
    assert task.due_at == thursday + timedelta(hours=4)


def test_the_board_shows_what_is_due_first_and_what_is_overdue(world, coordinator, asked):
    asked(first_name="Late", at=world.at(hour=12))
    asked(first_name="Early", at=world.at(hour=8))
    gone = asked(first_name="Gone", at=world.at(hour=8))
    move_enquiry(coordinator, enquiry=gone, state="withdrawn", at=world.at(hour=9))
    board = of_admissions.enquiry_board(coordinator, at=world.at(hour=13))
    assert [(card.name.split()[0], card.state, card.overdue) for card in board] == [
        ("Early", "new", True),
        ("Late", "new", False),
    ]
    everything = of_admissions.enquiry_board(coordinator, at=world.at(hour=13), closed=True)
    assert len(everything) == 3
    assert of_admissions.enquiry_board(world.stranger, at=world.at(hour=13)) == []


def test_who_may_take_an_enquiry(world, asked):
    with pytest.raises(NotPermitted):
        asked(access=world.access(Role.BILLER))
    with pytest.raises(NotFound):
        asked(access=world.stranger)


@pytest.mark.django_db(transaction=True)
def test_after_a_death_nobody_is_called_and_no_intake_stands(committed_world):
    world = committed_world
    coordinator = world.access(Role.COORDINATOR)
    enquiry = first_contact(world, by_whom="relative", asked_by=SISTER, reach=[])
    alex, thursday = world.a.staff[Role.COUNSELOR][0], world.at(date(2026, 3, 5))
    booked = book_intake(coordinator, enquiry=enquiry, at=thursday, with_staff=alex)
    keep_intake(coordinator, appointment=booked, at=thursday, outcome="missed")
    book_intake(coordinator, enquiry=enquiry, at=thursday + timedelta(days=1), with_staff=alex)
    people.record_death(coordinator, subject=enquiry.subject, on=TODAY, at=world.at(hour=15))
    drain()
    assert call_back(coordinator, enquiry) == []
    assert of_admissions.enquiry_board(coordinator, at=world.at())[0].intake_at is None
    with pytest.raises(Conflict, match="death is recorded"):
        book_intake(coordinator, enquiry=enquiry, at=thursday, with_staff=alex)
