"""A message from a client, from Today to the answer; and the plan for a crisis, written together."""

from __future__ import annotations

from django.utils import timezone
from playwright.sync_api import expect

from stepwell.care.messages import actions as messages
from stepwell.foundation.gate.roles import Role
from stepwell.registry.people import actions as people
from tests.actions.care_pages import staying
from tests.actions.test_messages import client_of
from tests.journeys.house import House, fits_everyone


def test_a_message_is_found_on_today_and_answered(house: House):
    world = house.world
    stay = staying(world)
    people.describe(world.access(Role.COORDINATOR), person=stay.person, called="Ama")
    amara = client_of(world, stay.subject, "Ama Sampleworth")
    messages.write(
        amara, subject=stay.subject, text="Can I come at ten on Wednesday?\nMy bus is late.", at=timezone.now()
    )
    page = house.visitor(Role.COUNSELOR)
    page.get_by_role("link", name="Read and answer the messages.").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("messages")
    expect(page.get_by_role("list").filter(has_text="My bus is late.")).to_be_visible()
    page.get_by_label("Your message").fill("Yes. We keep your chair.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Yes. We keep your chair.")).to_be_visible()
    expect(page.get_by_text("Not read by the team yet")).to_have_count(0)
    messages.write(amara, subject=stay.subject, text="I want to die.", at=timezone.now())
    page.reload()
    expect(page.get_by_text("Words that may mean danger").first).to_be_visible()
    fits_everyone(page, "chart-messages")
    page.get_by_role("link", name="Plan for a crisis").click()
    page.get_by_label("What helps").fill("A walk with my sister.")
    page.get_by_label("Whom they call").fill("Rosa, 714-555-0143")
    page.get_by_role("button", name="Keep the plan").click()
    expect(page.get_by_role("link", name="714-555-0143")).to_be_visible()
    fits_everyone(page, "chart-crisis-plan")
