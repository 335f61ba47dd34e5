"""From the week's board to a seat: a week is found that fits a person's life, and taken."""

from __future__ import annotations

from datetime import time, timedelta

from playwright.sync_api import expect

from stepwell.foundation.gate.roles import Role
from tests.actions.care_groups import open_group
from tests.actions.care_stay import with_plan
from tests.actions.group_session import person
from tests.journeys.house import House, fits_everyone
from tests.world import today_there


def test_somebody_finds_seats_that_fit_and_takes_them(house: House):
    world, today = house.world, today_there()
    stays = [with_plan(world, person(world, index)) for index in range(2)]
    staff = world.a.staff[Role.COUNSELOR]
    for weekday in (0, 2, 4):
        for name, leader, starts, ends in (
            ("Skills", 0, time(9), time(10, 30)),
            ("Learning", 1, time(10, 30), time(12)),
        ):
            open_group(
                world, name=name, weekday=weekday, starts=starts, ends=ends, leader=staff[leader],
                since=today - timedelta(days=7), until=today + timedelta(weeks=20),
            )  # fmt: skip
    page = house.visitor(Role.CASE_MANAGER)
    page.goto(f"{house.url}/people/{stays[0].person.pk}/seats/")
    before = len(house.interactions)
    page.get_by_role("link", name="Find seats", exact=True).click()
    for day in ("Monday", "Wednesday"):
        page.locator(".when-grid label", has_text=f"{day} Morning").click()
    expect(page.get_by_role("heading", name="No week fits yet")).to_be_visible()
    fits_everyone(page, "seats-none")
    page.get_by_role("link", name="They can come then").first.click()
    page.locator(".when-grid label", has_text="Friday Morning").click()
    expect(page.get_by_text("Fits best")).to_be_visible()
    fits_everyone(page, "seats-offers")
    page.get_by_role("button", name="Take these seats").first.click()
    expect(page.get_by_role("row", name="Skills")).to_have_count(3)
    print(f"Seats found and taken in {len(house.interactions) - before} interactions.")
    expect(page.get_by_text("Attended this week")).to_be_visible()
    fits_everyone(page, "seats")
    page.get_by_role("link", name="Week", exact=True).click()
    page.get_by_role("link", name="The week after").click()
    expect(page.get_by_text("1 of 12 taken").first).to_be_visible()
    fits_everyone(page, "week")
    page.get_by_role("link", name="As a table").click()
    page.get_by_role("link", name="Learning").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name=stays[0].person.name)).to_be_visible()
    fits_everyone(page, "group")
