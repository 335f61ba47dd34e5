"""Finding a program: a list, and a map for who asks for one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from stepwell.doors.public import words
from stepwell.doors.public.every import every_offer
from stepwell.doors.public.language import public, show
from stepwell.doors.public.offers import told_at
from stepwell.doors.public.queries import SITE
from stepwell.doors.public.searching import choices, results, searched
from stepwell.doors.public.speech import clock
from stepwell.foundation.policy.loading import load


@public
@require_safe
def start(request: HttpRequest, language: str) -> HttpResponse:
    """The front page is the search."""
    return redirect("public-find", language=language)


@public
@require_safe
def show_results(request: HttpRequest, language: str) -> HttpResponse:
    """Programs that fit what was asked, then those that nearly do."""
    now = timezone.now()
    travel = load(SITE, now.date()).rule("travel")
    search = searched(request.GET, travel["choices_miles"])
    offers = every_offer(now)
    fit, nearly = results(offers, search)
    wish = search.wish
    context = {
        "search": search,
        "fit": fit,
        "nearly": nearly,
        "counted_at": clock(told_at(offers[0], now)) if offers else "",
        "asked_anything": bool(request.GET),
        "miles": [(each, each == wish.miles) for each in travel["choices_miles"]],
        "parts": choices(words.PARTS, wish.parts),
        "ways": choices(words.WAYS, wish.way),
        "payers": choices(words.PAYERS, wish.payer),
        "concerns": choices(words.CONCERNS, wish.concern),
        "people": choices(words.SERVES, wish.who),
        "languages": choices(words.LANGUAGES, wish.language),
        "options": choices(words.OPTIONS, wish.options, only=words.ASKED),
        "more_open": bool(wish.concern or wish.who or wish.language or wish.children or wish.options),
        "without_map": _without_view(request),
    }
    return show(request, language, "public/find.html", context, status=400 if search.fault else 200)


def _without_view(request: HttpRequest) -> str:
    asked = request.GET.copy()
    asked.pop("view", None)
    return asked.urlencode()
