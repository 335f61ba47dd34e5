"""One person's way in the browser: the clinic, the clock, whoever sits at which page, and what was agreed so far."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import connection
from time_machine import Traveller

from stepwell.doors.cli.journey.story import Story
from stepwell.foundation.gate.models import Login
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.jobs.worker import drain
from stepwell.registry.people import queries as people
from tests.journeys.hands import Hands
from tests.journeys.house import PASSWORD, House

#: The Monday of the week of admission.
MONDAY = date(2026, 3, 2)


@dataclass(frozen=True)
class Told:
    """Who comes, and what is theirs alone. payer: as the coordinator reads it from the card."""

    slug: str
    first_name: str
    last_name: str
    payer: str
    policy: str
    by_keys: bool = False

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"


@dataclass(repr=False)
class Way:
    """A way under way. `story` is what the domain's own journey keeps, for the weeks that pass outside the browser."""

    house: House
    told: Told
    story: Story
    clock: Traveller
    hands: type[Hands]
    logins: dict[Role, str] = field(default_factory=dict)
    desks: dict[Role, Hands] = field(default_factory=dict)
    signed_in: set[Role] = field(default_factory=set)
    on: date = MONDAY
    #: What a journey passes on from chapter to chapter: addresses.
    enquiry: str = ""

    def go_to(self, on: date, hour: int, minute: int = 0) -> None:
        """Let the clock stand at that time of the clinic; on another day everybody signs in again."""
        with ThreadPoolExecutor(1) as aside:
            aside.submit(_drained).result()
        self.clock.move_to(self.story.at(on, hour, minute))
        if on != self.on:
            self.signed_in.clear()
        self.on = on

    def day(self, week: int, weekday: int) -> date:
        """A day of the stay: week 0 is the week of admission, weekday 0 a Monday."""
        return MONDAY + timedelta(weeks=week, days=weekday)

    def desk(self, role: Role) -> Hands:
        """The hands of whoever has that role, at the page where they were; signed in on Today the first time a day."""
        if role not in self.desks:
            self.desks[role] = self.hands(self.house.window())
        hands = self.desks[role]
        if role not in self.signed_in:
            hands.page.goto(self.house.url)
            hands.write("User name", self._login(role), hands.page.locator("body"))
            hands.write("Password", PASSWORD, hands.page.locator("body"))
            hands.press("Sign in")
            self.signed_in.add(role)
        return hands

    def chart(self, role: Role, tab: str = "") -> Hands:
        """The person's page found by name, and one of its tabs."""
        hands = self.desk(role)
        hands.someone(self.told.name)
        if tab:
            hands.follow(tab, hands.page.get_by_role("navigation", name="Chart"))
        return hands

    def remember(self) -> None:
        """Who came: known from the search on, for what happens outside the browser."""
        [found] = people.people(self.story.by(Role.COORDINATOR), starts_with=self.told.last_name)
        self.story.person = found

    def _login(self, role: Role) -> str:
        if role not in self.logins:
            login = self.house.login(role)
            Login.objects.filter(pk=login.pk).update(staff_id=self.story.clinic.staff[role][0].pk)
            self.logins[role] = login.username
        return self.logins[role]


def _drained() -> None:
    """What was announced is reacted to. In a thread of its own: the browser's event loop lives in the test's."""
    try:
        drain()
    finally:
        connection.close()
