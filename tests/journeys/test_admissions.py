"""From the phone to a booked intake: a first call, the call back, safety, benefits, the intake; all on the board."""

from __future__ import annotations

import re
import time

from playwright.sync_api import Page, expect

from stepwell.foundation.gate.roles import Role
from tests.journeys.house import House, fits_everyone

#: A call is written down in at most so many interactions, and seconds of the clock.
MOST = 20
SECONDS = 60


def choose(page: Page, group: str, label: str) -> None:
    """Tick one of a question's answers."""
    page.get_by_role("group", name=re.compile(group)).get_by_label(label, exact=True).check()


def take_the_call(page: Page) -> None:
    """A sister calls: from wherever she is, the coordinator writes it down."""
    page.get_by_role("link", name="Admissions", exact=True).click()
    page.get_by_role("link", name="New enquiry").click()
    choose(page, "Who is calling", "A relative or friend")
    page.get_by_label("Name of the one who calls").fill("Nia Sampleworth")
    page.get_by_label("How they know the person").fill("sister")
    page.get_by_label("First name of the person").fill("Amara")
    page.get_by_label("Last name").fill("Sampleworth")
    page.get_by_label("A safe number or address").fill("714-555-0143")
    choose(page, "May we leave a message", "No")
    page.get_by_label("What would they like?").fill("Evenings around work.")
    choose(page, "When could they come", "Evenings")
    choose(page, "Does the person agree", "Yes")
    page.get_by_role("button", name="Keep the enquiry").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Enquiry")


def test_from_the_phone_to_a_booked_intake(house: House):
    page = house.visitor(Role.COORDINATOR)
    before, began = len(house.interactions), time.monotonic()
    take_the_call(page)
    assert 0 < len(house.interactions) - before <= MOST
    assert time.monotonic() - began < SECONDS
    enquiry = page.url
    page.get_by_role("link", name=re.compile("Call back, promised by")).click()
    expect(page.get_by_text("Nia Sampleworth asked for them.")).to_be_visible()
    page.get_by_label("Spoke with them").check()
    page.get_by_role("button", name="Keep the contact").click()
    page.get_by_role("link", name="Check safety").click()
    danger = page.locator(".at-once", has_text="Thank you for telling me")
    expect(danger).to_be_hidden()
    page.locator("input[name=suicide_intent_now][value=yes]").check()
    expect(danger.get_by_role("link", name="Call 988")).to_be_visible()
    expect(page.locator("#heard")).to_contain_text("So far")
    fits_everyone(page, "admissions-safety")
    page.locator("input[name=suicide_intent_now][value=no]").check()
    for other in page.locator("input[type=radio][value=no]").all():
        other.check()
    page.get_by_role("button", name="Keep the safety check").click()
    expect(page.get_by_text("Nothing that was asked needs a route.").first).to_be_visible()
    page.goto(enquiry)
    page.get_by_role("link", name="Check benefits").click()
    page.get_by_role("link", name="Add a health plan").click()
    page.get_by_label("Name of the plan on the card").fill("PPO Gold")
    page.get_by_label("Member number").fill("ABC123456789")
    page.get_by_role("button", name="Keep the plan").click()
    page.get_by_role("group", name=re.compile("Is the plan active")).get_by_label("Yes").check()
    page.get_by_label("Copay a day, dollars").fill("70")
    page.get_by_role("button", name="Keep the answer").click()
    page.get_by_role("link", name="Estimate the cost").click()
    page.get_by_label("Weeks").fill("6")
    page.get_by_label("Days a week").fill("3")
    page.get_by_role("button", name="Estimate").click()
    expect(page.locator(".notice", has_text="Still unverified:")).to_contain_text("deductible still open")
    fits_everyone(page, "admissions-benefits")
    page.goto(enquiry)
    page.get_by_role("link", name="Book the intake").first.click()
    page.locator("input[name=slot]").first.check()
    page.get_by_role("button", name="Book the intake").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Enquiry")
    fits_everyone(page, "admissions-enquiry")
    page.get_by_role("link", name="Admission", exact=True).click()
    expect(page.get_by_text("still missing.")).to_be_visible()
    fits_everyone(page, "admissions-checklist")


def test_the_board_by_keys_and_the_same_as_a_table(house: House):
    page = house.visitor(Role.COORDINATOR)
    take_the_call(page)
    page.goto(f"{house.url}/admissions/")
    fits_everyone(page, "admissions-board")
    page.locator("body").press("j")
    expect(page.get_by_role("link", name="Amara Sampleworth", exact=True)).to_be_focused()
    page.get_by_role("link", name="Show as a table").click()
    expect(page.get_by_role("row", name=re.compile("Amara Sampleworth.*Call back"))).to_be_visible()
    fits_everyone(page, "admissions-table")
    page.locator("body").press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Enquiry")
