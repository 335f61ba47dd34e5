"""Asking: to be called, to have benefits checked, to visit, to have a seat held."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from stepwell.care.admissions.rules.answering import answer_due
from stepwell.doors.public import actions, guard, queries
from stepwell.doors.public.asking import Sent, asked_of, dangers_of, programs_of, sealed, unsealed
from stepwell.doors.public.every import every_offer, offer_at
from stepwell.doors.public.forms import HOLD, Request, parts_of
from stepwell.doors.public.language import public, show
from stepwell.doors.public.offers import Offer, told_at
from stepwell.doors.public.rules.promise import promised
from stepwell.doors.public.speech import moment, until
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.refusals import BadInput, NotFound
from stepwell.foundation.policy.loading import load

CHECK = "public/self-check"
#: Letters in a whole form that no honest one reaches.
MOST_LETTERS = 20_000


# No cookie, so no CSRF token: the signed number of the form stands for it (see guard).
@csrf_exempt
@public
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, language: str, kind: str, slug: str = "", key: str = "") -> HttpResponse:
    """A form, empty or with what is wrong in it; sent, it leads to what was promised."""
    now = timezone.now()
    offers = [offer_at(slug, key, now)] if slug else every_offer(now)
    if not offers:
        raise NotFound
    site = load(queries.SITE, now.date())
    if request.method != "POST" or "number" not in request.POST:
        return _page(request, language, kind, offers, _form(kind, offers, None), now)
    _not_too_much(request)
    chosen = _chosen(offers, request.POST.get("program", ""))
    access = Access.visitor((chosen or offers[0]).clinic.operator_id)
    form = _form(kind, offers, request)
    number = guard.read_number(request.POST.get("number", ""), now, site)
    good = number.state == "good" and form.is_valid()
    trapped = bool(request.POST.get(guard.TRAP))
    guard.let_in(request, access, now, site, sends=good and not trapped)
    if not good or chosen is None:
        return _page(request, language, kind, offers, form, now, says=_why(number.state), status=422)
    if trapped:
        return _onward(language, kind, chosen, _promised(chosen, form.cleaned_data["when"], now))
    dangers = dangers_of(request.POST.getlist("danger"), load(CHECK, now.date()))
    asked = asked_of(kind, form.cleaned_data, chosen, language, number.value, dangers)
    if kind == HOLD and not asked.groups:
        raise BadInput("part", "There is no seat at that time of day.")
    someone = queries.reached(access, zone=chosen.zone, always=chosen.rules.reachable_always, now=now)
    kept = actions.ask(access, asked=asked, at=now, answered=someone.desk or someone.on_call)
    return _onward(language, kind, chosen, kept)


@public
@require_safe
def sent(request: HttpRequest, language: str, sealed: str) -> HttpResponse:
    """What was promised. It names nobody, and is the same for everybody."""
    told = unsealed(sealed)
    if told is None:
        raise NotFound
    now = timezone.now()
    offer = offer_at(told.slug, told.key, now)
    held = told_at(offer, told.held_until) if told.held_until else None
    context = {
        "offer": offer,
        "kind": told.kind,
        "by": moment(told_at(offer, told.by), offer.today),
        "held": until(held, offer.today) if held else "",
    }
    return show(request, language, "public/sent.html", context, kept=False)


def _page(
    request: HttpRequest,
    language: str,
    kind: str,
    offers: list[Offer],
    form: Request,
    now: datetime,
    says: str = "",
    status: int = 200,
) -> HttpResponse:
    offer = offers[0] if len(offers) == 1 else None
    given = request.POST.get("number", "") if form.is_bound else ""
    site = load(queries.SITE, now.date())
    again = guard.read_number(given, now, site).state in ("good", "early")
    dangers = [one for one in request.POST.getlist("danger") if dangers_of([one], load(CHECK, now.date()))]
    context = {
        "kind": kind,
        "offer": offer,
        "form": form,
        "says": says,
        "number": given if again else guard.fresh_number(now),
        "trap": guard.TRAP,
        "dangers": dangers,
        "by": moment(_promised(offer, "", now).by, offer.today) if offer else "",
        "parts": offer.parts if offer else (),
        "full": kind == HOLD and not form.times_of_day,
        "hours": site.rule("hold")["hours"],
    }
    return show(request, language, "public/ask.html", context, status=status, kept=False)


def _form(kind: str, offers: list[Offer], request: HttpRequest | None) -> Request:
    known: dict[str, Any] = {"kind": kind, "programs": programs_of(offers)}
    if kind == HOLD:
        known["parts"] = parts_of([(part.key, part.seats) for part in offers[0].parts if part.group_ids])
    return Request(request.POST, **known) if request else Request(**known)


def _chosen(offers: list[Offer], named: str) -> Offer | None:
    if len(offers) == 1:
        return offers[0]
    return next((one for one in offers if f"{one.clinic.slug}/{one.key}" == named), None)


def _promised(offer: Offer, when: str, now: datetime) -> actions.Kept:
    """What would be promised to somebody who sends it now."""
    local = told_at(offer, now)
    site, first = load(queries.SITE, local.date()), load(queries.FIRST_CONTACT, local.date())
    always = offer.rules.reachable_always
    return actions.Kept(promised(local, when, answer_due(local, always, first), always, site, first))


def _onward(language: str, kind: str, offer: Offer, kept: actions.Kept) -> HttpResponse:
    token = sealed(Sent(kind, offer.clinic.slug, offer.key, kept.by, kept.held_until))
    answer = redirect("public-sent", language=language, sealed=token)
    answer.status_code = 303
    return answer


def _why(state: str) -> str:
    """What is wrong with the form as a whole, where something is."""
    if state == "early":
        return _("That was very quick. Please look at your words once more, then send them.")
    if state in ("late", "strange"):
        return _("This page was open for a long time. Your words are still here: please send them once more.")
    return ""


def _not_too_much(request: HttpRequest) -> None:
    if sum(len(name) + len(one) for name, values in request.POST.lists() for one in values) > MOST_LETTERS:
        raise BadInput("words", "That is more than a form holds.")
