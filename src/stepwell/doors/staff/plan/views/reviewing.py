"""Progress of an objective, told in place; the review of the whole plan."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from stepwell.care.plans import actions as plans
from stepwell.doors.forms.sheet import Sheet
from stepwell.doors.forms.signed_in import access_of, needs
from stepwell.doors.staff.assessment.who import signed_in
from stepwell.doors.staff.plan import forms, reviewing
from stepwell.doors.staff.plan.views.document import TAB, context
from stepwell.foundation.gate.permissions import Permission


@require_http_methods(["GET", "HEAD", "POST"])
def progress(request: HttpRequest, person_id: int, objective_id: int) -> HttpResponse:
    """How far one objective is."""
    access = access_of(request)
    page = reviewing.progressing(access, person_id=person_id, objective_id=objective_id, now=timezone.now())
    row = page.row
    sheet = Sheet(
        request,
        forms.Progress,
        key=f"plan-progress-{objective_id}",
        seen=f"{row.percent_met}-{row.status}",
        initial={"percent": row.percent_met, "status": "progressing" if row.status == "new" else row.status},
        theirs=lambda: {"Percent": str(row.percent_met), "Where it stands": row.status},
        options={"statuses": page.statuses},
    )

    def save(given: dict[str, Any]) -> str:
        plans.progress(access, objective=row, percent=given["percent"], status=given["status"], on=page.head.today)
        return f"{reverse(TAB, args=[person_id])}#part-o{objective_id}"

    inside = request.method != "POST" and request.headers.get("HX-Request") == "true"
    template = "plan/_progress.html" if inside else "plan/progress.html"
    return sheet.answer(save, template, context(access, page, person_id))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.PLAN_WRITE, to="send")
def review(request: HttpRequest, person_id: int) -> HttpResponse:
    """What changed, motivation and family again, each objective, and what it comes to."""
    access = access_of(request)
    page = reviewing.reviewing(access, person_id=person_id, now=timezone.now())
    if page is None:
        messages.info(request, "A review looks at a plan that is in force. Finish and sign one first.")
        return redirect(TAB, person_id)
    sheet = Sheet(
        request,
        forms.Review,
        key=f"plan-review-{page.plan.pk}",
        seen=page.mark,
        initial={f"percent_{one.number}": one.percent for one in page.steps},
        theirs=lambda: {one.behaviour: f"{one.percent}%, {one.status}" for one in page.steps},
        options={"asks": page.asks, "steps": page.steps},
    )

    def save(given: dict[str, Any]) -> str:
        motivation: dict[str, Any] = {ask: given[f"ask_{ask}"] for ask in page.asks}
        if given["moves"]:
            motivation["moves"] = given["moves"]
        told = [_told(one, given) for one in page.steps if one.status not in ("revised", "discontinued")]
        made = plans.review_plan(
            access,
            plan=page.plan,
            on=page.head.today,
            motivation=motivation,
            family=given["family"],
            progress=told,
            says=given["says"],
            by=signed_in(access),
        )
        messages.success(request, f"Reviewed. The next review is due on {made.next_due_on:%b} {made.next_due_on.day}.")
        return reverse(TAB, args=[person_id])

    return sheet.answer(save, "plan/review.html", lambda: context(access, page, person_id))


@require_safe
def moved(request: HttpRequest, person_id: int) -> HttpResponse:
    """Measures and hours since the last look; in place it is a fragment of the review."""
    access = access_of(request)
    page = reviewing.moved(access, person_id=person_id, now=timezone.now())
    inside = request.headers.get("HX-Request") == "true"
    template = "plan/_moved.html" if inside else "plan/moved.html"
    return render(request, template, context(access, page, person_id))


def _told(one: reviewing.Step, given: dict[str, Any]) -> dict[str, Any]:
    percent = given[f"percent_{one.number}"]
    status = "met" if percent == 100 else "progressing" if percent or one.status != "new" else "new"
    return {"objective": one.number, "percent": percent, "status": status, "says": given[f"says_{one.number}"]}
