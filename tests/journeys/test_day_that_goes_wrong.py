"""The day that goes wrong: each thing is two clicks from a chart, is written down in a minute, and fits everyone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from stepwell.care.scheduling.models import Group
from stepwell.care.sessions import actions as sessions
from stepwell.care.sessions import queries as of_sessions
from stepwell.doors.cli.clinic import Clinic
from stepwell.foundation.gate.models import Login
from stepwell.foundation.gate.roles import Role
from stepwell.registry.people import actions as people
from tests.actions.care_groups import open_group, take_seats
from tests.actions.care_stay import CareStay, in_care
from tests.actions.stay import attend, in_treatment
from tests.journeys.house import House, fits_everyone, sign_in
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)


def today(world: World) -> date:
    return timezone.now().astimezone(ZoneInfo(world.a.site.time_zone)).date()


def group_today(world: World, name: str = "Early recovery", **changed: object) -> Group:
    """A group that meets today, and for four weeks."""
    on = today(world)
    given = {"name": name, "weekday": on.weekday(), "since": on, "until": on + timedelta(weeks=4), **changed}
    return open_group(world, **given)


def seated(world: World, group: Group, *, ben: bool = False) -> CareStay:
    """Amara, or Ben, in care with a seat in the group."""
    stay = in_care(world, world.ben() if ben else None, on=today(world))
    take_seats(stay, group, since=today(world), until=today(world) + timedelta(weeks=4))
    return stay


def on_chart(house: House, role: Role, person_id: int) -> Page:
    """Somebody of that role looks at a chart."""
    page = house.visitor(role)
    page.goto(f"{house.url}/people/{person_id}/")
    return page


@contextmanager
def two_clicks(house: House) -> Iterator[None]:
    """What stands inside costs at most two clicks, and nothing else of hands."""
    before = len(house.interactions)
    yield
    did = house.interactions[before:]
    assert len(did) <= 2, did


def from_here(house: House, page: Page, choice: str) -> None:
    """From anywhere to the page where it is written: the header, then the choice."""
    with two_clicks(house):
        page.get_by_role("link", name="Something went wrong").first.click()
        page.get_by_role("link", name=re.compile(f"^{choice}")).click()
        page.wait_for_load_state()


def test_an_emergency_is_helped_first_and_written_as_it_goes(house):
    stay = in_care(house.world, on=today(house.world))
    page = on_chart(house, Role.COUNSELOR, stay.person.pk)
    from_here(house, page, "Someone is in danger now")
    expect(page.get_by_role("heading", name="Do this now")).to_be_visible()
    page.get_by_label("Overdose, or suspected").check()
    expect(page.get_by_role("list").get_by_text("Give naloxone now")).to_be_visible()
    page.get_by_label("What do you see?").fill("Cannot be woken, lips blue.")
    page.get_by_role("button", name="Open the emergency").click()
    page.get_by_role("button", name=re.compile("Called 911")).click()
    expect(page.get_by_text(re.compile("called \\d"))).to_be_visible()
    page.get_by_role("link", name="Write down naloxone").click()
    page.get_by_role("button", name="Write it down").click()
    page.get_by_role("link", name="Write who was told").click()
    page.get_by_label("Ambulance").check()
    page.get_by_label("Their name or call sign").fill("Medic 4")
    page.get_by_label("Where they work").fill("County Fire")
    page.get_by_label("What the emergency is").fill("Opioid overdose")
    page.get_by_label("What were they told?").fill("Two doses of naloxone.")
    page.get_by_role("button", name="Write it down").click()
    fits_everyone(page, "emergency")
    page.get_by_role("link", name="It is over").click()
    page.get_by_label("Taken to a hospital").check()
    page.get_by_label("Which hospital").fill("Hoag")
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_text("It has ended:")).to_be_visible()
    expect(page.get_by_text("1 dose given so far")).to_be_visible()


def test_somebody_who_arrives_intoxicated_gets_home_safely_and_is_not_charged(house):
    stay = seated(house.world, group_today(house.world))
    page = on_chart(house, Role.COUNSELOR, stay.person.pk)
    from_here(house, page, "Someone arrived intoxicated")
    page.get_by_label("Unsteady on the feet").check()
    page.get_by_label("Pulse").fill("92")
    page.get_by_role("button", name="What does it mean?").click()
    expect(page.get_by_text("The day is not charged.")).to_be_visible()
    page.get_by_role("button", name="Why?").click()
    expect(page.get_by_text("Unsteady on the feet").first).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Find a safe way home").click()
    page.get_by_label("They drive themselves").check()
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_text("Nobody who is not fit to take part drives").first).to_be_visible()
    page.get_by_label("A relative drives").check()
    page.get_by_label("Who goes with them").fill("Her sister")
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_text("Relative, Her sister").first).to_be_visible()
    page.get_by_label("They were seen again").check()
    page.get_by_label("In a few words").fill("Rested, clear, wants to come tomorrow.")
    page.get_by_role("button", name="Write it down").click()
    fits_everyone(page, "arrival")


def changing(house: House, person_id: int, what: str) -> Page:
    """From a chart to the form that changes a session of today."""
    page = on_chart(house, Role.COUNSELOR, person_id)
    with two_clicks(house):
        page.get_by_role("link", name="Something went wrong").first.click()
        page.get_by_role("link", name=f"{what} Early recovery").click()
        page.wait_for_load_state()
    return page


def test_a_session_is_called_off(house):
    stay = seated(house.world, group_today(house.world))
    page = changing(house, stay.person.pk, "Call off")
    expect(page.get_by_role("link", name=stay.person.name)).to_be_visible()
    page.get_by_label("Why").fill("A pipe burst.")
    page.get_by_role("button", name="Call it off").click()
    expect(page.get_by_text("1 person is to be told")).to_be_visible()
    expect(page.get_by_text("called off", exact=True)).to_be_visible()
    fits_everyone(page, "sessions-today")


def test_a_session_is_moved(house):
    stay = seated(house.world, group_today(house.world))
    page = changing(house, stay.person.pk, "Move")
    page.get_by_label("Starts").fill("09:15")
    page.get_by_label("Why").fill("The room is cold.")
    fits_everyone(page, "session-move")
    page.get_by_role("button", name="Change it").click()
    expect(page.get_by_text("9:15 AM to 10:30 AM")).to_be_visible()


def test_a_session_is_split(house):
    world = house.world
    group = group_today(world)
    stays = [seated(world, group), seated(world, group, ben=True)]
    page = changing(house, stays[0].person.pk, "Split")
    page.get_by_role("button", name="Open the roster").click()
    page.get_by_label(stays[1].person.name).check()
    page.get_by_label("From").fill("09:30")
    page.get_by_label("Led by").select_option(str(world.a.staff[Role.COUNSELOR][1].pk))
    page.get_by_label("Why").fill("Too many for one room.")
    fits_everyone(page, "session-split")
    page.get_by_role("button", name="Split it").click()
    expect(page.get_by_text("everybody's minutes follow")).to_be_visible()
    expect(page.get_by_text("9:30 AM to 10:30 AM")).to_be_visible()


def test_two_sessions_are_joined(house):
    world = house.world
    second = world.a.staff[Role.COUNSELOR][1]
    stays = [seated(world, group_today(world))]
    other = group_today(world, "Learning", leader=second, room=world.a.rooms[1])
    stays.append(seated(world, other, ben=True))
    page = changing(house, stays[0].person.pk, "Join")
    page.get_by_role("button", name="Open the roster").click()
    page.get_by_label(re.compile("Learning")).check()
    page.get_by_label("From").fill("09:00")
    page.get_by_label("Why").fill("Two small groups.")
    fits_everyone(page, "session-join")
    page.get_by_role("button", name="Join them").click()
    expect(page.get_by_text("Joined; everybody's minutes follow")).to_be_visible()
    assert len(of_sessions.day(world.access(Role.COUNSELOR), on=today(world))) == 2


def test_staff_is_ill_and_their_group_goes_on(house):
    world = house.world
    stay = seated(world, group_today(world))
    page = on_chart(house, Role.COORDINATOR, stay.person.pk)
    from_here(house, page, "Staff is ill")
    page.get_by_label("Who is away?").select_option(str(world.a.staff[Role.COUNSELOR][0].pk))
    page.get_by_label("From time").fill("00:01")
    page.get_by_role("button", name="Show their meetings").click()
    expect(page.get_by_role("heading", name=re.compile("Early recovery"))).to_be_visible()
    fits_everyone(page, "staff-away")
    page.get_by_role("button", name="Stands in").click()
    expect(page.get_by_text("stands in for Early recovery")).to_be_visible()
    expect(page.get_by_text("Every meeting is looked after.")).to_be_visible()


def test_an_incident_is_reported_outside_the_chart(house):
    stay = in_care(house.world, on=today(house.world))
    page = on_chart(house, Role.COUNSELOR, stay.person.pk)
    from_here(house, page, "Incident report")
    page.get_by_label("What happened?").select_option("fall")
    page.get_by_label("Minor").check()
    page.get_by_label("Where").fill("The stair")
    page.get_by_label("In facts").fill("Slipped on the wet stair and got up again.")
    page.get_by_role("button", name="Keep the report").click()
    expect(page.get_by_text("outside the chart", exact=False).first).to_be_visible()
    fits_everyone(page, "incident")
    page.goto(f"{house.url}/people/{stay.person.pk}/")
    expect(page.get_by_text("wet stair")).to_have_count(0)


def test_a_grievance_is_kept_in_their_own_words_with_a_notice(house):
    stay = in_care(house.world, on=today(house.world))
    page = on_chart(house, Role.COUNSELOR, stay.person.pk)
    from_here(house, page, "Grievance")
    page.get_by_label("In their own words").fill("Nobody listens to me in the morning group.")
    page.get_by_label("Not treated with respect").check()
    page.get_by_role("button", name="Receive it").click()
    expect(page.get_by_role("list", name="The path of this grievance")).to_be_visible()
    fits_everyone(page, "grievance")
    page.get_by_role("link", name="Notice to hand over").click()
    expect(page.get_by_text("Una queja nunca cambia su atención")).to_be_visible()


def test_whoever_did_not_come_is_called(house):
    world = house.world
    group = group_today(world)
    stay = seated(world, group)
    access = world.access(Role.COUNSELOR)
    people.reach_by(
        world.access(Role.COORDINATOR), subject=stay.subject, kind="phone", value="714-555-0143", leave_message=False,
        on=today(world),
    )  # fmt: skip
    session = sessions.hold_group(access, group=group, on=today(world))
    row = of_sessions.roster(access, session=session)[0]
    sessions.record_outcome(access, participation=row, outcome="no_show", at=timezone.now())
    page = on_chart(house, Role.COUNSELOR, stay.person.pk)
    with two_clicks(house):
        page.get_by_role("link", name="Something went wrong").first.click()
        page.locator("section", has_text="To call: did not come").get_by_role("link", name=stay.person.name).click()
    page.get_by_label("Phone").check()
    page.get_by_label("Yes").check()
    page.get_by_label("How did it go?").fill("Slept badly, comes on Monday.")
    fits_everyone(page, "outreach")
    page.get_by_role("button", name="Keep how it ended").click()
    expect(page.get_by_text("Nobody is waiting for a call.")).to_be_visible()


def test_a_leave_begins_and_they_are_back(house):
    stay = seated(house.world, group_today(house.world))
    page = on_chart(house, Role.CASE_MANAGER, stay.person.pk)
    from_here(house, page, "Leave and return")
    expect(page.get_by_role("heading", name="Seats it would free")).to_be_visible()
    page.get_by_label("Hospital").check()
    page.get_by_role("button", name="Begin the leave").click()
    expect(page.get_by_role("heading", name="Return", exact=True)).to_be_visible()
    fits_everyone(page, "leave")
    page.get_by_role("button", name="They are back").click()
    expect(page.get_by_text("Welcome back.")).to_be_visible()


KINDS = ("Court or probation", "Employer", "School", "Excuse for a day")


@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_says_no_more_than_it_needs(house, kind):
    world = house.world
    stay = in_treatment(world, on=today(world) - timedelta(days=10))
    attend(world, stay, today(world) - timedelta(days=1), minutes=90)
    page = as_themself(house, Role.COUNSELOR, world.a)
    page.goto(f"{house.url}/people/{stay.person.pk}/")
    from_here(house, page, "Letters")
    page.get_by_role("navigation", name="Kind of letter").get_by_role("link", name=kind).click()
    expect(page.get_by_text(re.compile("^The person receives a letter")).first).to_be_visible()
    page.get_by_role("button", name="Draft the letter").click()
    expect(page.get_by_text("Drafted. Read it before you sign.")).to_be_visible()
    if kind == "Employer":
        fits_everyone(page, "letter")
    page.get_by_role("link", name="Sign", exact=True).click()
    page.get_by_label("I have read the letter as it stands").check()
    page.get_by_role("button", name=re.compile("Sign as")).click()
    expect(page.get_by_text("Signed, printed and kept.")).to_be_visible()
    address = page.get_by_role("link", name="PDF").get_attribute("href")
    assert page.request.get(f"{house.url}{address}").headers["content-type"] == "application/pdf"
    if kind == "Excuse for a day":
        page.get_by_role("link", name="Void").click()
        page.get_by_label("Why does it not hold").fill("The wrong day.")
        page.get_by_role("button", name="It does not hold").click()
        page.get_by_role("link", name="Write another in its place").click()
        expect(page.get_by_text("It takes the place of letter")).to_be_visible()
        fits_everyone(page, "letters")


def as_themself(house: House, role: Role, clinic: Clinic) -> Page:
    """Somebody whose login belongs to a member of staff: who signs is named."""
    login: Login = house.login(role, clinic)
    login.staff_id = clinic.staff[role][0].pk
    login.save()
    page = house.window()
    page.goto(house.url)
    sign_in(page, login.username)
    page.wait_for_url(f"{house.url}/")
    return page
