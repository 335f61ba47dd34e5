"""A client does a week at 390 px, in English and in Spanish; a relative whose consent was taken back sees nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from stepwell.care.sessions import actions as sessions
from stepwell.foundation.gate import logins
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Login
from stepwell.foundation.gate.roles import Role
from stepwell.registry.people import actions as people
from stepwell.registry.programs import actions as programs
from tests.actions.care_groups import open_group, take_seats
from tests.actions.care_stay import CareStay, drafted, in_care, sign
from tests.actions.test_portal_access import let_in, sister
from tests.journeys.house import PASSWORD, PHONE, House, fits_everyone
from tests.world import TODAY, World, today_there

WORDS = {
    "en": {
        "hello": "Hello, Amara", "join": "Join by video", "first": "Answer your check-in", "mood": "My mood",
        "send": "Send my answers", "thanks": "Thank you. Your team sees your answers.", "week": "My week",
        "cannot": "I cannot come", "tell": "Tell my team", "other": "Another time", "take": "Take this place",
        "yours": "The place is yours.", "papers": "Papers to sign", "more": "More", "video": "Sessions by video",
        "name": "Full name", "sign": "Sign", "signed": "Signed:", "room": "Go to the room", "open": "Open the room",
        "phone": "A phone number we can call if the line drops", "next": "Next", "back": "I can come after all",
        "both": "Keep both",
    },
    "es": {
        "hello": "Hola, Amara", "join": "Entrar por video", "first": "Responda sus preguntas cortas",
        "mood": "Mi ánimo", "send": "Enviar mis respuestas",
        "thanks": "Gracias. Su equipo ve sus respuestas.", "week": "Mi semana", "cannot": "No puedo venir",
        "tell": "Avisar a mi equipo", "other": "Otro horario", "take": "Tomar este lugar",
        "yours": "El lugar es suyo.", "papers": "Papeles por firmar", "more": "Más", "video": "Sesiones por video",
        "name": "Nombre completo", "sign": "Firmar", "signed": "Firmado:", "room": "Ir a la sala",
        "open": "Abrir la sala", "phone": "Un teléfono al que podamos llamar si se corta", "next": "Siguiente",
        "back": "Sí puedo venir", "both": "Quedarme con los dos",
    },
}  # fmt: skip


def week_of(house: House, language: str) -> CareStay:
    """Amara in treatment: a meeting by video now, a group tomorrow, and the day after a group with a place."""
    today = today_there()
    system = Access.system(house.world.a.operator.pk)
    by_video = "programs/renaissance-recovery/iop"
    offering = programs.run_program(system, site=house.world.a.site, policy_id=by_video, on=TODAY)
    world = World(replace(house.world.a, programs=(offering,)), house.world.b)
    person = world.amara()
    people.describe(world.access(Role.COORDINATOR), person=person, language=language)
    stay = in_care(world, person, on=today)
    sign(stay, drafted(stay, on=today), on=today)
    staff = world.a.staff[Role.COUNSELOR]
    tomorrow, later = today + timedelta(days=1), today + timedelta(days=2)
    given = {"since": today, "until": today + timedelta(weeks=4), "leader": staff[0]}
    mine = open_group(world, name="Skills", weekday=tomorrow.weekday(), **given)
    open_group(world, name="Evening", weekday=later.weekday(), starts=time(18), ends=time(19, 30), **given)
    take_seats(stay, mine, until=today + timedelta(weeks=2))
    sessions.schedule(
        world.access(Role.CLINICIAN),
        program=world.a.program,
        kind="individual",
        starts_at=timezone.now() + timedelta(minutes=10),
        minutes=50,
        leader=world.a.staff[Role.CLINICIAN][0],
        episodes=[stay.episode],
        mode="video",
    )
    return stay


def with_password(login: Login) -> str:
    login.set_password(PASSWORD)
    login.save()
    return login.username


def at_the_door(house: House, user: str, locale: str = "en-US") -> Page:
    """A phone on which somebody has signed in."""
    context = house.browser.new_context(viewport={"width": PHONE, "height": 800}, locale=locale)
    context.set_default_timeout(10_000)
    house.windows.append(context)
    page = context.new_page()
    page.on("console", house.hear)
    page.on("request", house.see_asked)
    page.goto(f"{house.url}/login/")
    page.locator("[name=username]").fill(user)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form button").click()
    return page


def on_the_phone(page: Page) -> None:
    """After the look at it from a desk."""
    page.set_viewport_size({"width": PHONE, "height": 800})


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_client_does_a_week(house: House, language: str):
    stay, say = week_of(house, language), WORDS[language]
    manager = house.world.access(Role.CASE_MANAGER)
    login = logins.open_login(manager, subject=stay.subject, username="amara-own", name=stay.person.name)
    page = at_the_door(house, with_password(login), "es-MX" if language == "es" else "en-US")
    expect(page.get_by_role("heading", name=say["hello"])).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.get_by_role("link", name=say["join"])).to_be_visible()
    fits_everyone(page, f"portal-today-{language}")
    on_the_phone(page)

    page.get_by_role("link", name=say["first"]).first.click()
    page.get_by_role("link", name=say["mood"]).click()
    # A line that drops loses no answer: what was tapped is there again.
    page.locator("[data-step]").first.locator("label.option").first.click()
    expect(page.locator("[data-kept]")).not_to_be_empty()
    page.reload()
    for question in range(1, 9):
        page.locator("[data-step]").nth(question).locator("label.option").first.click()
    page.get_by_role("button", name=say["send"]).click()
    expect(page.get_by_text(say["thanks"])).to_be_visible()

    page.locator("nav.bottom").get_by_role("link", name=say["week"]).click()
    fits_everyone(page, f"portal-week-{language}")
    on_the_phone(page)
    page.locator(".meeting", has_text="Skills").first.get_by_role("link", name=say["cannot"]).click()
    page.get_by_role("button", name=say["tell"]).click()
    expect(page.get_by_role("heading", name=say["other"])).to_be_visible()
    page.get_by_role("button", name=say["take"]).first.click()
    expect(page.get_by_text(say["yours"])).to_be_visible()
    expect(page.locator(".meeting", has_text="Evening").first).to_be_visible()

    page.get_by_role("button", name=say["back"]).first.click()
    expect(page.get_by_role("heading", name=say["back"])).to_be_visible()
    fits_everyone(page, f"portal-after-all-{language}")
    on_the_phone(page)
    page.get_by_role("link", name=say["both"]).click()
    expect(page.get_by_role("button", name=say["back"])).to_have_count(0)
    expect(page.locator(".meeting", has_text="Evening").first).to_be_visible()

    page.locator("nav.bottom").get_by_role("link", name=say["more"]).click()
    page.get_by_role("link", name=say["papers"]).click()
    page.get_by_role("link", name=say["video"]).click()
    page.get_by_label(say["name"]).fill("Amara Sampleworth")
    page.get_by_role("button", name=say["sign"], exact=True).click()
    expect(page.get_by_text(say["signed"])).to_be_visible()

    page.goto(f"{house.url}/my/")
    page.get_by_role("link", name=say["join"]).click()
    page.get_by_label(say["phone"]).fill("714-555-0143")
    page.get_by_role("button", name=say["room"]).click()
    expect(page.get_by_role("link", name=say["open"])).to_have_attribute("href", "https://video.example/" + _room(page))
    fits_everyone(page, f"portal-join-{language}")


def test_a_relative_whose_consent_was_taken_back_sees_nothing_at_the_next_click(house: House):
    world, today = house.world, today_there()
    stay = in_care(world, world.amara(), on=today)
    zola = sister(world, stay.person)
    let_in(world, stay.person, zola, "family_sessions", "attendance", "plan", days=(today - TODAY).days + 30)
    page = at_the_door(house, with_password(Login.objects.get(pk=zola.login_id)))
    expect(page.get_by_role("heading", name="Family sessions")).to_be_visible()
    fits_everyone(page, "portal-family")
    on_the_phone(page)
    own = logins.open_login(
        world.access(Role.CASE_MANAGER), subject=stay.subject, username="amara-own", name=stay.person.name
    )
    client = at_the_door(house, with_password(own))
    client.goto(f"{house.url}/my/people/")
    client.get_by_role("link", name="Zola Sampleworth").click()
    client.get_by_role("button", name="Take it back now").click()
    expect(client.get_by_text("Taken back.")).to_be_visible()
    page.locator("nav.bottom").get_by_role("link", name="Today").click()
    expect(page.get_by_text("Nothing is shared with you right now")).to_be_visible()
    expect(page.get_by_text("Amara")).to_have_count(0)


def _room(page: Page) -> str:
    href = page.locator("a[href^='https://video.example/']").get_attribute("href") or ""
    return href.removeprefix("https://video.example/")
