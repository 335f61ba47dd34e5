"""The pages of a person's chart, as far as a role may open them."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.permissions import Permission as P
from stepwell.foundation.gate.roles import allowed

#: Name, address, who may open it; left to right as a person's way goes.
TABS = (
    ("Overview", "person", P.PERSON_READ),
    ("Timeline", "chart-timeline", P.EPISODE_READ),
    ("Assessment", "chart-assessment", P.NOTE_READ),
    ("Plan", "chart-plan", P.NOTE_READ),
    ("Stay", "stay", P.NOTE_READ),
    ("Seats", "chart-seats", P.SCHEDULE_READ),
    ("Notes", "chart-notes", P.NOTE_READ),
    ("Measures", "chart-measures", P.NOTE_READ),
    ("Tests", "chart-tests", P.NOTE_READ),
    ("Health", "chart-health", P.NOTE_READ),
    ("Messages", "chart-messages", P.MESSAGE_READ),
    ("Coverage", "chart-coverage", P.COVERAGE_READ),
    ("Papers", "chart-papers", P.EPISODE_READ),
    ("People", "chart-people", P.PERSON_READ),
    ("Portal", "chart-portal", P.PORTAL_OPEN),
    ("Who saw it", "chart-trail", P.TRAIL_OF_PERSON),
)


@dataclass(frozen=True)
class Tab:
    """One page of the chart as it is printed."""

    name: str
    address: str
    here: bool


def opens(access: Access, url_name: str) -> bool:
    """Whether a page of the chart opens for this access; of another page it says yes."""
    return all(allowed(access.roles, permission) for _, url, permission in TABS if url == url_name)


def tabs(access: Access, person_id: int, here: str) -> list[Tab]:
    """The chart's pages for this access; `here` is the url name of the page that is open."""
    found = []
    for name, url, permission in TABS:
        if allowed(access.roles, permission):
            try:
                found.append(Tab(name, reverse(url, args=[person_id]), url == here))
            except NoReverseMatch:
                continue
    return found
