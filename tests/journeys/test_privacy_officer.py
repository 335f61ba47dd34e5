"""The privacy officer's day: who saw what, what was refused, and what was told to others."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from stepwell.foundation.gate import consents
from stepwell.foundation.gate.roles import Role
from stepwell.office.claims.around import CLAIM_TELLS
from stepwell.registry.people import queries as people
from tests.actions.stay import consented, in_treatment
from tests.journeys.house import House, fits_everyone


def test_who_saw_a_record_what_was_refused_and_what_was_told(house: House):
    # Given a person whose record was read, of whom a claim told the plan, and a door that stayed closed
    now = timezone.now()
    amara = house.world.amara()
    stay = in_treatment(house.world, on=now.date() - timedelta(days=14), person=amara)
    consented(house.world, stay, starts_on=now.date() - timedelta(days=14))
    people.relations(house.world.access(Role.NURSE), subject=amara.subject, on=now.date())
    consents.disclose(
        house.world.access(Role.BILLER), subject=amara.subject, recipient="Harbor Mutual PPO", purpose="payment",
        categories=frozenset(CLAIM_TELLS), content="Claim for three days", at=now,
    )  # fmt: skip
    biller = house.visitor(Role.BILLER)
    biller.goto(f"{house.url}/trail/")
    # When the privacy officer opens the trail
    page = house.visitor(Role.PRIVACY_OFFICER)
    page.get_by_role("link", name="Trail").first.click()
    expect(page.get_by_text("Read who is around the person")).to_be_visible()
    fits_everyone(page, "trail")
    # Then what was refused can be seen alone, with the reason
    page.get_by_label("Outcome").select_option("denied")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_text("The role does not include it")).to_be_visible()
    # And one person's lines by name
    page.goto(f"{house.url}/trail/")
    page.get_by_label("Whose record").fill("amara")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_text("About Amara Sampleworth")).to_be_visible()
    # When the accounting is opened and taken out
    page.get_by_role("link", name="Told to others").click()
    expect(page.get_by_role("row").nth(1)).to_contain_text("Harbor Mutual PPO")
    fits_everyone(page, "disclosures")
    with page.expect_download() as taken:
        page.get_by_role("link", name="Take out as a file").click()
    # Then the file's name tells nothing
    assert taken.value.suggested_filename.startswith("list-")
