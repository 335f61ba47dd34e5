"""Today: verbs in the order they are due, each done in place or one step away."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from stepwell.doors.forms.signed_in import access_of
from stepwell.doors.staff.today import lines
from stepwell.foundation.gate.refusals import Conflict
from stepwell.foundation.jobs import actions as jobs

#: As long as the record of an outcome is.
LONGEST = 300
SAY_HOW = "Write in a few words how it ended, then send it again. Nothing was lost."
TOO_LONG = f"Write how it ended in at most {LONGEST} characters. Your words are still here; nothing was saved yet."


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """What is due for the roles of this login."""
    return _page(request)


@require_POST
def finish(request: HttpRequest, task_id: int) -> HttpResponse:
    """Keep how a task ended. What cannot be kept comes back with its words."""
    outcome = request.POST.get("outcome", "").replace("\x00", "").strip()
    if not outcome or len(outcome) > LONGEST:
        fault = TOO_LONG if outcome else SAY_HOW
        return _page(request, status=422, unfinished={"task_id": task_id, "outcome": outcome, "fault": fault})
    access = access_of(request)
    found = lines.task(access, task_id)
    try:
        jobs.finish(access, task=found, at=timezone.now(), outcome=outcome)
    except Conflict as quicker:
        fault = f"{quicker.says} Yours was: “{outcome}”. If it still matters, write it on the person's page."
        messages.warning(request, fault)
        return _page(request, status=409)
    messages.success(request, "Done, and how it ended is kept.")
    return redirect("today")


def _page(request: HttpRequest, status: int = 200, unfinished: dict[str, object] | None = None) -> HttpResponse:
    page = lines.today(access_of(request), now=timezone.localtime())
    return render(request, "staff/today.html", {"page": page, "unfinished": unfinished or {}}, status=status)
