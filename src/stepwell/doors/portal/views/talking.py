"""Messages, help, the plan for hard times, settings, language, calendar."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stepwell.care.messages import actions
from stepwell.doors.feeds import actions as feeds
from stepwell.doors.forms.sheet import Sheet
from stepwell.doors.forms.signed_in import access_of
from stepwell.doors.portal import forms, settings_page
from stepwell.doors.portal.speaking import KEPT_AS, LANGUAGES
from stepwell.doors.portal.views.showing import shown


@require_http_methods(["GET", "HEAD", "POST"])
def thread(request: HttpRequest) -> HttpResponse:
    """The messages with the team; words that may mean danger lead to help at once."""
    access, now = access_of(request), timezone.now()
    page = settings_page.thread(access, now=now)
    sheet = Sheet(request, forms.Writing, "message")

    def save(given: Any) -> str:
        written = actions.write(access, subject=page.me.subject, text=given["text"], at=now, language=page.me.language)
        if written.lines:
            return f"{reverse('my-help')}?after=message"
        messages.success(request, _("Sent. Your team has it."))
        return reverse("my-messages")

    if request.method == "GET" and page.new:
        actions.read(access, subject=page.me.subject, at=now)
    return sheet.answer(save, "portal/messages.html", {"page": page, "me": page.me})


@require_safe
def help_now(request: HttpRequest) -> HttpResponse:
    """Whom to call now."""
    return shown(request, settings_page.help_now, "portal/help.html", after=request.GET.get("after", ""))


@require_safe
def more(request: HttpRequest) -> HttpResponse:
    """Everything else."""
    return render(request, "portal/more.html", {})


@require_http_methods(["GET", "HEAD", "POST"])
def hard_times(request: HttpRequest) -> HttpResponse:
    """What they wish for hard times, in their words."""
    access, now = access_of(request), timezone.now()
    page = settings_page.hard_times(access, now=now)
    sheet = Sheet(request, forms.Wishes, "hard-times", seen=str(page.version), initial=page.initial())

    def save(given: Any) -> str:
        settings_page.keep_wishes(access, page, given, now)
        messages.success(request, _("Kept. Your team reads it too."))
        return reverse("my-crisis-plan")

    return sheet.answer(save, "portal/hard_times.html", {"page": page, "me": page.me})


@require_safe
def settings(request: HttpRequest) -> HttpResponse:
    """Language, calendar, ways to be reached."""
    return shown(request, settings_page.settings, "portal/settings.html")


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Another language, from now on."""
    wanted = request.POST.get("language", "")
    if wanted in LANGUAGES:
        access = access_of(request)
        if access.relation_id is None:
            settings_page.speak(access, language=wanted, now=timezone.now())
        request.session[KEPT_AS] = wanted
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(back if safe else "/")


@require_POST
def calendar(request: HttpRequest) -> HttpResponse:
    """A new calendar address, shown this once; or the end of it."""
    access, now = access_of(request), timezone.now()
    page = settings_page.settings(access, now=now)
    if "end" in request.POST:
        feeds.end_feed(access, subject=page.me.subject, at=now)
        messages.success(request, _("The calendar address has ended."))
        return HttpResponseRedirect(reverse("my-settings"))
    made = feeds.make_feed(access, subject=page.me.subject, at=now)
    address = request.build_absolute_uri(reverse("feed", args=[made.secret]))
    return render(request, "portal/calendar.html", {"me": page.me, "address": address})


@require_http_methods(["GET", "HEAD", "POST"])
def way(request: HttpRequest) -> HttpResponse:
    """One more way to be reached."""
    access, now = access_of(request), timezone.now()
    sheet = Sheet(request, forms.Way, "own-way")

    def save(given: Any) -> str:
        settings_page.reach_me(access, now=now, **given)
        messages.success(request, _("Kept. We use it from now on."))
        return reverse("my-settings")

    return sheet.answer(save, "portal/way_new.html", {"me": settings_page.me_only(access, now=now)})


@require_POST
def way_end(request: HttpRequest, way_id: int) -> HttpResponse:
    """A way that is not to be used any more."""
    settings_page.leave_me(access_of(request), way_id=way_id, now=timezone.now())
    messages.success(request, _("We do not use it any more."))
    return HttpResponseRedirect(reverse("my-settings"))
