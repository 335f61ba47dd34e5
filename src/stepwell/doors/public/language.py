"""A public page in the language of its address, without login and without a cookie; its refusals in the same words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from stepwell.foundation.gate.refusals import NotFound, Refused

LANGUAGES = ("en", "es")
#: How long a page that holds nothing anybody typed may stay in a browser, in seconds.
KEPT_SECONDS = 60


class Language:
    """The first part of a public address."""

    regex = "|".join(LANGUAGES)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class TooMany(Refused):
    """Too many requests from one place."""

    status = 429


def public(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view whose first word after the request is its language."""

    @login_not_required
    @wraps(view)
    def shown(request: HttpRequest, language: str, **named: Any) -> HttpResponse:
        with translation.override(language):
            try:
                answer = view(request, language, **named)
            except (Http404, NotFound):
                answer = refused(request, language, 404)
            except (SuspiciousOperation, BadRequest, MultiPartParserError):
                answer = refused(request, language, 400)
            except Refused as refusal:
                answer = refused(request, language, refusal.status)
        answer["Content-Language"] = language
        return answer

    return shown


def show(
    request: HttpRequest,
    language: str,
    template: str,
    context: Mapping[str, Any],
    *,
    status: int = 200,
    kept: bool = True,
) -> HttpResponse:
    """A page with what every one needs. kept: nothing anybody typed is on it; a browser may keep it for a minute."""
    answer = render(request, template, {**_frame(request, language), **context}, status=status)
    if kept and status == 200 and request.method in ("GET", "HEAD") and not request.GET:
        answer["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    return answer


def refused(request: HttpRequest, language: str, status: int) -> HttpResponse:
    """What happened, and what to do, in the language of the address."""
    answer = render(
        request, "public/refused.html", {**_frame(request, language), "refusal": _words(status)}, status=status
    )
    if status == 429:
        answer["Retry-After"] = "3600"
    return answer


def _words(status: int) -> dict[str, str]:
    if status == 404:
        return {
            "title": _("This page is not here"),
            "says": _("The address may be old, or the program may no longer run. Look for a program again."),
        }
    if status == 409:
        return {
            "title": _("Somebody was quicker"),
            "says": _(
                "That seat is no longer free. Nothing of what you wrote was sent. Look again, or ask to be called."
            ),
        }
    if status == 429:
        return {
            "title": _("Too many requests from here"),
            "says": _(
                "Many requests came from your internet connection. "
                "Wait an hour, or call the clinic; the number is on its page."
            ),
        }
    return {
        "title": _("That could not be read"),
        "says": _("Nothing was sent and nothing was kept. Go back and try again."),
    }


def _frame(request: HttpRequest, language: str) -> dict[str, Any]:
    """The same page in both languages, and where it stands."""
    match = request.resolver_match
    named = {name: value for name, value in match.kwargs.items() if name != "kind"} if match else {}
    asked = request.META.get("QUERY_STRING", "")
    others = []
    for other in LANGUAGES:
        address = (
            reverse(match.url_name, kwargs={**named, "language": other}) if match and match.url_name else f"/{other}/"
        )
        others.append({"code": other, "address": address, "url": request.build_absolute_uri(address)})
    here = next(one for one in others if one["code"] == language)
    return {
        "language": language,
        "others": others,
        "other": next(one for one in others if one["code"] != language),
        "canonical": here["url"],
        "asked": f"?{asked}" if asked and request.method == "GET" else "",
        "here": (match.url_name or "").removeprefix("public-").removesuffix("-at") if match else "",
    }
