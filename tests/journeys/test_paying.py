"""The office in a browser: what runs out when and its packet; a held day that becomes a claim, walked back."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from stepwell.foundation.gate.roles import Role
from stepwell.office.claims.actions import rule_day
from tests.actions.paying_pages import granted, today, under_way
from tests.actions.stay import attend, consented, placed
from tests.journeys.house import House, fits_everyone


def attended(house: House, payer: str = "payers/harbor-mutual"):
    """Amara with three signed days, all held: nothing is authorized yet."""
    world = house.world
    stay = under_way(world, payer=payer)
    placed(world, stay)
    consented(world, stay, starts_on=today() - timedelta(days=20))
    for ago in (6, 4, 2):
        on = today() - timedelta(days=ago)
        attend(world, stay, on)
        rule_day(world.access(Role.BILLER), episode=stay.episode, on=on, at=timezone.now())
    return stay


def test_a_reviewer_sees_what_runs_out_and_sends_a_packet(house: House):
    stay = attended(house)
    granted(house.world, stay, units=5)
    page = house.visitor(Role.REVIEWER)
    page.get_by_role("link", name="Authorizations").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Authorizations")
    row = page.get_by_role("row").filter(has_text=stay.person.name)
    expect(row).to_contain_text("0 of 5")
    row.get_by_role("button", name="Why?").click()
    expect(page.get_by_role("dialog")).to_contain_text("At the planned pace")
    page.keyboard.press("Escape")
    fits_everyone(page, "authorizations")
    page.get_by_role("link", name=stay.person.name).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("AUTH778899")
    expect(page.get_by_role("region", name="Units left over time")).to_be_visible()
    fits_everyone(page, "authorization")
    page.get_by_role("link", name="Packet for review").click()
    told = page.locator("#told")
    expect(told).to_contain_text("F10.20")
    expect(told).to_contain_text("gap")
    page.get_by_label("Diagnoses").check()
    expect(told).not_to_contain_text("F10.20")
    page.get_by_label("Level of care").check()
    page.get_by_label("Ratings by dimension").check()
    page.get_by_label("More days asked for now").fill("6")
    page.get_by_label("Until").focus()
    expect(told).to_contain_text("6 more days")
    fits_everyone(page, "packet")
    page.get_by_role("button", name="Print and keep").click()
    expect(page.get_by_text("Nothing is sent yet.")).to_be_visible()
    page.get_by_label("By fax").check()
    page.get_by_role("button", name="Keep as sent").click()
    expect(page.get_by_text("The disclosure is on record.")).to_be_visible()
    expect(page.get_by_text("to Harbor Mutual PPO for payment")).to_be_visible()
    fits_everyone(page, "packet-sent")


def test_a_biller_frees_held_days_and_walks_the_claim_back(house: House):
    stay = attended(house)
    page = house.visitor(Role.BILLER)
    page.get_by_role("link", name="Billing").click()
    expect(page.get_by_role("table")).to_contain_text("no authorization covers it")
    fits_everyone(page, "billing")
    granted(house.world, stay)
    page.get_by_role("button", name="Look again").first.click()
    expect(page.get_by_text("billable now")).to_be_visible()
    fits_everyone(page, "billing-person")
    page.get_by_role("link", name="Make claims").first.click()
    fits_everyone(page, "claims-new")
    page.get_by_role("button", name="Make claims").click()
    expect(page.get_by_text("One claim is made.")).to_be_visible()
    expect(page.get_by_text("Signed note")).to_be_visible()
    expect(page.get_by_text("Signed ", exact=False).first).to_be_visible()
    fits_everyone(page, "claim")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the file").click()
    assert download.value.suggested_filename == "837-000000001.txt"
