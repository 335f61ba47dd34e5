"""One person's days and claims: looked at, ruled on again, claimed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stepwell.doors.forms.sheet import Sheet
from stepwell.doors.forms.signed_in import access_of
from stepwell.doors.staff.billing import forms, person
from stepwell.doors.staff.people.tabs import tabs
from stepwell.office.claims import actions


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """People by name, each with the way to their days, claims and fees."""
    asked = request.GET.get("q", "").replace("\x00", "").strip()[:80]
    found = person.whose(access_of(request), starts_with=asked)
    return render(request, "billing/people.html", {"people": found, "asked": asked})


@require_safe
def show(request: HttpRequest, person_id: int) -> HttpResponse:
    """The person's days week by week, claims, and what they pay themselves."""
    access = access_of(request)
    page = person.person_billing(access, person_id=person_id, now=timezone.now())
    here = tabs(access, person_id, "chart-coverage")
    return render(request, "billing/person.html", {"page": page, "head": page.head, "tabs": here})


@require_POST
def rule_again(request: HttpRequest, person_id: int, on: str) -> HttpResponse:
    """Look at a day again: a signature, a grant or a consent may have come since."""
    access, now = access_of(request), timezone.now()
    day = _day(on)
    page = person.to_claim(access, person_id=person_id, now=now)
    if page.head.episode is None or day is None or all(one.on != day for one in page.days):
        raise Http404
    row = actions.rule_day(access, episode=page.head.episode, on=day, at=now)
    says = "billable now" if row.billable else "still held" if row.held else "not paid by the contract"
    messages.success(request, f"{day:%b} {day.day} was looked at again: {says}.")
    return redirect(f"{reverse('person-billing', args=[person_id])}#day-{row.pk}")


@require_http_methods(["GET", "POST"])
def claims(request: HttpRequest, person_id: int) -> HttpResponse:
    """Claims for the days of a span that are on none yet."""
    access, now = access_of(request), timezone.now()
    page = person.to_claim(access, person_id=person_id, now=now)
    if page.head.episode is None:
        raise Http404
    stay = page.head.episode

    def save(given: dict[str, Any]) -> str:
        made = actions.make_claims(access, episode=stay, at=now, **given)
        if len(made) == 1:
            messages.success(request, "One claim is made. Its file is ready to download.")
            return reverse("claim", args=[made[0].claim_id])
        says = f"{len(made)} claims are made." if made else "Nothing could be claimed. Each day below says why."
        (messages.success if made else messages.info)(request, says)
        return reverse("person-billing", args=[person_id])

    initial = {"from_on": page.first_billable or stay.admitted_on, "to_on": page.head.today - timedelta(days=1)}
    sheet = Sheet(request, forms.Span, key=f"claims-{stay.pk}", seen=page.version, initial=initial)
    here = tabs(access, person_id, "chart-coverage")
    return sheet.answer(save, "billing/claims_new.html", {"page": page, "head": page.head, "tabs": here})


def _day(on: str) -> Any:
    try:
        return parse_date(on)
    except ValueError:
        return None
