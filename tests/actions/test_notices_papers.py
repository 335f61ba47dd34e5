"""A client is told that papers wait: once, where they can sign in and allowed a way; nobody else is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from stepwell.care.admissions import actions as admissions
from stepwell.care.admissions import queries as of_admissions
from stepwell.care.admissions.events import EnquiryMade
from stepwell.care.notices import reactions
from stepwell.care.notices.models import Notice
from stepwell.care.plans import actions as plans
from stepwell.care.plans.events import PlanDrafted
from stepwell.doors.staff.letting_in import pages
from stepwell.foundation.gate import logins
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import TrailRow
from stepwell.foundation.gate.opening import opened
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.jobs.worker import drain
from stepwell.registry.episodes.events import EpisodeOpened
from stepwell.registry.people import actions as people
from stepwell.registry.people.events import PortalOpened
from tests.actions.care_pages import sent, signed_in
from tests.actions.care_stay import drafted, in_care
from tests.actions.test_enquiry import first_contact
from tests.actions.test_notices import NUMBER, reach
from tests.world import TODAY

DAY = timedelta(days=1)


def house_of(world):
    return Access.system(world.a.operator.pk)


def let_in(world, person, relation_id=None):
    """A login for the person, or for somebody around them, as the chart opens it."""
    holder = pages.Holder("Somebody", "", relation_id, None, False, True)
    manager = world.access(Role.CASE_MANAGER)
    return pages.let_in(manager, subject=person.subject, username=f"own{person.pk}", holder=holder, now=world.at())


def opened_login(world, person):
    return logins.open_login(
        world.access(Role.CASE_MANAGER), subject=person.subject, username=f"own{person.pk}", name=person.name
    )


def told(world):
    with opened(house_of(world)):
        return [(one.kind, one.about) for one in Notice.objects.order_by("id")]


def first_missing(world, subject):
    return of_admissions.papers_missing(world.access(Role.COORDINATOR), subject=subject, on=TODAY, needed="")[0]


@pytest.mark.django_db(transaction=True)
def test_who_gets_a_login_hears_once_that_papers_wait(committed_world):
    world = committed_world
    stay = in_care(world)
    reach(world, stay, "text", NUMBER)
    let_in(world, stay.person)
    drain()
    first = first_missing(world, stay.subject)
    assert told(world) == [("paper", f"paper:{first}:0")]
    again = PortalOpened(stay.subject.pk, 1, (world.at() + DAY).isoformat())
    reactions.tell_of_papers_at_the_portal(house_of(world), again)
    assert len(told(world)) == 1, "a job that runs twice finds what it told"


def test_the_chart_announces_the_login_it_opens_for_the_client(world, monkeypatch):
    stay, heard = in_care(world), []
    monkeypatch.setattr(pages, "announce", heard.append)
    manager = signed_in(world, Role.CASE_MANAGER)
    address = reverse("portal-login-new", args=[stay.person.pk])
    assert sent(manager, address, {"username": "amara1234"}).status_code == 302
    (login,) = logins.logins_of(world.access(Role.CASE_MANAGER), subject=stay.subject)
    assert [(one.subject_id, one.login_id) for one in heard] == [(stay.subject.pk, login.pk)]


@pytest.mark.django_db(transaction=True)
def test_a_plan_that_waits_for_the_clients_signature_is_told_once_a_version(committed_world):
    world = committed_world
    stay = in_care(world)
    reach(world, stay, "text", NUMBER)
    opened_login(world, stay.person)
    drain()
    before = told(world)
    made = drafted(stay)
    event = PlanDrafted(made.pk, stay.episode.pk, stay.subject.pk, world.at().isoformat())
    for _ in range(2):
        reactions.tell_of_plan(house_of(world), event)
    assert told(world) == [*before, ("paper", f"plan:{made.pk}")]


def test_a_plan_that_the_client_has_signed_is_told_nobody(world):
    stay = in_care(world)
    reach(world, stay, "text", NUMBER)
    opened_login(world, stay.person)
    made = drafted(stay)
    plans.sign_plan(
        world.access(Role.CLINICIAN), plan=made, signer="client", name=stay.person.name, at=world.at(), method="typed"
    )
    event = PlanDrafted(made.pk, stay.episode.pk, stay.subject.pk, world.at().isoformat())
    reactions.tell_of_plan(house_of(world), event)
    assert told(world) == []


@pytest.mark.parametrize(
    ("way", "login", "count"),
    [
        (("text", True), "own", 1),
        (("email", True), "own", 1),
        (("text", False), "own", 0),
        (("phone", True), "own", 0),
        (None, "own", 0),
        (("text", True), "closed", 0),
        (("text", True), "relative", 0),
        (("text", True), None, 0),
    ],
)
def test_only_who_can_sign_in_and_allowed_a_way(world, way, login, count):
    stay = in_care(world)
    if way:
        reach(world, stay, way[0], NUMBER if way[0] != "email" else "amara@example.org", way[1])
    if login in ("own", "closed"):
        row = opened_login(world, stay.person)
        if login == "closed":
            logins.close_login(world.access(Role.CASE_MANAGER), subject=stay.subject, login_id=row.pk)
    if login == "relative":
        desk = world.access(Role.COORDINATOR)
        sister = people.relate(desk, subject=stay.subject, kind="relative", name="Zola Sampleworth", on=TODAY)
        let_in(world, stay.person, sister.pk)
    house = house_of(world)
    reactions.tell_of_papers_at_the_portal(house, PortalOpened(stay.subject.pk, 1, world.at().isoformat()))
    reactions.tell_of_papers_of_a_stay(house, EpisodeOpened(stay.episode.pk, stay.subject.pk))
    assert len(told(world)) == count


def test_when_every_paper_is_signed_nobody_is_told(world):
    stay = in_care(world)
    reach(world, stay, "text", NUMBER)
    opened_login(world, stay.person)
    desk = world.access(Role.COORDINATOR)
    sister = {"name": "Zola Sampleworth", "how_related": "sister", "phone": "714-555-0199"}
    for kind in admissions.PAPER_KINDS:
        fields = sister if kind == "emergency-contact" else None
        admissions.sign_paper(
            desk, subject=stay.subject, kind=kind, signed_by=stay.person.name, at=world.at(), fields=fields
        )
    reactions.tell_of_papers_of_a_stay(house_of(world), EpisodeOpened(stay.episode.pk, stay.subject.pk))
    assert told(world) == []


@pytest.mark.parametrize(("by_whom", "count"), [("self", 1), ("relative", 0)])
def test_who_asks_again_and_can_sign_in_is_told_unless_somebody_else_asked(world, by_whom, count):
    person = world.amara()
    people.reach_by(
        world.access(Role.COORDINATOR), subject=person.subject, kind="text", value=NUMBER, leave_message=True, on=TODAY
    )
    opened_login(world, person)
    asks = {"name": "Nia", "phone": "714-555-0199"} if by_whom != "self" else None
    enquiry = first_contact(world, by_whom=by_whom, asked_by=asks, person=person)
    reactions.tell_of_papers_of_an_enquiry(house_of(world), EnquiryMade(enquiry.pk, person.subject_id))
    first = first_missing(world, person.subject)
    assert told(world) == [("paper", f"paper:{first}:{enquiry.pk}")] * count


def test_looking_for_who_can_sign_in_leaves_no_line_in_the_trail(world):
    stay = in_care(world)

    def rows():
        with opened(house_of(world)):
            return TrailRow.objects.count()

    before = rows()
    reactions.tell_of_papers_of_a_stay(house_of(world), EpisodeOpened(stay.episode.pk, stay.subject.pk))
    assert rows() == before
