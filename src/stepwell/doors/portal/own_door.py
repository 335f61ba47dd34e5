"""Each at their own door: a client at the portal, a relative at the family's pages, staff at the staff's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from stepwell.doors.staff.shell import errors
from stepwell.foundation.gate.models import Login

#: Addresses of the portal by the beginning of their names, and where each begins.
CLIENTS, RELATIVES = "my-", "family-"
#: What every login uses.
SHARED = frozenset({"login", "logout", "alive", "offline", "line", "kept", "kept-afresh"})


def home_of(login: Login) -> str:
    """The address where a login begins."""
    if not login.at_the_portal:
        return reverse("today")
    return reverse("my-today" if login.relation_id is None else "family-today")


class EachAtTheirDoor:
    """Answers an address of somebody else's pages as one that is not there; the gate would refuse it too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        login, match = request.user, request.resolver_match
        if not isinstance(login, Login) or match is None or not getattr(view_func, "login_required", True):
            return None
        name = match.url_name or ""
        if name in SHARED:
            return None
        if name == "today" and login.at_the_portal:
            return HttpResponseRedirect(home_of(login))
        theirs = (CLIENTS if login.relation_id is None else RELATIVES) if login.at_the_portal else ""
        there = next((each for each in (CLIENTS, RELATIVES) if name.startswith(each)), "")
        return None if there == theirs else errors.not_found(request)
