"""Signing in and out."""

from __future__ import annotations

from playwright.sync_api import expect

from stepwell.foundation.gate.roles import Role
from tests.journeys.house import PASSWORD, House, fits_everyone, sign_in

UNFIT = "That user name and password do not fit together. Check both and try again."


def test_a_wrong_password_is_one_kind_sentence_and_the_name_stays(house: House):
    name = house.login(Role.COUNSELOR).username
    page = house.window()
    page.goto(f"{house.url}/people/")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    fits_everyone(page, "login")

    sign_in(page, name, "not-the-password")
    expect(page.get_by_role("alert")).to_have_text(UNFIT)
    expect(page.get_by_label("User name")).to_have_value(name)
    expect(page.get_by_label("Password")).to_have_value("")
    fits_everyone(page, "login-wrong")

    sign_in(page, name)
    expect(page.get_by_role("heading", name="People")).to_be_visible()
    assert page.url == f"{house.url}/people/"


def test_nobody_learns_which_names_exist(house: House):
    there = house.login(Role.COUNSELOR)
    gone = house.login(Role.NURSE)
    gone.is_active = False
    gone.save()
    page = house.window()
    for name, password in ((there.username, "wrong"), ("nobody@nowhere", "wrong"), (gone.username, PASSWORD)):
        page.goto(f"{house.url}/login/")
        sign_in(page, name, password)
        expect(page.get_by_role("alert")).to_have_text(UNFIT)


def test_the_way_back_after_signing_in_never_leaves_the_house(house: House):
    page = house.window()
    page.goto(f"{house.url}/login/?next=https://elsewhere.example/")
    sign_in(page, house.login(Role.COUNSELOR).username)
    page.wait_for_url(f"{house.url}/")


def test_after_signing_out_back_shows_nothing(house: House):
    person = house.world.amara()
    page = house.visitor(Role.COORDINATOR)
    page.get_by_role("link", name="People").click()
    page.get_by_role("link", name=person.name).click()
    expect(page.get_by_role("heading", name=person.name)).to_be_visible()
    page.locator("details.who summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()

    page.go_back()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    expect(page.get_by_text(person.name)).to_have_count(0)
    page.goto(f"{house.url}/people/{person.pk}/")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    fits_everyone(page, "signed-out")


def test_pages_are_never_kept_and_cookies_stay_with_the_house(house: House):
    page = house.window()
    policy = page.goto(f"{house.url}/login/").headers["content-security-policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == rules["form-action"] == "'self'"
    assert rules["frame-ancestors"] == rules["base-uri"] == "'none'"
    assert "unsafe" not in policy

    sign_in(page, house.login(Role.COUNSELOR).username)
    page.wait_for_url(f"{house.url}/")
    for path in ("/", "/people/", "/people/1/", "/login/", "/nowhere/"):
        kept = page.request.get(house.url + path, max_redirects=0).headers["cache-control"]
        assert "no-store" in kept, path
    cookies = page.context.cookies()
    assert {cookie["name"] for cookie in cookies} == {"sessionid", "csrftoken"}
    assert all(cookie["httpOnly"] and cookie["sameSite"] == "Lax" for cookie in cookies)
