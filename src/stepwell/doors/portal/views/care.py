"""The way, the plan, check-ins, papers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from stepwell.doors.forms.sheet import Sheet
from stepwell.doors.forms.signed_in import access_of
from stepwell.doors.portal import checking, forms, signing
from stepwell.doors.portal import way as ways
from stepwell.doors.portal.mine import Me
from stepwell.doors.portal.speaking import LANGUAGES
from stepwell.doors.portal.views.showing import shown
from stepwell.doors.staff.assessment.forms import Giving
from stepwell.doors.staff.papers.forms import Signing
from stepwell.foundation.documents.keeping import drawn_png


@require_safe
def way(request: HttpRequest) -> HttpResponse:
    """The stair, the hours, the goals, what is next."""
    return shown(request, ways.way, "portal/way.html")


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """The plan to read, and to sign where it waits for that."""
    access, now = access_of(request), timezone.now()
    page = ways.plan(access, now=now)
    if isinstance(page, Me):
        return render(request, "portal/no_plan.html", {"me": page})
    sheet = Sheet(request, forms.PlanSigning, f"plan-{page.plan.pk}", options={"language": page.me.language})

    def save(given: Any) -> str:
        drawn = drawn_png(given["drawn"])
        ways.sign(access, plan_id=page.plan.pk, name=given["signed_by"], drawn=drawn, now=now)
        messages.success(request, _("Thank you. Your plan is signed."))
        return reverse("my-way")

    return sheet.answer(save, "portal/plan.html", {"page": page, "me": page.me})


@require_safe
def check_ins(request: HttpRequest) -> HttpResponse:
    """What is due, and what was answered."""
    return shown(request, checking.check_ins_page, "portal/check_ins.html")


@require_http_methods(["GET", "HEAD", "POST"])
def check_in(request: HttpRequest, name: str) -> HttpResponse:
    """One check-in, a question a screen; what is answered is kept as it goes."""
    access, now = access_of(request), timezone.now()
    me, asked = checking.one(access, name=name, now=now)
    sheet = Sheet(request, Giving, f"check-in-{name}", options={"asked": asked})

    def save(given: Any) -> str:
        if checking.answer(access, name=name, answers=given, now=now):
            return f"{reverse('my-help')}?after=check-in"
        messages.success(request, _("Thank you. Your team sees your answers."))
        return reverse("my-check-ins")

    context = {"me": me, "asked": asked, "spanish": asked.language == "es"}
    return sheet.answer(save, "portal/check_in.html", context)


@require_safe
def papers(request: HttpRequest) -> HttpResponse:
    """What waits to be signed, and what is."""
    return shown(request, signing.papers_page, "portal/papers.html")


@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: HttpRequest, kind: str) -> HttpResponse:
    """One paper to read on one screen and to sign below."""
    access, now, language = access_of(request), timezone.now(), _language(request)
    me, page = signing.reading(access, kind=kind, language=language, now=now)
    sheet = Sheet(
        request,
        Signing,
        f"own-paper-{kind}",
        initial={f"ask_{name}": page.known.get(name, "") for name in page.paper.asks},
        options={
            "language": page.paper.language,
            "asks": page.paper.asks,
            "asked": page.paper.text.get("asked", {}),
        },
    )

    def save(given: Any) -> str:
        drawn = drawn_png(given["drawn"])
        signing.sign(access, kind=kind, language=page.paper.language, given=given, drawn=drawn, now=now)
        messages.success(request, _("Signed: {title}. A copy is under My documents.").format(title=page.paper.title))
        return reverse("my-papers")

    return sheet.answer(save, "portal/paper.html", {"page": page, "me": me})


@require_http_methods(["GET", "HEAD", "POST"])
def refusal(request: HttpRequest, kind: str) -> HttpResponse:
    """Not signing a paper, and why."""
    access, now = access_of(request), timezone.now()
    me, page = signing.reading(access, kind=kind, language=_language(request), now=now)
    sheet = Sheet(request, forms.Declining, f"own-paper-no-{kind}")

    def save(given: Any) -> str:
        signing.decline(access, kind=kind, language=page.paper.language, reason=given["reason"], now=now)
        messages.success(request, _("We wrote down that you do not sign this. You are treated just the same."))
        return reverse("my-papers")

    return sheet.answer(save, "portal/refusal.html", {"page": page, "me": me})


def _language(request: HttpRequest) -> str:
    asked = request.GET.get("language", "")
    return asked if asked in LANGUAGES else ""
