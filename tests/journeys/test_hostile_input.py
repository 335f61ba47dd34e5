"""What nobody sends by mistake: answered with a plain page and never with an error of ours."""

from __future__ import annotations

from django.test import Client
from playwright.sync_api import APIResponse, Page, expect

from stepwell.foundation.gate.models import Login
from stepwell.foundation.gate.roles import Role
from tests.journeys.house import House, fits_everyone

HUGE = "9" * 40


def token(page: Page) -> str:
    return page.locator("input[name=csrfmiddlewaretoken]").first.get_attribute("value")


def post(house: House, page: Page, path: str, **form: str) -> APIResponse:
    """Send a form of the page's own, with its token."""
    form["csrfmiddlewaretoken"] = token(page)
    return page.request.post(house.url + path, form=form, headers={"Referer": house.url + "/"}, max_redirects=0)


SEARCHES = (
    "%00",
    "a%00b",
    "x" * 10_000,
    "%ff%fe",
    "%ED%A0%80",
    "'; DROP TABLE people_person; --",
    "%25_%5C",
    "💧" * 90,
)


def test_a_search_for_anything_is_a_search(house: House):
    house.world.amara()
    page = house.visitor(Role.COORDINATOR)
    for asked in SEARCHES:
        answer = page.goto(f"{house.url}/people/?q={asked}&q=2&page=-1")
        assert answer.status == 200, asked[:40]
        expect(page.get_by_role("heading", name="People")).to_be_visible()


def test_a_hostile_search_is_shown_as_text(house: House):
    page = house.visitor(Role.COORDINATOR)
    page.goto(f"{house.url}/people/?q=<script>document.title='taken'</script>")
    expect(page.get_by_text("Nobody's name starts with “<script>")).to_be_visible()
    expect(page).to_have_title("People · Stepwell")
    fits_everyone(page, "people-hostile")


def test_addresses_that_lead_nowhere_are_not_found(house: House):
    page = house.visitor(Role.COORDINATOR)
    for path in (f"/people/{HUGE}/", "/people/-1/", "/people/0/", "/%00/", "/people/1%00/"):
        assert page.request.get(house.url + path).status == 404, path
    for path in (f"/tasks/{HUGE}/outcome/", "/tasks/0/outcome/", "/tasks/1e3/outcome/"):
        assert post(house, page, path, outcome="Done").status == 404, path
    # The server of the tests looks for a file of that name first; the house itself answers so.
    straight = Client()
    straight.force_login(Login.objects.get())
    assert straight.get(f"/people/{'9' * 5000}/").status_code == 404
    page.goto(f"{house.url}/people/{HUGE}/")
    expect(page.get_by_role("alert")).to_contain_text("Not permitted, or not found.")
    fits_everyone(page, "refused-nowhere")


def test_a_form_that_is_not_ours_changes_nothing(house: House):
    task = house.ask(house.world.amara(), "Call Amara back")
    page = house.visitor(Role.COORDINATOR)
    url = f"{house.url}/tasks/{task.pk}/outcome/"
    assert page.request.post(url, form={"outcome": "Done"}).status == 403
    assert page.request.post(url, form={"outcome": "Done", "csrfmiddlewaretoken": "x" * 64}).status == 403
    assert page.request.get(url).status == 405
    page.evaluate("document.querySelectorAll('[name=csrfmiddlewaretoken]').forEach(field => field.remove())")
    page.get_by_text("Done").click()
    page.get_by_label("How did it end?").fill("She answered")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("alert")).to_contain_text("nothing was changed")
    fits_everyone(page, "refused-form")
    page.goto(house.url)
    expect(page.get_by_text("Call Amara back")).to_be_visible()


def test_an_outcome_nobody_would_write_is_refused_or_kept_as_text(house: House):
    task = house.ask(house.world.amara(), "Call Amara back")
    page = house.visitor(Role.COORDINATOR)
    path = f"/tasks/{task.pk}/outcome/"
    assert post(house, page, path).status == 422
    assert post(house, page, path, outcome="\x00\x00").status == 422
    assert post(house, page, path, outcome="x" * 301).status == 422
    assert post(house, page, path, outcome="x" * 3_000_000).status in (400, 413)
    assert post(house, page, path, outcome="Ella dijo «sí»\x00 😀").status == 302
    with house.opened() as kept:
        assert kept.get(pk=task.pk).outcome == "Ella dijo «sí» 😀"


def test_a_login_nobody_would_type_is_a_login_that_does_not_fit(house: House):
    page = house.window()
    for user, password in (("\x00", "\x00"), ("x" * 10_000, "y" * 10_000), ("' OR 1=1 --", "x"), ("a@b", "💧")):
        page.goto(f"{house.url}/login/")
        assert post(house, page, "/login/", username=user, password=password, next="//elsewhere").status == 200


def test_a_stranger_hears_the_same_from_every_address(house: House):
    page = house.window()
    for path in ("/", "/people/", "/people/1/", f"/people/{HUGE}/"):
        assert page.request.get(house.url + path, max_redirects=0).status == 302, path
    for path in ("/alive/", "/login/"):
        assert page.request.get(house.url + path, max_redirects=0).status == 200, path
    assert page.request.post(house.url + "/alive/").status in (403, 405)
    answer = page.request.get(house.url + "/login/", headers={"Cookie": "sessionid=%00'\"; csrftoken=x"})
    assert answer.status == 200
