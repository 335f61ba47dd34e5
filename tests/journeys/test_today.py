"""Today: verbs in the order they are due, each done in place."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from stepwell.foundation.gate.roles import Role
from tests.journeys.house import AHEAD, PASSWORD, House, fits_everyone

CALL = "Call Amara back"
NOTES = "Sign 3 notes from Tuesday evening"


def line(page: Page, says: str):
    return page.get_by_role("listitem").filter(has_text=says)


def test_an_empty_today_says_so_kindly_and_where_to_go(house: House):
    page = house.visitor(Role.COUNSELOR)
    expect(page.get_by_role("heading", name="Today")).to_be_visible()
    expect(page.get_by_text("Nothing is due right now.")).to_be_visible()
    fits_everyone(page, "today-empty")
    page.get_by_role("link", name="look someone up").click()
    expect(page.get_by_role("heading", name="People")).to_be_visible()
    expect(page.get_by_text("People appear with their first enquiry.")).to_be_visible()
    fits_everyone(page, "people-empty")


def test_what_is_due_is_done_in_place_with_how_it_ended(house: House):
    amara, ben = house.world.amara(), house.world.ben()
    house.ask(ben, NOTES, due=AHEAD)
    task = house.ask(amara, CALL)
    house.ask(ben, "Sign for somebody else's role", role=Role.NURSE)
    page = house.visitor(Role.COORDINATOR)
    lines = page.locator("main ol.verbs > li")
    expect(lines).to_have_count(2)
    expect(lines.nth(0)).to_contain_text(CALL)
    # 18:30 in universal time is 10:30 in the morning at the clinic.
    expect(lines.nth(0)).to_contain_text("was due Mon, Mar 2, 10:30 AM")
    expect(lines.nth(1)).to_contain_text("due Fri, Mar 2")
    fits_everyone(page, "today")

    line(page, CALL).get_by_text("Done").click()
    line(page, CALL).get_by_label("How did it end?").fill("Left a message with her sister, as she asked")
    fits_everyone(page, "today-done")
    line(page, CALL).get_by_role("button", name="Keep it").click()
    expect(lines).to_have_count(1)
    expect(page.get_by_text(CALL)).to_have_count(0)

    page.get_by_role("link", name=ben.name).click()
    expect(page.get_by_role("heading", name=ben.name)).to_be_visible()
    expect(page.get_by_text(NOTES)).to_be_visible()
    fits_everyone(page, "person-with-work")
    with house.opened() as kept:
        row = kept.get(pk=task.pk)
    assert row.outcome == "Left a message with her sister, as she asked"
    assert row.done_by == "Kim Sampleton"


def test_an_outcome_left_empty_is_asked_for_again_and_nothing_is_lost(house: House):
    house.ask(house.world.amara(), CALL)
    page = house.visitor(Role.COORDINATOR)
    line(page, CALL).get_by_text("Done").click()
    line(page, CALL).get_by_label("How did it end?").fill("   ")
    with page.expect_navigation() as sent:
        line(page, CALL).get_by_role("button", name="Keep it").click()
    assert sent.value.status == 422
    expect(line(page, CALL).get_by_role("alert")).to_contain_text("Write in a few words how it ended")
    expect(line(page, CALL).get_by_label("How did it end?")).to_be_focused()
    fits_everyone(page, "today-empty-outcome")


def test_two_people_finish_the_same_task_and_the_second_is_told(house: House):
    task = house.ask(house.world.amara(), CALL)
    first, second = house.visitor(Role.COORDINATOR), house.window()
    second.goto(house.url)
    second.get_by_label("User name").fill("coordinator0@fountain-grove")
    second.get_by_label("Password").fill(PASSWORD)
    second.get_by_role("button", name="Sign in").click()
    for page, outcome in ((first, "She answered"), (second, "No answer")):
        line(page, CALL).get_by_text("Done").click()
        line(page, CALL).get_by_label("How did it end?").fill(outcome)
    first.get_by_role("button", name="Keep it").click()
    expect(first.get_by_text("Nothing is due right now.")).to_be_visible()
    with second.expect_navigation() as sent:
        second.get_by_role("button", name="Keep it").click()
    assert sent.value.status == 409
    expect(second.locator("#notice")).to_contain_text("Somebody has done this already. Yours was: “No answer”.")
    fits_everyone(second, "refused-done-before")
    with house.opened() as kept:
        assert kept.get(pk=task.pk).outcome == "She answered"


def test_everything_goes_by_keyboard_alone(house: House):
    name = house.login(Role.COORDINATOR).username
    house.ask(house.world.amara(), CALL)
    page = house.window()
    page.goto(house.url)
    keys = page.keyboard
    # The page puts the cursor there by itself; keys struck before that would be lost.
    expect(page.get_by_label("User name")).to_be_focused()
    keys.type(name)
    keys.press("Tab")
    keys.type(PASSWORD)
    keys.press("Enter")
    page.wait_for_url(f"{house.url}/")

    keys.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    expect(page.get_by_role("link", name="Skip to content")).to_be_in_viewport()
    keys.press("Enter")
    expect(page.locator("main")).to_be_focused()
    keys.press("j")
    expect(page.get_by_role("link", name=CALL)).to_be_focused()
    keys.press("Tab")
    expect(page.get_by_role("link", name="Amara Sampleworth")).to_be_focused()
    keys.press("Tab")
    expect(page.get_by_role("button", name="Why?")).to_be_focused()
    keys.press("Enter")
    expect(page.get_by_role("dialog", name="Why?")).to_be_visible()
    keys.press("Escape")
    keys.press("Tab")
    keys.press("Enter")
    keys.press("Tab")
    expect(page.get_by_label("How did it end?")).to_be_focused()
    fits_everyone(page, "today-keyboard")
    keys.type("Reached her; intake on Thursday")
    keys.press("Enter")
    expect(page.get_by_text("Nothing is due right now.")).to_be_visible()
