"""Signing a version of the plan, and hearing a person who does not."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from stepwell.care.plans import actions as plans
from stepwell.doors.forms.sheet import Sheet
from stepwell.doors.forms.signed_in import access_of
from stepwell.doors.staff.plan import forms, signing
from stepwell.doors.staff.plan.views.document import context
from stepwell.foundation.documents.keeping import drawn_png


@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, person_id: int, plan_id: int, signer: str) -> HttpResponse:
    """One signature, typed or drawn; the person signs on the same screen as staff."""
    access = access_of(request)
    page = signing.signing(access, person_id=person_id, plan_id=plan_id, signer=signer, now=timezone.now())
    sheet = Sheet(
        request,
        forms.Signing,
        key=f"plan-signature-{plan_id}-{signer}",
        initial={"name": "" if page.for_person else page.name},
        options={"held": page.held, "asked": not page.for_person},
    )

    def save(given: dict[str, Any]) -> str:
        drawn = drawn_png(given["drawn"])
        plans.sign_plan(
            access,
            plan=page.plan,
            signer=signer,
            name=given["name"],
            credential=given.get("credential", ""),
            at=timezone.now(),
            method="drawn" if drawn else "typed",
            drawn=drawn,
        )
        messages.success(request, f"Signed: {page.label.split(',')[0].lower()}.")
        return reverse("plan-version", args=[person_id, plan_id])

    return sheet.answer(save, "plan/signing.html", context(access, page, person_id))


@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: HttpRequest, person_id: int, plan_id: int) -> HttpResponse:
    """The person does not sign: why is heard and kept, and the plan goes on."""
    access = access_of(request)
    page = signing.signing(access, person_id=person_id, plan_id=plan_id, signer="client", now=timezone.now())
    sheet = Sheet(request, forms.Declining, key=f"plan-refusal-{plan_id}")

    def save(given: dict[str, Any]) -> str:
        plans.sign_plan(
            access,
            plan=page.plan,
            signer="client",
            name=page.name,
            at=timezone.now(),
            declined_reason=given["reason"],
        )
        messages.success(request, "Kept with the reason. Talk over what should be written otherwise.")
        return reverse("plan-version", args=[person_id, plan_id])

    return sheet.answer(save, "plan/declining.html", context(access, page, person_id))
