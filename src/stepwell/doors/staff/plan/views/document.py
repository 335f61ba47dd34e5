"""The plan to read: the version that counts, the draft, finishing or giving it up, changes, paper."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stepwell.care.plans import actions as plans
from stepwell.doors.forms.signed_in import access_of
from stepwell.doors.staff.people.tabs import tabs
from stepwell.doors.staff.plan import comparing, document
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.refusals import BadInput, Conflict, NotAllowed

TAB = "chart-plan"


@require_safe
def show(request: HttpRequest, person_id: int) -> HttpResponse:
    """The version that counts; where there is none, what is drafted."""
    access = access_of(request)
    page = document.version(access, person_id=person_id, now=timezone.now())
    if page.plan is None and page.draft is not None:
        return redirect("plan-draft", person_id)
    return render(request, "plan/version.html", context(access, page, person_id))


@require_safe
def version(request: HttpRequest, person_id: int, plan_id: int) -> HttpResponse:
    """One version, also one that was replaced."""
    access = access_of(request)
    page = document.version(access, person_id=person_id, plan_id=plan_id, now=timezone.now())
    return render(request, "plan/version.html", context(access, page, person_id))


@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, person_id: int) -> HttpResponse:
    """The next version, written part by part; POST begins one or goes on with the one that is open."""
    access, now = access_of(request), timezone.now()
    if request.method == "POST":
        page = document.version(access, person_id=person_id, now=now)
        if page.head.open_episode is None:
            raise BadInput("", "A plan belongs to a stay that goes on. Admit the person first.")
        plans.begin_draft(access, episode=page.head.open_episode, on=page.head.today, at=now)
        return redirect("plan-draft", person_id)
    return _drafted(request, access, person_id)


@require_POST
def finish(request: HttpRequest, person_id: int) -> HttpResponse:
    """The draft becomes the next version; what is still missing stands at its top and nothing is lost."""
    access, now = access_of(request), timezone.now()
    page = document.draft(access, person_id=person_id, now=now)
    try:
        made = plans.finish_draft(access, draft=page.draft, on=page.head.today, at=now)
    except (NotAllowed, BadInput, Conflict) as refused:
        status = 409 if isinstance(refused, Conflict) else 422
        return _drafted(request, access, person_id, refused=refused.says, status=status)
    messages.success(request, f"Version {made.version} is written. Go through it together and sign it.")
    return redirect("plan-version", person_id, made.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def drop(request: HttpRequest, person_id: int) -> HttpResponse:
    """Give the draft up, after one look."""
    access, now = access_of(request), timezone.now()
    page = document.draft(access, person_id=person_id, now=now)
    if request.method == "POST":
        plans.drop_draft(access, draft=page.draft, at=now)
        messages.success(request, "The draft is given up. The version before it stands as it was.")
        return redirect(TAB, person_id)
    return render(request, "plan/dropping.html", context(access, page, person_id))


@require_safe
def changes(request: HttpRequest, person_id: int, plan_id: int) -> HttpResponse:
    """What a version says otherwise than the one before."""
    page = comparing.changes(access_of(request), person_id=person_id, plan_id=plan_id)
    return render(request, "plan/changes.html", {"page": page})


@require_safe
def printed(request: HttpRequest, person_id: int, plan_id: int) -> HttpResponse:
    """One version on paper."""
    content = comparing.printed(access_of(request), person_id=person_id, plan_id=plan_id)
    headers = {"Content-Disposition": 'inline; filename="page.pdf"', "Cache-Control": "no-store, private"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def context(access: Access, page: Any, person_id: int) -> dict[str, Any]:
    """What every page of the plan prints."""
    return {"page": page, "head": page.head, "tabs": tabs(access, person_id, TAB)}


def _drafted(
    request: HttpRequest, access: Access, person_id: int, refused: str = "", status: int = 200
) -> HttpResponse:
    page = document.draft(access, person_id=person_id, now=timezone.now())
    return render(request, "plan/draft.html", {**context(access, page, person_id), "refused": refused}, status=status)
