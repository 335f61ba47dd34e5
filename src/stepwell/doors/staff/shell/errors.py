"""Error pages: what happened, that nothing was lost, what to do. For htmx the same words as a fragment."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from stepwell.doors.forms.expired import keep_for
from stepwell.doors.forms.tokens import token_of
from stepwell.foundation.gate.refusals import Refused
from stepwell.foundation.kernel.ruling import Reason

NOT_HERE = "Not permitted, or not found. If somebody gave you this address, ask them whether you should see it."
#: The title of a page by its status; a refused change has one of its own.
TITLES = {
    400: "That could not be read",
    403: "This is not open to you",
    404: "There is nothing here for you",
    409: "Somebody was quicker",
    500: "Something went wrong on our side",
}


@dataclass(frozen=True)
class Shown:
    """What an error page prints."""

    title: str
    says: str
    reasons: tuple[Reason, ...] = ()


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    return show(request, Refused("That request could not be read. Go back and try again; nothing was changed."), 400)


def not_permitted(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return show(request, Refused(NOT_HERE), 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    return show(request, Refused(NOT_HERE), 404)


def not_from_here(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form from a page opened before signing in again; its words are kept for the login they belong to."""
    token = token_of(request)
    if token is not None and keep_for(token, request):
        says = "You signed in again since this page was opened. Your words are kept: open the page again and send them."
    else:
        says = "This page was open for too long. Go back, load it again and send it once more; nothing was changed."
    return show(request, Refused(says), 403)


def our_mistake(request: HttpRequest) -> HttpResponse:
    """500."""
    says = (
        "Nothing was half written, and what you typed is kept. Try again in a moment; "
        "if it happens again, tell whoever runs Stepwell here."
    )
    return show(request, Refused(says), 500)


def show(request: HttpRequest, refused: Refused, status: int) -> HttpResponse:
    """A refusal as a page, or, asked for by htmx, as a notice that leaves the page and its words as they are."""
    changed = request.method == "POST" and status not in TITLES
    title = "That was not done" if changed else TITLES.get(status, "This could not be opened")
    context = {"refused": Shown(title, refused.says, refused.reasons)}
    if getattr(getattr(request, "user", None), "at_the_portal", False):
        return _at_the_portal(request, title, refused.says, status)
    if request.headers.get("HX-Request"):
        answer = render(request, "staff/refused_fragment.html", context, status=status)
        answer["HX-Retarget"], answer["HX-Reswap"] = "#notice", "innerHTML"
        return answer
    return render(request, "staff/refused.html", context, status=status)


def _at_the_portal(request: HttpRequest, title: str, says: str, status: int) -> HttpResponse:
    """The same in the portal's look, and in the reader's language where the words are known there."""
    context = {"refused": Shown(gettext(title), gettext(says))}
    if request.headers.get("HX-Request"):
        answer = render(request, "portal/refused_fragment.html", context, status=status)
        answer["HX-Retarget"], answer["HX-Reswap"] = "#notice", "innerHTML"
        return answer
    return render(request, "portal/refused.html", context, status=status)
