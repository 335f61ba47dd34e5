"""What a director asks of the dashboard: a period and a site."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.policy.loading import PolicyError, load
from stepwell.registry.programs import queries as programs

DASHBOARD = "reports/dashboard"
#: The longest period a page draws, in weeks: two years.
LONGEST = timedelta(weeks=104)


@dataclass(frozen=True)
class Asked:
    """The days that are counted, both included, and the site; None for every site. said: what was asked and could
    not be shown so."""

    today: date
    zone: ZoneInfo
    from_on: date
    to_on: date
    site_id: int | None
    sites: tuple[tuple[int, str], ...]
    said: tuple[str, ...]

    @property
    def where(self) -> str:
        """The site in words."""
        return dict(self.sites).get(self.site_id or 0, "Every site")

    @property
    def period(self) -> str:
        """The period in words: "Jan 5 to Mar 29, 2026"."""
        first = f"{self.from_on:%b} {self.from_on.day}"
        if self.from_on.year != self.to_on.year:
            first += f", {self.from_on.year}"
        return f"{first} to {self.to_on:%b} {self.to_on.day}, {self.to_on.year}"

    @property
    def query(self) -> str:
        """The same question as a query string."""
        given = {"from": self.from_on.isoformat(), "to": self.to_on.isoformat()}
        return urlencode(given | ({"site": str(self.site_id)} if self.site_id else {}))


@query(Permission.REPORT_READ)
def asked(access: Access, *, given: Mapping[str, str], now: datetime) -> Asked:
    """Read the question. given: "from", "to" (ISO days) and "site" (a number); what cannot be read counts as not asked,
    and is said. One read."""
    running = programs.programs(access)
    zone = ZoneInfo(running[0].site.time_zone if running else "UTC")
    today = now.astimezone(zone).date()
    usual = timedelta(weeks=int(load(DASHBOARD, today).rule("period")["weeks"]))
    said: list[str] = []
    to_on = _day(given.get("to", ""), today, said)
    if to_on > today:
        to_on = today
        said.append("The last day lies ahead; counted up to today.")
    if not _defined(to_on):
        to_on = today
        said.append("Nothing was counted so long ago; counted up to today.")
    from_on = _day(given.get("from", ""), _before(to_on, usual), said)
    if from_on > to_on:
        from_on = _before(to_on, usual)
        said.append("The first day was after the last; the usual twelve weeks are shown.")
    if to_on - from_on > LONGEST:
        from_on = to_on - LONGEST
        said.append("Two years are shown at most.")
    sites = tuple({each.site_id: each.site.name for each in running}.items())
    site_id = next((number for number, _ in sites if str(number) == given.get("site", "")), None)
    if given.get("site") and site_id is None:
        said.append("There is no such site; every site is shown.")
    return Asked(today, zone, from_on, to_on, site_id, sites, tuple(said))


def _day(given: str, otherwise: date, said: list[str]) -> date:
    if not given:
        return otherwise
    try:
        found = date.fromisoformat(given)
    except ValueError:
        said.append("A day is written like 2026-03-02; the usual one is shown.")
        return otherwise
    # The weeks before the calendar's first day cannot be reckoned back to.
    return max(found, date(1900, 1, 1))


def _defined(on: date) -> bool:
    """Whether it was said on that day how to count."""
    try:
        load(DASHBOARD, on)
    except PolicyError:
        return False
    return True


def _before(on: date, by: timedelta) -> date:
    return on - by + timedelta(days=1)
