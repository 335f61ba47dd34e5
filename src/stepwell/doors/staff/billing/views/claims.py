"""Claims: the list, one with its way back, its file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from stepwell.doors.forms.signed_in import access_of
from stepwell.doors.staff.billing import claim
from stepwell.doors.staff.people.tabs import tabs


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Claims, the newest first."""
    return render(request, "billing/claims.html", {"page": claim.claim_list(access_of(request), now=timezone.now())})


@require_safe
def show(request: HttpRequest, claim_id: str) -> HttpResponse:
    """One claim, its lines, and the way back from it."""
    access = access_of(request)
    page = claim.claim_page(access, claim_id=claim_id, now=timezone.now())
    here = tabs(access, page.head.person.pk, "chart-coverage")
    return render(request, "billing/claim.html", {"page": page, "head": page.head, "tabs": here})


@require_safe
def file(request: HttpRequest, claim_id: str) -> HttpResponse:
    """The 837 as it left the house; its name says nothing of the person, and no cache keeps it."""
    name, content = claim.claim_file(access_of(request), claim_id=claim_id)
    answer = HttpResponse(content, content_type="text/plain; charset=us-ascii")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer
