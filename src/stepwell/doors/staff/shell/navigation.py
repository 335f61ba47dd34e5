"""What each role finds in the navigation, in the order of a person's way; and what every page prints."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from stepwell.foundation.gate.models import Login
from stepwell.foundation.gate.permissions import Permission as P
from stepwell.foundation.gate.roles import Role, allowed


@dataclass(frozen=True)
class Place:
    """A page of the navigation: its name, address, icon, who sees it, and which addresses belong to it."""

    name: str
    url: str
    icon: str
    permission: P
    #: The first parts of the paths that belong to it.
    under: tuple[str, ...]
    #: What else somebody may call it, for the search.
    also: str = ""


#: Top to bottom as a person's way goes. A page of a person (their chart) belongs to People.
PLACES = (
    Place("Today", "today", "list-check", P.TASK_READ, (), "tasks due verbs"),
    Place("Admissions", "admissions", "phone", P.ENQUIRY_WRITE, ("admissions",), "enquiries calls board intake"),
    Place("People", "people", "users", P.PERSON_READ, ("people",), "clients charts names"),
    Place("Week", "week", "armchair", P.SCHEDULE_READ, ("week", "groups"), "seats groups board schedule"),
    Place("Sessions", "sessions", "notes", P.SCHEDULE_READ, ("sessions",), "notes rosters group room minutes"),
    Place("Drug tests", "tests", "test-pipe", P.TEST_ORDER, ("tests",), "specimens results screens"),
    Place("Handoffs", "handoffs", "arrows-transfer-up", P.FOLLOW_UP, ("handoffs", "follow-ups"), "aftercare discharge"),
    Place("Authorizations", "authorizations", "shield", P.AUTHORIZATION_READ, ("authorizations",), "payer reviews"),
    Place("Billing", "billing", "receipt", P.BILLING_READ, ("billing", "claims"), "claims days held fees"),
    Place("Dashboard", "dashboard", "chart-bar", P.REPORT_READ, ("dashboard",), "census reports outcomes director"),
    Place("Programs", "programs", "stairs", P.PROGRAM_READ, ("programs",), "rules policies sources"),
    Place("Staff", "staff", "users-group", P.STAFF_WRITE, ("staff",), "credentials licences hire team load"),
    Place("Trail", "trail", "history", P.TRAIL_READ, ("trail", "disclosures"), "who saw access log disclosures"),
)
#: Two steps from anywhere: the page of what to do when a day goes wrong.
URGENT = Place("Something went wrong", "urgent", "lifebuoy", P.PERSON_READ, ("urgent",), "emergency incident grievance")


@dataclass(frozen=True)
class Link:
    """A place as it is printed."""

    name: str
    address: str
    icon: str
    here: bool
    also: str = ""


def places(roles: frozenset[Role], path: str) -> list[Link]:
    """The navigation of these roles; `here` where the path belongs to the place."""
    first = path.strip("/").split("/")[0]
    return [
        Link(
            place.name,
            reverse(place.url),
            place.icon,
            first in place.under or (not first and not place.under),
            place.also,
        )
        for place in PLACES
        if allowed(roles, place.permission) and _built(place.url)
    ]


def all_places(roles: frozenset[Role]) -> list[Link]:
    """Everything the search may lead these roles to: the navigation, and what to do when something goes wrong."""
    found = places(roles, "/-/")
    if allowed(roles, URGENT.permission) and _built(URGENT.url):
        found.append(Link(URGENT.name, reverse(URGENT.url), URGENT.icon, False, URGENT.also))
    return found


def shell(request: HttpRequest) -> dict[str, Any]:
    """The context of every page: navigation, the way to urgent help, light or dark."""
    theme = request.COOKIES.get("theme", "")
    found: dict[str, Any] = {"theme": theme if theme in ("light", "dark") else ""}
    user = getattr(request, "user", None)
    if isinstance(user, Login):
        roles = user.access().roles
        found["places"] = places(roles, request.path)
        found["urgent_address"] = reverse(URGENT.url) if _built(URGENT.url) else ""
        found["urgent_here"] = request.path.startswith("/urgent/")
        found["roles"] = sorted(roles)
    return found


def _built(name: str) -> bool:
    try:
        reverse(name)
    except NoReverseMatch:
        return False
    return True
