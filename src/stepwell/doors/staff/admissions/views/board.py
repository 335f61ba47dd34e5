"""The board, and a new enquiry on the phone."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stepwell.care.admissions import actions as admissions
from stepwell.doors.forms.sheet import Sheet
from stepwell.doors.forms.signed_in import access_of
from stepwell.doors.staff.admissions import board as page_of
from stepwell.doors.staff.admissions import forms


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The board; the same as a table with `as=table`; of one program with its number in `program`."""
    asked = request.GET.get("program", "")
    program_id = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else None
    page = page_of.board(access_of(request), now=timezone.now(), program_id=program_id)
    as_table = request.GET.get("as") == "table"
    context = {"page": page, "program_id": program_id, "as_table": as_table}
    return render(request, "admissions/board.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Take a first call: one short screen, then the safety question."""
    access = access_of(request)
    programs = {one.pk: one for one in page_of.offered(access)}
    choices = [(one.pk, f"{one.name}, {one.site.name}") for one in programs.values()]
    sheet = Sheet(request, forms.NewEnquiry, key="enquiry-new", options={"programs": choices})

    def save(given: dict[str, Any]) -> str:
        person = page_of.person(access, person_id=given["same"]) if given.get("same") else None
        itself = given["by_whom"] == "self"
        last = given["last_name"] or "(not said)"
        names = f"{person.first_name} {person.last_name}" if person else f"{given['first_name']} {last}"
        enquiry = admissions.enquire(
            access,
            program=programs[given["program"]],
            at=timezone.now(),
            by_whom=given["by_whom"],
            way="phone",
            first_name=given["first_name"],
            last_name=last,
            wish=_wish(given),
            reach=[{"kind": given["kind"], "value": given["reach"], "leave_message": given["leave_message"]}],
            asked_by=None if itself else {"name": given["asker"], "how_related": given["how_related"]},
            contact_consent={"signed_by": names, "method": "verbal"} if given["agrees"] else None,
            person=person,
        )
        messages.success(request, "The enquiry is kept. If you still talk with them, ask about safety now.")
        return reverse("enquiry", args=[enquiry.pk])

    def context() -> dict[str, Any]:
        return {"known": _known(request) if request.method == "POST" else ()}

    return sheet.answer(save, "admissions/new.html", context)


@require_POST
def known(request: HttpRequest) -> HttpResponse:
    """People who may be the one that asks now: shown beside the form, nothing is written."""
    return render(request, "admissions/_known.html", {"known": _known(request)})


def _known(request: HttpRequest) -> list[Any]:
    words = [request.POST.get(name, "").replace("\x00", "").strip()[:200] for name in _LOOKED_AT]
    return page_of.known(access_of(request), first_name=words[0], last_name=words[1], value=words[2])


_LOOKED_AT = ("first_name", "last_name", "reach")


def _wish(given: dict[str, Any]) -> str:
    times = ", ".join(given["times"])
    return " ".join(part for part in (given["wish"], f"Could come: {times}." if times else "") if part)
