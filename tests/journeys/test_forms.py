"""A form never loses what was typed and never happens twice: each way it could, in a real browser."""

from __future__ import annotations

from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from stepwell.foundation.gate.models import TrailRow
from stepwell.foundation.gate.opening import opened
from stepwell.foundation.gate.roles import Role
from stepwell.registry.people import queries as people
from stepwell.registry.people.models import Person
from tests.journeys.house import PASSWORD, House, fits_everyone, sign_in


def form_of(house: House, page: Page, person: Person) -> str:
    address = f"{house.url}/people/{person.pk}/details/"
    page.goto(address)
    expect(page.get_by_role("heading", name="Details")).to_be_visible()
    return address


def kept(page: Page) -> None:
    expect(page.locator("[data-kept]")).to_contain_text("Kept at")


def now(house: House, person: Person) -> Person:
    return people.person_by_id(house.world.access(Role.COORDINATOR), person_id=person.pk)


def test_what_is_typed_is_there_tomorrow_and_can_be_started_over(house: House):
    amara = house.world.amara()
    name = house.login(Role.COORDINATOR).username
    page = house.window()
    page.goto(house.url)
    sign_in(page, name)
    page.wait_for_url(f"{house.url}/")
    form_of(house, page, amara)
    page.get_by_label("Wants to be called").fill("Ama")
    kept(page)
    page.context.close()
    house.windows.clear()

    tomorrow = house.window()
    tomorrow.goto(f"{house.url}/people/{amara.pk}/details/")
    sign_in(tomorrow, name)
    expect(tomorrow.get_by_text("We kept what you wrote at")).to_be_visible()
    expect(tomorrow.get_by_label("Wants to be called")).to_have_value("Ama")
    assert now(house, amara).called == "", "kept is not sent"
    fits_everyone(tomorrow, "form-kept")
    # The Enter key sends what was kept; it never starts over.
    tomorrow.get_by_label("Pronouns").fill("she/her")
    tomorrow.get_by_label("Pronouns").press("Enter")
    expect(tomorrow.get_by_text("Saved.")).to_be_visible()
    assert now(house, amara).called == "Ama"
    form_of(house, tomorrow, amara)
    tomorrow.get_by_label("Wants to be called").fill("Amy")
    kept(tomorrow)
    tomorrow.reload()
    expect(tomorrow.get_by_label("Wants to be called")).to_have_value("Amy")
    tomorrow.get_by_role("button", name="Start over").click()
    expect(tomorrow.get_by_label("Wants to be called")).to_have_value("Ama")
    expect(tomorrow.get_by_text("We kept what you wrote at")).to_have_count(0)


def test_an_expired_login_keeps_the_work(house: House):
    amara = house.world.amara()
    page = house.visitor(Role.COORDINATOR)
    address = form_of(house, page, amara)
    page.get_by_label("Wants to be called").fill("Ama")
    Session.objects.all().delete()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    expect(page.get_by_text("Nothing you wrote is lost")).to_be_visible()
    sign_in(page, "coordinator0@fountain-grove")
    page.wait_for_url(address)
    expect(page.get_by_label("Wants to be called")).to_have_value("Ama")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert now(house, amara).called == "Ama"


def test_somebody_else_who_signs_in_there_sees_none_of_it(house: House):
    amara = house.world.amara()
    page = house.visitor(Role.COORDINATOR)
    form_of(house, page, amara)
    page.get_by_label("Wants to be called").fill("Ama")
    Session.objects.all().delete()
    page.get_by_role("button", name="Save").click()
    sign_in(page, house.login(Role.CASE_MANAGER).username)
    expect(page.get_by_role("heading", name="Details")).to_be_visible()
    expect(page.get_by_label("Wants to be called")).to_have_value("")


def test_signing_in_in_another_tab_goes_on_in_the_first(house: House):
    amara = house.world.amara()
    page = house.visitor(Role.COORDINATOR)
    form_of(house, page, amara)
    Session.objects.all().delete()
    page.get_by_label("Wants to be called").fill("Ama")
    again = page.get_by_role("dialog", name="Please sign in again")
    expect(again).to_be_visible()
    fits_everyone(page, "form-signed-out")
    with page.context.expect_page() as opened_tab:
        again.get_by_role("link", name="Sign in in a new tab").click()
    other = opened_tab.value
    sign_in(other, "coordinator0@fountain-grove")
    other.wait_for_url(f"{house.url}/")
    again.get_by_role("button", name="Go on here").click()
    expect(page.get_by_label("Wants to be called")).to_have_value("Ama")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()


def test_a_form_from_before_the_last_sign_in_is_refused_and_its_words_are_kept(house: House):
    """Signing in brings a new cross-site token, so a form that was opened before cannot be sent as it is."""
    amara = house.world.amara()
    context = house.browser.new_context(java_script_enabled=False)
    house.windows.append(context)
    name = house.login(Role.COORDINATOR).username
    page, other = context.new_page(), context.new_page()
    address = f"{house.url}/people/{amara.pk}/details/"
    page.goto(address)
    sign_in(page, name)
    page.get_by_label("Wants to be called").fill("Ama")
    Session.objects.all().delete()
    other.goto(f"{house.url}/login/")
    sign_in(other, name)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Your words are kept")
    page.goto(address)
    expect(page.get_by_label("Wants to be called")).to_have_value("Ama")


def test_two_clicks_and_the_back_button_send_once(house: House):
    amara = house.world.amara()
    page = house.visitor(Role.COORDINATOR)
    form_of(house, page, amara)
    page.get_by_label("Wants to be called").fill("Ama")
    # The same form twice, past what the page itself would hold back.
    words = page.evaluate("new URLSearchParams(new FormData(document.querySelector('form.form'))).toString()")
    page.get_by_role("button", name="Save").dblclick()
    expect(page.get_by_text("Saved.")).to_be_visible()
    again = page.request.post(
        f"{house.url}/people/{amara.pk}/details/",
        data=words,
        headers={"Content-Type": "application/x-www-form-urlencoded", "Referer": house.url + "/"},
    )
    assert again.status == 200
    assert "This was saved already" in again.text()
    page.go_back()
    expect(page.get_by_label("Wants to be called")).to_have_value("Ama")
    with opened(house.world.access(Role.COORDINATOR)):
        assert TrailRow.objects.filter(door="registry.people.actions.describe", outcome="done").count() == 1


def test_two_people_editing_both_see_it_and_nobodys_words_vanish(house: House):
    amara = house.world.amara()
    first, second = house.visitor(Role.COORDINATOR), house.visitor(Role.CASE_MANAGER)
    for page in (first, second):
        form_of(house, page, amara)
    first.get_by_label("Wants to be called").fill("Ama")
    second.get_by_label("Pronouns").fill("she/her")
    first.get_by_role("button", name="Save").click()
    expect(first.get_by_text("Saved.")).to_be_visible()

    second.get_by_role("button", name="Save").click()
    crossed = second.get_by_role("alert").first
    expect(crossed).to_contain_text("Somebody changed this while you wrote")
    expect(crossed).to_contain_text("Ama")
    expect(second.get_by_label("Pronouns")).to_have_value("she/her")
    fits_everyone(second, "form-crossed")
    assert now(house, amara).called == "Ama"
    second.get_by_label("Wants to be called").fill("Ama")
    second.get_by_role("button", name="Save").click()
    expect(second.get_by_text("Saved.")).to_be_visible()
    assert (now(house, amara).called, now(house, amara).pronouns) == ("Ama", "she/her")


def test_a_fault_is_said_beside_its_field_and_on_top_and_nothing_is_cleared(house: House):
    amara = house.world.amara()
    page = house.visitor(Role.COORDINATOR)
    form_of(house, page, amara)
    page.get_by_label("Wants to be called").fill("Ama")
    page.get_by_label("First name").fill("")
    page.evaluate("document.querySelector('form.form').noValidate = true")
    with page.expect_navigation() as sent:
        page.get_by_role("button", name="Save").click()
    assert sent.value.status == 422
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("One thing is still needed")
    expect(page.get_by_label("Wants to be called")).to_have_value("Ama")
    fits_everyone(page, "form-fault")
    summary.get_by_role("link", name="First name").click()
    expect(page.get_by_label("First name")).to_be_focused()


def test_while_the_line_is_down_nothing_is_lost(house: House):
    amara = house.world.amara()
    page = house.visitor(Role.COORDINATOR)
    form_of(house, page, amara)
    page.context.set_offline(True)
    page.get_by_label("Wants to be called").fill("Ama")
    expect(page.locator("[data-line-down]")).to_contain_text("The line is down. Nothing is lost")
    page.context.set_offline(False)
    kept(page)
    expect(page.locator("[data-line-down]")).to_have_count(0)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    # Chromium reports the refused request in the console.
    house.complaints.clear()


def test_a_form_works_without_any_script(house: House):
    amara = house.world.amara()
    context = house.browser.new_context(java_script_enabled=False)
    house.windows.append(context)
    page = context.new_page()
    page.goto(f"{house.url}/people/{amara.pk}/details/")
    sign_in(page, house.login(Role.COORDINATOR).username, PASSWORD)
    page.get_by_label("Wants to be called").fill("Ama")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert now(house, amara).called == "Ama"
