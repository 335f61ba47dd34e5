"""Assessing somebody over two days, by keyboard; a questionnaire on a tablet, and what its answer asks for at once."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from stepwell.care.placement import actions as placement
from stepwell.doors.cli.journey.arriving import RATINGS
from stepwell.foundation.gate.models import Login
from stepwell.foundation.gate.roles import Role
from tests.journeys.house import PASSWORD, House, fits_everyone, sign_in
from tests.world import today_there


def staff(house: House, role: Role) -> str:
    """The user name of a login that belongs to somebody on staff."""
    login = house.login(role)
    Login.objects.filter(pk=login.pk).update(staff_id=house.world.a.staff[role][0].pk)
    return login.username


def signed_in(house: House, user: str) -> Page:
    """A window of its own in which that user has signed in."""
    page = house.window()
    page.goto(house.url)
    sign_in(page, user)
    page.wait_for_url(f"{house.url}/")
    return page


def press(page: Page, *keys: str) -> None:
    """Keys one after the other."""
    for key in keys:
        page.keyboard.press(key)


def test_an_assessment_goes_on_tomorrow_where_it_was_left_and_the_level_follows(house: House):
    # Given somebody who came for an intake, and a licensed clinician
    amara, user = house.world.amara(), staff(house, Role.CLINICIAN)
    page = signed_in(house, user)
    page.goto(f"{house.url}/people/{amara.pk}/")
    page.get_by_role("link", name="Assessment").press("Enter")
    page.get_by_role("button", name="Begin the assessment").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Why now, and strengths")
    # When words are typed and the window is closed before they are sent
    page.get_by_label("What brings them here now?").focus()
    page.keyboard.type("Her boss sent her home on Tuesday.")
    expect(page.get_by_text("Kept at")).to_be_visible()
    page.context.close()
    # Then they are there the next day, and the map says so
    page = signed_in(house, user)
    page.goto(f"{house.url}/people/{amara.pk}/assessment/")
    expect(page.get_by_text("words of yours are kept")).to_be_visible()
    fits_everyone(page, "assessment-begun")
    page.get_by_role("link", name="Go on").press("Enter")
    expect(page.get_by_label("What brings them here now?")).to_have_value("Her boss sent her home on Tuesday.")
    page.get_by_role("button", name="Keep and go on").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Family invited")
    # When a dimension is rated by keyboard, the level answers while it is
    page.get_by_role("link", name="5. Home and surroundings").press("Enter")
    page.get_by_label("Well", exact=True).focus()
    press(page, "Space", "ArrowDown", "ArrowDown")
    expect(page.get_by_label("Needs help to manage, several days a week")).to_be_checked()
    expect(page.get_by_role("heading", name="No level yet")).to_be_visible()
    fits_everyone(page, "assessment-screen")
    page.get_by_role("button", name="Keep and leave").press("Enter")
    expect(page.get_by_text("Kept. You can go on any day.")).to_be_visible()
    # And the rest is rated, one rating changes the level, and a licensed name confirms it
    with_ratings(house, amara)
    page.goto(f"{house.url}/people/{amara.pk}/placement/")
    expect(page.get_by_role("heading", name="Level 2.1")).to_be_visible()
    page.get_by_label("5C Who around them supports the change?").select_option("B")
    expect(page.get_by_role("heading", name="Level 3.1")).to_be_visible()
    page.get_by_role("button", name="Why?").first.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("is recommended")
    press(page, "Escape")
    fits_everyone(page, "placement")
    page.get_by_role("link", name="Confirm the level").press("Enter")
    expect(page.get_by_role("heading", name="Level 2.1")).to_be_visible()
    page.get_by_label("LMFT").focus()
    press(page, "Space")
    page.get_by_role("button", name="Confirm the level").press("Enter")
    expect(page.get_by_text("The level of care is confirmed.")).to_be_visible()
    expect(page.get_by_text(", LMFT, ")).to_be_visible()


def with_ratings(house: House, person: object) -> None:
    """The other eleven ratings, as another screen would have kept them."""
    from stepwell.care.placement import queries

    access = house.world.access(Role.CLINICIAN)
    (row,) = queries.assessments_of(access, subject=person.subject)
    assert row.words["reasons"] == "Her boss sent her home on Tuesday."
    assert row.ratings == {"5A": "A"}
    placement.rate(access, assessment=row, ratings=RATINGS)


def test_a_questionnaire_on_a_tablet_and_the_screener_its_answer_opens(house: House):
    # Given a counselor who hands the tablet to Amara
    amara = house.world.amara()
    placement.begin_assessment(
        house.world.access(Role.COUNSELOR),
        subject=amara.subject,
        by=house.world.a.staff[Role.COUNSELOR][0],
        on=today_there(),
    )
    page = signed_in(house, staff(house, Role.COUNSELOR))
    page.goto(f"{house.url}/people/{amara.pk}/instruments/phq-9/")
    page.get_by_role("link", name="Hand over in Spanish").click()
    # When she answers one question at a time, in Spanish; going back keeps what she said
    expect(page.get_by_text("Pregunta 1 de 9")).to_be_visible()
    fits_everyone(page, "tablet")
    page.get_by_label("Varios días").locator("visible=true").click()
    expect(page.get_by_text("Pregunta 2 de 9")).to_be_visible()
    page.get_by_role("button", name="Atrás").click()
    expect(page.get_by_label("Varios días").locator("visible=true")).to_be_checked()
    page.goto(f"{house.url}/people/")
    expect(page.get_by_text("Tómese su tiempo")).to_be_visible()
    for number in range(1, 10):
        expect(page.get_by_text(f"Pregunta {number} de 9")).to_be_visible()
        page.get_by_label("Varios días").locator("visible=true").focus()
        press(page, "Space", "Enter")
    page.get_by_role("button", name="Enviar mis respuestas").click()
    # Then she is thanked and sees nothing else; the staff password takes the tablet back
    expect(page.get_by_role("heading", name="Gracias. Por favor devuelva la tableta.")).to_be_visible()
    fits_everyone(page, "tablet-thanks")
    page.get_by_label("Staff password").fill(PASSWORD)
    page.get_by_role("button", name="Take the tablet back").click()
    # And what she said about harm opens the screener in the same sitting
    expect(page.get_by_text("Question 9: thoughts of death or of harm").first).to_be_visible()
    fits_everyone(page, "instrument-result")
    page.get_by_role("link", name="Open the C-SSRS now").click()
    for number, answer in ((1, "Yes"), (2, "No"), (6, "No")):
        expect(page.get_by_text(f"Question {number} of 7")).to_be_visible()
        page.get_by_label(answer, exact=True).locator("visible=true").focus()
        press(page, "Space", "Enter")
    page.get_by_role("button", name="Score it").click()
    expect(page.get_by_text("Offer a safety plan.").locator("visible=true")).to_be_visible()
    expect(page.get_by_role("heading", name="In the same sitting")).to_be_visible()
