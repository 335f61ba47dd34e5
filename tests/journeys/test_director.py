"""The director's day: figures with what they rest on, a rule and whose word it is, somebody new on staff."""

from __future__ import annotations

from datetime import timedelta

from playwright.sync_api import expect

from stepwell.foundation.gate.roles import Role
from stepwell.registry.people import actions as people
from tests.actions.care_groups import open_group
from tests.actions.stay import in_treatment
from tests.journeys.house import House, fits_everyone
from tests.world import today_there


def test_a_director_reads_the_dashboard_part_by_part(house: House):
    # Given ten people in treatment and a group with seats
    today = today_there()
    for number in range(10):
        one = people.register(house.world.access(Role.COORDINATOR), first_name=f"Person{number}", last_name="Invented")
        in_treatment(house.world, on=today - timedelta(days=30), person=one)
    open_group(house.world, since=today, until=today + timedelta(weeks=8))
    # When the director opens the dashboard
    page = house.visitor(Role.DIRECTOR)
    page.get_by_role("link", name="Dashboard").first.click()
    # Then every part comes by itself, with its definition and its table
    expect(page.get_by_role("region", name="Census")).to_contain_text("People whose stay includes the day")
    expect(page.get_by_role("region", name="Census")).to_contain_text("2.1, intensive outpatient")
    expect(page.get_by_role("region", name="Free seats")).to_contain_text("12")
    expect(page.get_by_role("region", name="Length of stay and retention")).to_contain_text("product-limit")
    expect(page.get_by_role("region", name="Completion")).to_contain_text("Completed, of everyone admitted")
    expect(page.get_by_role("region", name="Measures")).to_contain_text("first and a later score")
    expect(page.get_by_role("region", name="Staff load")).to_contain_text("at every site")
    fits_everyone(page, "dashboard")
    # And a part stands on a page of its own, for another period
    page.get_by_role("link", name="Census by itself").click()
    page.get_by_label("From").fill((today - timedelta(days=14)).isoformat())
    page.get_by_role("button", name="Count").click()
    expect(page.get_by_role("heading", level=1, name="Census")).to_be_visible()
    fits_everyone(page, "dashboard-census")


def test_a_director_finds_a_rule_and_takes_somebody_on(house: House):
    # Given the director at the programs
    page = house.visitor(Role.DIRECTOR)
    page.get_by_role("link", name="Programs").first.click()
    fits_everyone(page, "programs")
    # When a rule is looked for
    page.get_by_role("link", name="as Trust SoCal describes it").click()
    expect(page.get_by_role("heading", name="To decide")).to_be_visible()
    fits_everyone(page, "program")
    page.get_by_label("Words in a rule").fill("days week")
    page.get_by_role("button", name="Find").click()
    # Then it stands there with whose word it is
    expect(page.get_by_role("status")).to_contain_text("rules have")
    expect(page.locator("#rule-days-per-week")).to_contain_text("said of such programs in general")
    # When somebody new is taken on, with a licence that soon expires
    page.get_by_role("link", name="Staff").first.click()
    fits_everyone(page, "staff")
    page.get_by_role("link", name="New on staff").click()
    page.get_by_label("Name", exact=True).fill("Sam Example")
    page.get_by_label("Counselor", exact=True).check()
    fits_everyone(page, "staff-new")
    page.get_by_role("button", name="Add to staff").click()
    page.get_by_role("link", name="New credential").click()
    page.get_by_label("Credential").select_option("CADC")
    page.get_by_label("Number").fill("X1")
    page.get_by_label("Valid until").fill((today_there() + timedelta(days=20)).isoformat())
    page.get_by_role("button", name="Keep the credential").click()
    # Then the page says when, and the list has them first
    expect(page.get_by_text("Expires in")).to_be_visible()
    fits_everyone(page, "staff-member")
    page.get_by_role("link", name="Staff").first.click()
    expect(page.get_by_role("row").nth(1)).to_contain_text("Sam Example")
