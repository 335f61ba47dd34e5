"""Messages with a client, and what they wish for a crisis."""

from __future__ import annotations

from typing import Any

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from stepwell.care.emergencies import actions as emergencies
from stepwell.care.messages import actions as messages
from stepwell.doors.forms.sheet import Sheet
from stepwell.doors.forms.signed_in import access_of
from stepwell.doors.staff.messages import forms, pages
from stepwell.doors.staff.people.tabs import tabs

TAB = "chart-messages"


@require_http_methods(["GET", "HEAD", "POST"])
def thread(request: HttpRequest, person_id: int) -> HttpResponse:
    """The thread, and the next message of the team; sending it marks what came before as read."""
    access = access_of(request)
    page = pages.thread(access, person_id=person_id, now=timezone.now())
    sheet = Sheet(request, forms.Message, key=f"message-{person_id}")

    def save(given: dict[str, Any]) -> str:
        messages.write(access, subject=page.head.subject, text=given["text"], at=timezone.now())
        flash.success(request, "Sent.")
        return reverse(TAB, args=[person_id])

    return sheet.answer(
        save, "messages/thread.html", {"page": page, "head": page.head, "tabs": tabs(access, person_id, TAB)}
    )


@require_POST
def reading(request: HttpRequest, person_id: int) -> HttpResponse:
    """Read, and it needs no answer; a second press changes nothing."""
    access, now = access_of(request), timezone.now()
    page = pages.thread(access, person_id=person_id, now=now)
    messages.settle(access, subject=page.head.subject, at=now)
    flash.success(request, "Marked as read. No answer is due.")
    return redirect(TAB, person_id)


@require_http_methods(["GET", "HEAD", "POST"])
def crisis_plan(request: HttpRequest, person_id: int) -> HttpResponse:
    """What they wish for a crisis, and the next version of it."""
    access = access_of(request)
    page = pages.wishes(access, person_id=person_id, now=timezone.now())
    sheet = Sheet(
        request,
        forms.CrisisPlan,
        key=f"crisis-plan-{person_id}",
        seen=str(page.version),
        initial=page.values,
        theirs=lambda: {**dict(page.parts), "Whom they call": page.values["people"]},
    )

    def save(given: dict[str, Any]) -> str:
        people = given.pop("people")
        emergencies.write_crisis_plan(
            access, subject=page.head.subject, at=timezone.now(), parts=given, people=people, seen=page.version
        )
        flash.success(request, "Kept as a new version. The team is asked to read it.")
        return reverse("chart-crisis-plan", args=[person_id])

    return sheet.answer(
        save, "messages/crisis_plan.html", {"page": page, "head": page.head, "tabs": tabs(access, person_id, TAB)}
    )
