"""Reading a paper in the person's language, drawing a name, a consent given and taken back, who may know what."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from stepwell.foundation.documents.models import SignatureImage
from stepwell.foundation.gate.opening import opened
from stepwell.foundation.gate.roles import Role
from stepwell.registry.people import actions as people
from tests.journeys.house import House, fits_everyone
from tests.journeys.test_people import in_treatment


def draw(page: Page) -> None:
    """A stroke of the pen, with the mouse."""
    page.get_by_text("Dibujar la firma", exact=True).click()
    canvas = page.locator("[data-signature-pad]")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box
    page.mouse.move(box["x"] + 40, box["y"] + 80)
    page.mouse.down()
    for step in range(1, 12):
        page.mouse.move(box["x"] + 40 + 20 * step, box["y"] + 80 + (20 if step % 2 else -20))
    page.mouse.up()


def test_a_paper_is_read_in_spanish_and_signed_by_hand(house: House):
    amara = in_treatment(house)
    people.describe(house.world.access(Role.COORDINATOR), person=amara, language="es")
    page = house.visitor(Role.COORDINATOR)
    page.goto(f"{house.url}/people/{amara.pk}/")
    expect(page.get_by_role("heading", name="This week")).to_be_visible()
    expect(page.get_by_role("heading", name="Treatment", exact=True)).to_be_visible()
    fits_everyone(page, "person-overview")
    page.get_by_role("link", name="Papers", exact=True).click()
    fits_everyone(page, "papers")
    page.get_by_role("row", name="Your rights in the program").get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sus derechos en el programa")
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your rights in the program")
    page.get_by_role("link", name="Español").click()
    page.get_by_label("Nombre completo").fill("Amara Sampleworth")
    draw(page)
    fits_everyone(page, "paper-spanish")
    page.get_by_role("button", name="Firmar").click()
    expect(page.get_by_text("Signed: Sus derechos en el programa.")).to_be_visible()
    row = page.get_by_role("row", name="Your rights in the program")
    expect(row).to_contain_text("drawn")
    with opened(house.world.access(Role.COORDINATOR)):
        assert SignatureImage.objects.filter(subject=amara.subject).count() == 1


def test_a_consent_opens_what_a_sister_may_know_and_closes_it_again(house: House):
    amara = in_treatment(house)
    page = house.visitor(Role.CASE_MANAGER)
    page.goto(f"{house.url}/people/{amara.pk}/around/")
    sister = page.get_by_role("region", name="Nia Sampleworth")
    expect(sister).to_contain_text("May know")
    expect(sister).to_contain_text("attendance")
    fits_everyone(page, "people-around")
    sister.get_by_role("link", name="New consent").click()
    page.get_by_role("link", name="A relative, partner or friend").click()
    page.get_by_label("My plan and how it goes").check()
    page.get_by_label("Full name").fill("Amara Sampleworth")
    fits_everyone(page, "consent-form")
    page.get_by_role("button", name="Sign").click()
    expect(page.get_by_text("The consent stands: Nia Sampleworth.")).to_be_visible()
    expect(page.get_by_role("region", name="What it says")).to_contain_text("attendance, plan, family sessions")
    fits_everyone(page, "consent")
    page.get_by_role("link", name="They take it back").click()
    page.get_by_label("By letter").check()
    page.get_by_role("button", name="Take it back now").click()
    expect(page.get_by_text("From now on nothing is told on it.")).to_be_visible()
    page.get_by_role("link", name="Timeline").click()
    expect(page.get_by_text("Consent taken back").first).to_be_visible()
    fits_everyone(page, "timeline")
    page.get_by_role("link", name="Who saw it").click()
    expect(page.get_by_text("Took a consent back").first).to_be_visible()
    fits_everyone(page, "who-saw-it")
