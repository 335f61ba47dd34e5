"""Where a client or a relative may go: the bar, and what stands under "More"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from stepwell.doors.portal.speaking import LANGUAGES
from stepwell.foundation.gate.models import Login

register = template.Library()

#: Name, address, icon; the first four stand in the bar of a phone.
_CLIENT = (
    (gettext_noop("Today"), "my-today", "home"),
    (gettext_noop("My week"), "my-week", "calendar-week"),
    (gettext_noop("My way"), "my-way", "stairs"),
    (gettext_noop("Messages"), "my-messages", "message"),
    (gettext_noop("More"), "my-more", "menu-2"),
)
_RELATIVE = (
    (gettext_noop("Today"), "family-today", "home"),
    (gettext_noop("How to help"), "family-education", "heart-handshake"),
)
#: What stands under "More", for the page of that name.
MORE = (
    (gettext_noop("Check-ins"), "my-check-ins", "list-check"),
    (gettext_noop("Papers to sign"), "my-papers", "signature"),
    (gettext_noop("My plan"), "my-plan", "route"),
    (gettext_noop("My documents"), "my-documents", "file-text"),
    (gettext_noop("Benefits and costs"), "my-costs", "receipt"),
    (gettext_noop("People I let in"), "my-people", "users"),
    (gettext_noop("Who saw my record"), "my-trail", "eye"),
    (gettext_noop("My plan for hard times"), "my-crisis-plan", "lifebuoy"),
    (gettext_noop("Language, calendar, reminders"), "my-settings", "settings"),
    (gettext_noop("Take my record with me"), "my-export", "download"),
)


@dataclass(frozen=True)
class Place:
    """A place as it is printed."""

    name: str
    address: str
    icon: str
    here: bool


@register.simple_tag(takes_context=True)
def own_places(context: dict[str, Any]) -> dict[str, Any]:
    """The bar of whoever is signed in; nothing for who is not."""
    request = context.get("request")
    login = getattr(request, "user", None)
    if request is None or not isinstance(login, Login):
        return {"home": reverse("login"), "main": (), "bottom": ()}
    relative = login.relation_id is not None
    places = tuple(_place(row, request.path) for row in (_RELATIVE if relative else _CLIENT))
    if (
        not relative
        and not any(one.here for one in places)
        and request.path.startswith("/my/")
        and request.path != reverse("my-help")
    ):
        places = (*places[:-1], Place(places[-1].name, places[-1].address, places[-1].icon, True))
    helping = reverse("family-help" if relative else "my-help")
    return {
        "home": places[0].address,
        "main": places,
        "bottom": places,
        "help": helping,
        "at_help": request.path == helping,
        "language": reverse("family-language" if relative else "my-language"),
        "languages": tuple(LANGUAGES.items()),
    }


@register.simple_tag(takes_context=True)
def more_places(context: dict[str, Any]) -> tuple[Place, ...]:
    """What stands under "More"."""
    return tuple(_place(row, context["request"].path) for row in MORE)


def _place(row: tuple[str, str, str], path: str) -> Place:
    address = reverse(row[1])
    root = row[1] in ("my-today", "family-today")
    here = path == address if root else path.startswith(address)
    return Place(_(row[0]), address, row[2], here)
