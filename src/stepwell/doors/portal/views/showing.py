"""A page of the portal that is only read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from stepwell.doors.forms.signed_in import access_of
from stepwell.doors.portal.mine import Me


class OwnPage(Protocol):
    """What a page prints of somebody; `me` is whose page it is."""

    @property
    def me(self) -> Me:
        """Whoever is signed in."""


def shown(request: HttpRequest, gather: Callable[..., OwnPage], template: str, **more: Any) -> HttpResponse:
    """The page as it is now. gather: the query that answers it for an access, `now` passed in. more: what the template
    prints besides `page` and `me`. Raises what the query raises."""
    page = gather(access_of(request), now=timezone.now())
    return render(request, template, {"page": page, "me": page.me, **more})
