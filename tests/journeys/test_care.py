"""A plan written in place and signed on one screen; leaving, tests and health as whoever treats sees them."""

from __future__ import annotations

import re

from django.utils import timezone
from playwright.sync_api import Page, expect

from stepwell.care.medications import actions as medications
from stepwell.care.testing import actions as testing
from stepwell.foundation.gate.models import Login
from stepwell.foundation.gate.roles import Role
from tests.actions.care_stay import CareStay, in_care
from tests.journeys.house import PASSWORD, House, fits_everyone, sign_in
from tests.world import today_there


def signed_in(house: House, role: Role) -> Page:
    """A window in which somebody on staff has signed in."""
    login = house.login(role)
    Login.objects.filter(pk=login.pk).update(staff_id=house.world.a.staff[role][0].pk)
    page = house.window()
    page.goto(house.url)
    sign_in(page, login.username, PASSWORD)
    page.wait_for_url(f"{house.url}/")
    return page


def staying(house: House) -> CareStay:
    """Amara in treatment since today."""
    return in_care(house.world, on=today_there())


def test_a_plan_is_taken_from_the_assessment_written_in_place_and_signed(house: House):
    # Given somebody assessed and admitted, and their clinician
    stay, page = staying(house), signed_in(house, Role.CLINICIAN)
    page.goto(f"{house.url}/people/{stay.person.pk}/plan/")
    page.get_by_role("button", name="Begin the plan").click()
    # When a suggestion is taken and the person's own words are written where the document stands
    page.get_by_role("button", name=re.compile("Take.*Use goes on")).click()
    page.get_by_role("link", name="Change this goal").click()
    page.get_by_label("What do you want to be different?").fill("I want my evenings back.")
    fits_everyone(page, "plan-draft")
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(page.get_by_text("“I want my evenings back.”")).to_be_visible()
    page.get_by_role("link", name="Change this objective").click()
    page.get_by_label("Where it stands").fill("5")
    page.get_by_role("button", name="Keep", exact=True).click()
    page.get_by_role("button", name="Finish for signing").click()
    # Then it stands as a version and the person signs it on the same screen
    page.get_by_role("link", name="Sign as the person").click()
    page.get_by_label("Name").fill(stay.person.name)
    page.get_by_role("button", name="Sign", exact=True).click()
    page.get_by_role("link", name="Sign as licensed clinician").click()
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_text("In force", exact=True)).to_be_visible()
    fits_everyone(page, "plan-version")


def test_leaving_tests_and_health_can_be_read_by_everyone(house: House):
    # Given a screen that suggests fentanyl and an allergy
    stay, page = staying(house), signed_in(house, Role.CLINICIAN)
    nurse, now = house.world.access(Role.NURSE), timezone.now()
    counselor = house.world.a.staff[Role.COUNSELOR][0]
    test = testing.order(
        house.world.access(Role.COUNSELOR), episode=stay.episode, by=counselor, due_on=now.date(), panel=["fentanyl"],
        why="Asked for together.",
    )  # fmt: skip
    testing.step(nurse, test=test, state="collected", at=now)
    testing.result(
        nurse, test=test, analyte="fentanyl", method="presumptive", cut_off=None, unit="ng/mL", detected=True,
        lab="Cup", at=now, prescribed=[],
    )  # fmt: skip
    medications.record_allergy(nurse, subject=stay.subject, to_what="Penicillin", severity="severe", at=now)
    # When the board of tests is opened, then what to do stands there in clinical words
    page.goto(f"{house.url}/tests/")
    expect(page.get_by_text("Screen suggests fentanyl, not confirmed.")).to_be_visible()
    page.get_by_role("link", name="Screen suggests fentanyl").click()
    expect(page.get_by_text("Allergic to Penicillin")).to_be_visible()
    fits_everyone(page, "drug-test")
    # And health, the review of the stay and the checklist of leaving answer while they are filled in
    page.get_by_role("link", name="Health", exact=True).click()
    fits_everyone(page, "health")
    page.goto(f"{house.url}/people/{stay.person.pk}/stay/review/")
    page.locator("#id_new_withdrawal").get_by_text("Yes").click()
    expect(page.locator("#criteria > p > strong")).to_contain_text("More than this level gives")
    fits_everyone(page, "stay-review")
    page.goto(f"{house.url}/people/{stay.person.pk}/stay/discharge/")
    page.get_by_text("Completed treatment here.").click()
    expect(page.locator("#checklist li > div > small").first).to_contain_text("three attempts to reach them")
    fits_everyone(page, "discharge")
