"""Finding somebody, their page, and what a stranger sees of them."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal

from playwright.sync_api import expect

from stepwell.foundation.gate import consents
from stepwell.foundation.gate.roles import Role
from stepwell.registry.episodes import actions as episodes
from stepwell.registry.people import actions as people
from stepwell.registry.people.models import Person
from tests.journeys.house import AHEAD, House, fits_everyone
from tests.world import TODAY

LONG = "María-José Guadalupe Fernández-Villavicencio"
SURNAME = "Núñez de la Peña y Ibargüengoitia-Echeverría"


def in_treatment(house: House) -> Person:
    """Amara after a step down, with safe ways to reach her, her sister, and a consent in force."""
    world = house.world
    amara, desk = world.amara(), world.access(Role.COORDINATOR)
    people.describe(desk, person=amara, called="Ama", pronouns="she/her")
    stay = episodes.open_episode(
        desk, subject=amara.subject, program=world.a.program, on=TODAY, level="2.5",
        weekly_hours=Decimal(20), days_per_week=5,
    )  # fmt: skip
    later = TODAY + timedelta(days=21)
    clinician = world.access(Role.CLINICIAN)
    episodes.change_level(clinician, episode=stay, on=later, level="2.1", weekly_hours=Decimal(9), days_per_week=3)
    people.reach_by(desk, subject=amara.subject, kind="text", value="714 555 0188", leave_message=True, on=TODAY)
    people.reach_by(desk, subject=amara.subject, kind="phone", value="714 555 0199", leave_message=False, on=TODAY)
    sister = people.relate(
        desk, subject=amara.subject, kind="relative", name="Nia Sampleworth", on=TODAY, how_related="sister"
    )
    consents.grant(
        desk, subject=amara.subject, kind="relative", patient=amara.name, discloser="Fountain Grove",
        recipients=[sister.name], purposes=["involvement in treatment"], categories=["attendance"],
        relation_id=sister.pk, signed_by=amara.name, signed_at=world.at(), starts_on=TODAY,
        expires_when="the end of the stay",
    )  # fmt: skip
    house.ask(amara, "Book the first review of Amara's plan", due=AHEAD)
    return amara


def test_one_persons_page_shows_where_they_are_and_what_comes(house: House):
    in_treatment(house)
    page = house.visitor(Role.CASE_MANAGER)
    page.get_by_role("link", name="People").click()
    page.get_by_label("A name starts with").fill("ama")
    page.get_by_role("button", name="Look up").click()
    page.get_by_role("link", name="Ama Sampleworth").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ama Sampleworth")
    head = page.get_by_role("region", name="Ama Sampleworth")
    expect(head).to_contain_text("since Mar 2")
    expect(head).to_contain_text("9 hours a week on 3 days")
    expect(page.get_by_text("a message may be left")).to_be_visible()
    expect(page.get_by_text("to Nia Sampleworth; the end of the stay")).to_be_visible()
    fits_everyone(page, "person")


def test_a_neighbours_person_is_answered_as_one_who_does_not_exist(house: House):
    amara = in_treatment(house)
    page = house.visitor(Role.BILLER, house.world.b)
    said = []
    for number in (amara.pk, 987_654):
        answer = page.goto(f"{house.url}/people/{number}/")
        assert answer.status == 404
        expect(page.get_by_role("alert")).to_contain_text("Not permitted, or not found.")
        said.append(re.sub(r'value="[\w]{64}"', "", page.content()))
    assert said[0] == said[1]
    fits_everyone(page, "refused-not-found")
    page.goto(f"{house.url}/people/?q=Sampleworth")
    expect(page.get_by_text("Nobody's name starts with “Sampleworth”.")).to_be_visible()
    fits_everyone(page, "people-none")


def test_long_names_and_every_letter_are_kept_and_fit(house: House):
    desk = house.world.access(Role.COORDINATOR)
    long = people.register(desk, first_name=LONG, last_name=SURNAME, pronouns="ella / she")
    odd = people.register(desk, first_name="<b>O'Brien</b> & Ñandú", last_name="😀 “Ștefănescu”")
    for number in range(8):
        people.register(desk, first_name=f"Sam{number}", last_name="Specimen")
    house.ask(
        long, "Call María-José back about Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen " + "x" * 120
    )
    page = house.visitor(Role.COORDINATOR)
    expect(page.get_by_role("link", name=f"{LONG} {SURNAME}")).to_be_visible()
    fits_everyone(page, "today-long")
    page.get_by_role("link", name="People").click()
    expect(page.get_by_role("link", name=odd.name)).to_be_visible()
    fits_everyone(page, "people")
    page.get_by_label("A name starts with").fill("núñez de la")
    page.get_by_role("button", name="Look up").click()
    page.get_by_role("link", name=f"{LONG} {SURNAME}").click()
    expect(page.get_by_role("region", name=LONG)).to_contain_text("ella / she")
    fits_everyone(page, "person-long")
