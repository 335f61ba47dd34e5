"""Today, the week, saying that one cannot come and that one can after all, another time, the video room."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stepwell.doors.forms.sheet import Sheet
from stepwell.doors.forms.signed_in import access_of
from stepwell.doors.portal import after_all as returning
from stepwell.doors.portal import forms, video
from stepwell.doors.portal import today as todays
from stepwell.doors.portal import week as weeks
from stepwell.doors.portal.views.showing import shown
from stepwell.foundation.gate.refusals import BadInput, Conflict


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """What is next and what is asked."""
    return shown(request, todays.today, "portal/today.html")


@require_safe
def week(request: HttpRequest) -> HttpResponse:
    """This week and the next."""
    return shown(request, weeks.week, "portal/week.html")


@require_http_methods(["GET", "HEAD", "POST"])
def absence(request: HttpRequest, key: str) -> HttpResponse:
    """ "I cannot come": a reason may be given; other times follow at once."""
    access, now = access_of(request), timezone.now()
    me, one, others = weeks.meeting_and_day(access, key=key, now=now)
    options = {"others": bool(others)}
    sheet = Sheet(request, forms.Excuse, f"absence-{key}"[:80], initial={"whole_day": True}, options=options)

    def save(given: Any) -> str:
        for each in (one, *others) if given.get("whole_day") else (one,):
            weeks.cannot_come(access, key=each.key, why=given["why"], now=now)
        messages.success(request, _("Thank you for telling us. Your team knows."))
        return reverse("my-make-up")

    context = {"me": me, "one": one, "others": others, "returns": weeks.may_return(one, now)}
    return sheet.answer(save, "portal/absence.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def after_all(request: HttpRequest, key: str) -> HttpResponse:
    """ "I can come after all": one tap; then what becomes of another time, or why it cannot be."""
    access, now = access_of(request), timezone.now()
    refused = False
    if request.method == "POST":
        try:
            changed = returning.come_after_all(access, key=key, now=now)
        except (BadInput, Conflict):
            refused = True
        else:
            if returning.own_page(access, key=key, now=now).others:
                return HttpResponseRedirect(reverse("my-return", args=[key]))
            said = _("You are expected. See you there.") if changed else _("You are expected already.")
            messages.success(request, said)
            return HttpResponseRedirect(reverse("my-week"))
    page = returning.page_of(access, key=key, now=now)
    if refused and page.state == returning.OPEN:
        # A seat is free, and yet it cannot be theirs: somebody of the team has excused them or ended their place.
        page = replace(page, state=returning.EXCUSED)
    context = {"page": page, "me": page.me, "one": page.one, "refused": refused}
    return render(request, "portal/after_all.html", context, status=409 if refused else 200)


@require_POST
def give_up(request: HttpRequest, key: str) -> HttpResponse:
    """Give up another time that was taken for a meeting they can come to after all."""
    given = returning.give_up(access_of(request), key=key, now=timezone.now())
    said = _("The other time is given up. Somebody else can have the place.") if given else _("You gave it up already.")
    messages.success(request, said)
    return HttpResponseRedirect(reverse("my-week"))


@require_http_methods(["GET", "HEAD", "POST"])
def make_up(request: HttpRequest) -> HttpResponse:
    """Other times with a free place; taking one."""
    access, now = access_of(request), timezone.now()
    status, problem = 200, ""
    if request.method == "POST":
        try:
            group_id, on = _place(request)
            took = weeks.take(access, group_id=group_id, on=on, now=now)
        except Conflict:
            status, problem = 409, _("Somebody else took this place a moment ago. Here are the others.")
        else:
            messages.success(request, _("The place is yours. See you there."))
            assert took
            return HttpResponseRedirect(reverse("my-week"))
    page = weeks.make_up(access, now)
    return render(request, "portal/make_up.html", {"page": page, "me": page.me, "problem": problem}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, key: str) -> HttpResponse:
    """Where they are and a number to call back; then the way into the room."""
    access, now = access_of(request), timezone.now()
    page = video.door(access, key=key, now=now)
    sheet = Sheet(
        request,
        forms.Joining,
        f"join-{key}"[:80],
        initial={"state": page.state, "callback": page.callback},
    )
    entered = request.GET.get("open") == "1" and page.checked

    def save(given: Any) -> str:
        video.enter(access, page, state=given["state"], callback=given["callback"], now=now)
        return f"{reverse('my-join', args=[key])}?open=1"

    return sheet.answer(save, "portal/join.html", {"page": page, "me": page.me, "entered": entered})


def _place(request: HttpRequest) -> tuple[int, date]:
    group, _sign, on = request.POST.get("place", "").partition(":")
    try:
        return int(group[:18]), date.fromisoformat(on[:10])
    except ValueError:
        raise BadInput("place", _("Choose one of the times.")) from None
