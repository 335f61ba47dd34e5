"""What the journeys share: visitors with a login, work that is due, and the check each journey ends with."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from django.db.models import Manager
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

from stepwell.doors.cli.clinic import Clinic
from stepwell.foundation.gate.models import Login
from stepwell.foundation.gate.opening import opened
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.jobs import actions as jobs
from stepwell.foundation.jobs.models import Task
from stepwell.registry.people.models import Person
from tests.world import World

PASSWORD = "an-invented-password"
DESK, PHONE = 1280, 390
EVERYTHING = {"resultTypes": ["violations"]}
CONTRAST = {**EVERYTHING, "runOnly": ["color-contrast"]}
#: Long past and far ahead: whatever day the tests run on, one is late and the other is not.
PAST = datetime(2026, 3, 2, 18, 30, tzinfo=UTC)
AHEAD = datetime(2096, 3, 2, 18, 30, tzinfo=UTC)


#: Counts as a person would: a click, a field filled in (however many letters), a key struck outside a text.
HANDS = """
const did = (what) => console.debug(`hand: ${what}`);
let filled = null;
const text = (at) => at.matches?.("textarea, select, input:not([type=checkbox], [type=radio], [type=submit])");
document.addEventListener("click", (event) => { if (event.isTrusted && event.detail) did("click"); }, true);
document.addEventListener("input", (event) => {
  if (text(event.target) && event.target !== filled) { filled = event.target; did("field"); }
}, true);
document.addEventListener("focusout", () => { filled = null; }, true);
document.addEventListener("keydown", (event) => {
  if (!text(event.target) || ["Tab", "Enter", "Escape"].includes(event.key)) did("key");
}, true);
"""


@dataclass
class House:
    """The served clinics. `visitor` makes one more browser window with its own cookies."""

    world: World
    url: str
    browser: Browser
    windows: list[BrowserContext] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    #: What people's hands did: a click, a field filled in, a key struck outside a field.
    interactions: list[str] = field(default_factory=list)

    def login(self, role: Role, clinic: Clinic | None = None, index: int = 0) -> Login:
        """A login of that role at clinic `a`, or at the clinic given."""
        clinic = clinic or self.world.a
        name = clinic.staff[role][index].name
        return Login.objects.create_user(
            f"{role}{index}@{clinic.operator.slug}", PASSWORD, clinic.operator, [role], name
        )

    def window(self) -> Page:
        """A new window in which nobody has signed in."""
        context = self.browser.new_context(viewport={"width": DESK, "height": 800})
        context.set_default_timeout(10_000)
        context.add_init_script(HANDS)
        self.windows.append(context)
        page = context.new_page()
        page.on("console", self.hear)
        page.on("request", self.see_asked)
        return page

    def hear(self, said: ConsoleMessage) -> None:
        """Keep what the browser complains of, and what hands did."""
        if said.type == "error":
            self.complaints.append(said.text)
        elif said.text.startswith("hand: "):
            self.interactions.append(said.text.removeprefix("hand: "))

    def see_asked(self, request: Request) -> None:
        """No request leaves the machine."""
        if not request.url.startswith((self.url, "about:", "blob:")):
            self.complaints.append(f"a page asked {request.url}")

    def visitor(self, role: Role, clinic: Clinic | None = None, index: int = 0) -> Page:
        """A new window in which somebody of that role has signed in and sees Today."""
        page = self.window()
        page.goto(self.url)
        sign_in(page, self.login(role, clinic, index).username)
        page.wait_for_url(f"{self.url}/")
        return page

    def ask(
        self, person: Person, says: str, *, due: datetime = PAST, role: Role = Role.COORDINATOR, about: str = ""
    ) -> Task:
        """Put a verb on Today."""
        return jobs.ask_for(
            self.world.access(Role.COORDINATOR),
            subject=person.subject,
            kind="call",
            says=says,
            for_role=role,
            due_at=due,
            about=about or says[:80],
        )

    @contextmanager
    def opened(self) -> Iterator[Manager[Task]]:
        """The gate open for clinic `a`, to look at its tasks as they were kept."""
        with opened(self.world.access(Role.COORDINATOR)):
            yield Task.objects

    def leave(self) -> None:
        """Close every window; no page may have wanted anything that the content security policy blocks."""
        for context in self.windows:
            context.close()
        # Chromium reports each 4xx answer in the same place.
        assert [said for said in self.complaints if "Failed to load resource" not in said] == []


def sign_in(page: Page, user: str, password: str = PASSWORD) -> None:
    """Fill in the login form and send it."""
    page.get_by_label("User name").fill(user)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def fits_everyone(page: Page, picture: str) -> None:
    """The page as it stands passes axe and never scrolls sideways: at a desk and on a phone, in light and in dark.

    With STEPWELL_PICTURES set to a folder, each is kept there as `picture`-width-scheme.png.
    """
    # A click may have led here a moment ago: what is judged is the page, not the beginning of it.
    page.wait_for_load_state()
    for width in (DESK, PHONE):
        page.set_viewport_size({"width": width, "height": 800})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            # Half a megabyte of script: a document takes it once.
            judge = Axe("0") if page.evaluate("'axe' in window") else Axe()
            # What a scheme can change is contrast.
            found = judge.run(page, options=EVERYTHING if scheme == "light" else CONTRAST).response["violations"]
            grave = [f"{one['id']}: {one['help']}" for one in found if one["impact"] in ("serious", "critical")]
            assert not grave, f"{picture} at {width}, {scheme}: {grave}"
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{picture}: wider than {width}"
            if os.environ.get("STEPWELL_PICTURES"):
                to = Path(os.environ["STEPWELL_PICTURES"]) / f"{picture}-{width}-{scheme}.png"
                page.screenshot(path=to, full_page=True)
    page.set_viewport_size({"width": DESK, "height": 800})
    page.emulate_media(color_scheme="light")
