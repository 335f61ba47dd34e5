"""Benefits: the plan, its answer, the referral, what it will cost, and fees."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from stepwell.care.admissions import actions as admissions
from stepwell.doors.forms.sheet import Sheet
from stepwell.doors.forms.signed_in import access_of
from stepwell.doors.staff.admissions import benefits as page_of
from stepwell.doors.staff.admissions import money_forms as forms
from stepwell.doors.staff.admissions.benefits import BenefitsPage
from stepwell.doors.staff.admissions.plans import SELF_PAY, payers_on
from stepwell.doors.staff.admissions.views.enquiries import context_of
from stepwell.registry.coverage import actions as coverage

_PAGES = ["GET", "POST"]


@require_safe
def show(request: HttpRequest, enquiry_id: int) -> HttpResponse:
    """What is known of who pays, and what is not."""
    access = access_of(request)
    page = page_of.page(access, enquiry_id=enquiry_id, now=timezone.now())
    return render(request, "admissions/benefits.html", context_of(access, page, "enquiry-benefits"))


@require_http_methods(_PAGES)
def plan(request: HttpRequest, enquiry_id: int) -> HttpResponse:
    """A health plan from the card."""
    page = _page(request, enquiry_id)
    today = page.way.head.today

    def save(given: dict[str, Any]) -> str:
        row = coverage.add(access_of(request), subject=page.way.head.subject, priority=len(page.plans) + 1, **given)
        messages.success(request, "The plan is kept. Now ask it what it pays.")
        return reverse("enquiry-plan-answer", args=[enquiry_id, row.pk])

    sheet = Sheet(
        request,
        forms.Plan,
        key=f"enquiry-plan-{enquiry_id}",
        initial={"since": today.replace(month=1, day=1)},
        options={"payers": payers_on(today)},
    )
    return _answer(request, sheet, save, page, "A health plan", "Copy it from the card.", "Keep the plan")


@require_http_methods(_PAGES)
def answer(request: HttpRequest, enquiry_id: int, coverage_id: int) -> HttpResponse:
    """What the plan said."""
    page = _page(request, enquiry_id, "said")
    shown = page.plan(coverage_id)
    newest = shown.verification
    sheet = Sheet(
        request,
        forms.Answer,
        key=f"enquiry-answer-{coverage_id}",
        seen=str(newest.pk if newest else 0),
        initial={**(newest.found if newest else {}), "method": "phone"},
        theirs=lambda: dict(shown.found),
    )

    def save(given: dict[str, Any]) -> str:
        coverage.verify(
            access_of(request),
            coverage=shown.coverage,
            on=page.way.head.today,
            method=given["method"],
            found=sheet.form.found(),
        )
        _moves_on(request, page)
        messages.success(request, "Kept. What the plan did not say is listed as unverified.")
        return reverse("enquiry-benefits", args=[enquiry_id])

    hint = "Leave open what the plan did not say: it is never guessed, and the estimate shows it as a range."
    return _answer(request, sheet, save, page, f"What {shown.payer} said", hint, "Keep the answer", parity=True)


@require_http_methods(_PAGES)
def referral(request: HttpRequest, enquiry_id: int, coverage_id: int) -> HttpResponse:
    """The referral that a plan wants, as it came in."""
    page = _page(request, enquiry_id, "referred")
    shown = page.plan(coverage_id)
    sheet = Sheet(request, forms.Referral, key=f"enquiry-referral-{coverage_id}", seen=str(len(shown.referrals)))

    def save(given: dict[str, Any]) -> str:
        coverage.refer(access_of(request), coverage=shown.coverage, on=page.way.head.today, **given)
        messages.success(request, "The referral is kept.")
        return reverse("enquiry-benefits", args=[enquiry_id])

    return _answer(request, sheet, save, page, "The referral", f"For {shown.payer}.", "Keep the referral")


@require_http_methods(_PAGES)
def estimate(request: HttpRequest, enquiry_id: int) -> HttpResponse:
    """What the planned weeks will cost the person."""
    page = _page(request, enquiry_id, "fee")
    today = page.way.head.today
    payers = [(str(one.coverage.pk), f"{one.payer}, {one.coverage.plan_name}") for one in page.plans]
    payers.append((SELF_PAY, "They pay themself"))
    initial = {"pays": payers[0][0], "starts_on": today + timedelta(days=7), "a_day": page.fee_a_day}
    sheet = Sheet(
        request,
        forms.Cost,
        key=f"enquiry-estimate-{enquiry_id}",
        initial=initial,
        options={"payers": payers},
    )

    def save(given: dict[str, Any]) -> str:
        insured = given["pays"] != SELF_PAY
        coverage.estimate(
            access_of(request),
            subject=page.way.head.subject,
            coverage=page.plan(int(given["pays"])).coverage if insured else None,
            on=today,
            starts_on=given["starts_on"],
            weeks=given["weeks"],
            days_per_week=given["days_per_week"],
            self_pay_a_day=None if insured else given["a_day"],
        )
        _moves_on(request, page)
        messages.success(request, "The estimate is kept. Tell it with what is still open.")
        return f"{reverse('enquiry-benefits', args=[enquiry_id])}#estimate"

    return _answer(request, sheet, save, page, "What it will cost", "A range where something is open.", "Estimate")


@require_http_methods(_PAGES)
def fee(request: HttpRequest, enquiry_id: int) -> HttpResponse:
    """The sliding fee."""
    page = page_of.to_set(access_of(request), enquiry_id=enquiry_id, now=timezone.now(), parts=("fee",))
    state = page.way.head.person.state or page.way.enquiry.program.site.state
    sheet = Sheet(
        request,
        forms.Fee,
        key=f"enquiry-fee-{enquiry_id}",
        seen=str(page.fee and page.fee.pk),
        initial={"state": state},
    )

    def save(given: dict[str, Any]) -> str:
        coverage.set_sliding_fee(access_of(request), subject=page.way.head.subject, on=page.way.head.today, **given)
        _moves_on(request, page)
        messages.success(request, "The fee is set. Estimate what it comes to.")
        return reverse("enquiry-benefits", args=[enquiry_id])

    hint = "By income and household, from the poverty guideline of the year."
    return _answer(request, sheet, save, page, "The sliding fee", hint, "Set the fee")


@require_http_methods(_PAGES)
def instalments(request: HttpRequest, enquiry_id: int) -> HttpResponse:
    """Paying in parts."""
    page = page_of.to_set(access_of(request), enquiry_id=enquiry_id, now=timezone.now(), parts=("estimates", "agreed"))
    newest = page.estimates[0].row if page.estimates else None
    first_on = page.way.head.today + timedelta(days=30)
    initial = {"total": newest.you_high if newest else None, "parts": 4, "first_on": first_on}
    key = f"enquiry-instalments-{enquiry_id}"
    sheet = Sheet(request, forms.Instalments, key=key, seen=str(len(page.agreed)), initial=initial)

    def save(given: dict[str, Any]) -> str:
        coverage.agree_payment_plan(access_of(request), subject=page.way.head.subject, on=page.way.head.today, **given)
        messages.success(request, "The agreement is kept.")
        return reverse("enquiry-benefits", args=[enquiry_id])

    return _answer(request, sheet, save, page, "Paying in parts", "Monthly, without interest.", "Agree")


def _page(request: HttpRequest, enquiry_id: int, *parts: str) -> BenefitsPage:
    return page_of.to_write(access_of(request), enquiry_id=enquiry_id, now=timezone.now(), parts=parts)


def _moves_on(request: HttpRequest, page: BenefitsPage) -> None:
    """Somebody who was spoken with stands at benefits once it has been looked at who pays."""
    if page.way.state == "contacted":
        access = access_of(request)
        admissions.move_enquiry(access, enquiry=page.way.enquiry, state="benefits", at=timezone.now())


def _answer(
    request: HttpRequest,
    sheet: Sheet,
    save: Callable[[Any], str],
    page: BenefitsPage,
    title: str,
    hint: str,
    send: str,
    parity: bool = False,
) -> HttpResponse:
    """One form of this page, each on a screen of its own."""
    words = {"title": title, "hint": hint, "send": send, "parity": parity}
    context = {**context_of(access_of(request), page, "enquiry-benefits"), **words}
    return sheet.answer(save, "admissions/money_form.html", context)
