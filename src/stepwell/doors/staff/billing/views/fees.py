"""What a person pays themselves: the sliding fee, monthly parts, and what treatment will cost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from stepwell.doors.forms.sheet import Save, Sheet
from stepwell.doors.forms.signed_in import access_of
from stepwell.doors.staff.admissions import money_forms as forms
from stepwell.doors.staff.billing import person
from stepwell.doors.staff.billing.person import SELF_PAY, ToSet
from stepwell.doors.staff.people.tabs import tabs
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.roles import allowed
from stepwell.registry.coverage import actions

_PAGES = ["GET", "POST"]


@require_http_methods(_PAGES)
def sliding(request: HttpRequest, person_id: int) -> HttpResponse:
    """The fee by income and household."""
    access = access_of(request)
    page = person.to_set(access, person_id=person_id, now=timezone.now())

    def save(given: dict[str, Any]) -> str:
        actions.set_sliding_fee(access, subject=page.head.subject, on=page.head.today, **given)
        return _kept(request, person_id, "The fee is set.")

    standing = page.fees.sliding
    sheet = Sheet(
        request,
        forms.Fee,
        key=f"billing-fee-{person_id}",
        seen=str(standing.pk if standing else 0),
        initial={"state": page.head.person.state},
    )
    return _answer(request, sheet, save, page, "Sliding fee", "By income and household, with proof.", "Set the fee")


@require_http_methods(_PAGES)
def instalments(request: HttpRequest, person_id: int) -> HttpResponse:
    """Paying what is owed in monthly parts."""
    access = access_of(request)
    page = person.to_set(access, person_id=person_id, now=timezone.now())

    def save(given: dict[str, Any]) -> str:
        actions.agree_payment_plan(access, subject=page.head.subject, on=page.head.today, **given)
        return _kept(request, person_id, "The payment plan is kept.")

    sheet = Sheet(
        request,
        forms.Instalments,
        key=f"billing-instalments-{person_id}",
        seen=str(len(page.fees.plans)),
        initial={"first_on": page.head.today + timedelta(days=30)},
    )
    says = "Monthly parts that sum to it exactly. No interest is ever added."
    return _answer(request, sheet, save, page, "Payment plan", says, "Keep the plan")


@require_http_methods(_PAGES)
def estimate(request: HttpRequest, person_id: int) -> HttpResponse:
    """What the planned weeks will cost; for who pays themselves the good-faith estimate."""
    access = access_of(request)
    page = person.to_estimate(access, person_id=person_id, now=timezone.now())
    plans = {str(plan.pk): plan for plan, _ in page.coverages}

    def save(given: dict[str, Any]) -> str:
        actions.estimate(
            access,
            subject=page.head.subject,
            on=page.head.today,
            starts_on=given["starts_on"],
            weeks=given["weeks"],
            days_per_week=given["days_per_week"],
            coverage=plans.get(given["pays"]),
            self_pay_a_day=given["a_day"],
        )
        return _kept(request, person_id, "The estimate is kept. Give it to the person in writing.")

    payers = [*((key, plan.plan_name) for key, plan in plans.items()), (SELF_PAY, "The person themselves")]
    sheet = Sheet(
        request,
        forms.Cost,
        key=f"billing-estimate-{person_id}",
        seen=str(page.fees.estimates[0].pk if page.fees.estimates else 0),
        initial={"pays": payers[0][0], "starts_on": page.head.today, "weeks": 8, "days_per_week": 3},
        options={"payers": payers},
    )
    says = "From what the plan said; a range where it was silent. Who pays themselves gets it in writing beforehand."
    return _answer(request, sheet, save, page, "Estimate", says, "Make the estimate")


def _kept(request: HttpRequest, person_id: int, says: str) -> str:
    messages.success(request, says)
    return _back(request, person_id)


def _back(request: HttpRequest, person_id: int) -> str:
    """The person's billing, or the person for who may not read it."""
    if allowed(access_of(request).roles, Permission.BILLING_READ):
        return f"{reverse('person-billing', args=[person_id])}#fees"
    return reverse("person", args=[person_id])


def _answer(
    request: HttpRequest, sheet: Sheet, save: Save, page: ToSet, title: str, hint: str, send: str
) -> HttpResponse:
    here = tabs(access_of(request), page.head.person.pk, "chart-coverage")
    context = {"page": page, "head": page.head, "tabs": here, "title": title, "hint": hint, "send": send}
    context["back"] = _back(request, page.head.person.pk)
    return sheet.answer(save, "billing/fee.html", context)
