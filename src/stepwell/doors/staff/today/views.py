"""Today: verbs in the order they are due, each done in place."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from stepwell.doors.forms.signed_in import access_of
from stepwell.doors.staff.today import lines as page
from stepwell.foundation.gate.refusals import BadInput
from stepwell.foundation.jobs import actions as jobs


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """What is due for the roles of this login."""
    return render(request, "staff/today.html", {"page": page.today(access_of(request), timezone.now())})


@require_POST
def finish(request: HttpRequest, task_id: int) -> HttpResponse:
    """Keep how a task ended."""
    outcome = request.POST.get("outcome", "").replace("\x00", "").strip()
    if not outcome:
        raise BadInput("outcome", "Write in a few words how it ended, then send it again. Nothing was lost.")
    if len(outcome) > 300:
        raise BadInput("outcome", "Write how it ended in at most 300 characters. Nothing was saved yet.")
    access = access_of(request)
    jobs.finish(access, task=page.task(access, task_id), at=timezone.now(), outcome=outcome)
    return redirect("today")
