"""The team: joining, a clinician from outside, leaving."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stepwell.care.plans import actions as plans
from stepwell.doors.forms.sheet import Sheet
from stepwell.doors.forms.signed_in import access_of, needs
from stepwell.doors.staff.plan import forms
from stepwell.doors.staff.plan import team as pages
from stepwell.doors.staff.plan.views.document import context
from stepwell.doors.staff.shell.said import said
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput, Conflict
from stepwell.registry.people import queries as people


@require_safe
def show(request: HttpRequest, person_id: int) -> HttpResponse:
    """Who treats, since when."""
    access = access_of(request)
    page = pages.team(access, person_id=person_id, now=timezone.now())
    return render(request, "plan/team.html", context(access, page, person_id))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.PLAN_WRITE)
def join(request: HttpRequest, person_id: int) -> HttpResponse:
    """A member of staff takes a place; those with room stand first, with what they carry."""
    access = access_of(request)
    page = pages.team(access, person_id=person_id, now=timezone.now(), adds="staff")
    places = [(f"{one.role}-{one.staff_id}", _says(one)) for one in page.room]
    sheet = Sheet(
        request, forms.Joining, f"plan-team-{person_id}", initial={"since": page.head.today}, options={"places": places}
    )

    def save(given: dict[str, Any]) -> str:
        if page.episode is None:
            raise BadInput("", "The team belongs to a stay that goes on.")
        role, _, number = given["place"].rpartition("-")
        staff = people.staff_member(access, staff_id=int(number))
        plans.join_team(access, episode=page.episode, role=role, staff=staff, on=given["since"])
        messages.success(request, f"{staff.name} is on the team.")
        return reverse("plan-team", args=[person_id])

    return sheet.answer(save, "plan/joining.html", context(access, page, person_id))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.PLAN_WRITE)
def outside(request: HttpRequest, person_id: int) -> HttpResponse:
    """The person's own clinician takes part, by the consent that names them."""
    access = access_of(request)
    page = pages.team(access, person_id=person_id, now=timezone.now(), adds="outside")
    choices = [(str(consent.pk), relation.name) for consent, relation in page.outside]
    sheet = Sheet(request, forms.Outside, f"plan-outside-{person_id}", options={"consents": choices})

    def save(given: dict[str, Any]) -> str:
        found = next((one for one in page.outside if str(one[0].pk) == given["consent"]), None)
        if found is None or page.episode is None:
            raise BadInput("consent", "Choose one of these, or let the person sign a consent that names them.")
        consent, relation = found
        plans.outside_clinician_joins(
            access,
            episode=page.episode,
            outside=relation,
            consent=consent,
            role=given["role"],
            on=page.head.today,
        )
        messages.success(request, f"{relation.name} takes part.")
        return reverse("plan-team", args=[person_id])

    return sheet.answer(save, "plan/outside.html", context(access, page, person_id))


@require_POST
def leave(request: HttpRequest, person_id: int, member_id: int) -> HttpResponse:
    """A place ends today. One that has ended stays ended."""
    access = access_of(request)
    page = pages.team(access, person_id=person_id, now=timezone.now())
    member = pages.member_of(page, member_id)
    try:
        plans.leave_team(access, member=member, on=page.head.today)
    except Conflict as already:
        messages.info(request, already.says)
    else:
        messages.success(request, "The place ends today.")
    return redirect("plan-team", person_id)


def _says(one: Any) -> str:
    carries = f"carries {one.load} of {one.maximum}" if one.maximum is not None else f"carries {one.load}"
    held = f", {one.credential}" if one.credential else ""
    return f"{said(one.role).capitalize()}: {one.name}{held}, {carries}"
