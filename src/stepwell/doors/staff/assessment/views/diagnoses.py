"""Diagnoses: making one, looking at what the criteria come to, resolving one."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from stepwell.care.placement import actions as placement
from stepwell.doors.forms.fields import HouseForm
from stepwell.doors.forms.sheet import Sheet
from stepwell.doors.forms.signed_in import access_of
from stepwell.doors.staff.assessment import diagnoses
from stepwell.doors.staff.assessment.forms import Diagnosing
from stepwell.doors.staff.assessment.who import signed_in
from stepwell.doors.staff.people.tabs import tabs
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.refusals import BadInput, NotAllowed

TAB = "chart-assessment"


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest, person_id: int) -> HttpResponse:
    """Diagnose; beside it the diagnoses there are."""
    access, now = access_of(request), timezone.now()
    page = diagnoses.diagnosing(access, person_id=person_id, now=now)
    sheet = Sheet(request, Diagnosing, f"diagnosis-{person_id}", options=page.choices)

    def save(given: Any) -> str:
        if page.assessment is None:
            raise BadInput("", "Begin an assessment first: a diagnosis rests on one.")
        about = _about(given)
        try:
            made = placement.diagnose(
                access,
                assessment=page.assessment,
                by=signed_in(access),
                on=page.head.today,
                label=given["label"],
                principal=given["principal"],
                **about,
            )
        except BadInput as fault:
            raise BadInput(fault.field.partition("[")[0], fault.says) from None
        except NotAllowed as refused:
            if {"label", "other_code_because"} & set(refused.reasons[0].facts.get("would_change", ())):
                raise BadInput("other_code_because", "Another code needs its name and why it was chosen.") from None
            raise
        messages.success(request, f"{made.code} {made.label} is recorded.")
        return reverse(TAB, args=[person_id])

    def context() -> dict[str, Any]:
        found = _comes(access, _given(sheet.form), page.head.today)
        return {"page": page, "head": page.head, "tabs": tabs(access, person_id, TAB), "comes": found}

    return sheet.answer(save, "assessment/diagnoses.html", context)


@require_POST
def preview(request: HttpRequest, person_id: int) -> HttpResponse:
    """What is ticked comes to; nothing is written."""
    access, today = access_of(request), timezone.now().date()
    form = Diagnosing(request.POST, **diagnoses.choices(today))
    found = _comes(access, _given(form), today)
    return render(request, "assessment/_comes.html", {"comes": found})


class Resolving(HouseForm):
    """The day from which a diagnosis no longer holds."""

    on = forms.DateField(label="No longer holds from")


@require_http_methods(["GET", "HEAD", "POST"])
def resolve(request: HttpRequest, person_id: int, diagnosis_id: int) -> HttpResponse:
    """Say that a diagnosis no longer holds."""
    access, now = access_of(request), timezone.now()
    head, row = diagnoses.one(access, person_id=person_id, diagnosis_id=diagnosis_id, now=now)
    sheet = Sheet(request, Resolving, f"resolution-{row.pk}", str(row.resolved_on or ""), {"on": head.today})

    def save(given: Any) -> str:
        placement.resolve_diagnosis(access, diagnosis=row, by=signed_in(access), on=given["on"])
        messages.success(request, f"{row.label}: no longer holds.")
        return reverse(TAB, args=[person_id])

    context = {"head": head, "tabs": tabs(access, person_id, TAB), "row": row}
    return sheet.answer(save, "assessment/resolution.html", context)


def _about(given: Any) -> dict[str, Any]:
    """What is diagnosed, as the action takes it: one of substance, code of the list, another code."""
    named = [name for name in ("substance", "code", "other_code") if given[name]]
    if len(named) != 1:
        raise BadInput(
            "substance" if not named else named[-1],
            "Choose one: a substance, a mental-health diagnosis, or another code. Make each diagnosis by itself.",
        )
    if given["substance"]:
        return diagnoses.keywords_of(given)
    code = given["code"] or given["other_code"].strip().upper()
    return {"code": code, "other_code_because": given["other_code_because"]}


def _comes(access: Access, given: dict[str, Any], on: date) -> diagnoses.Comes:
    return diagnoses.comes_to(access, given=given, on=on) if given.get("substance") else diagnoses.NOTHING


def _given(form: forms.BaseForm) -> dict[str, Any]:
    """The cleaned data as far as it is clean: a form that is not finished still has a result."""
    if not form.is_bound:
        return {}
    if not hasattr(form, "cleaned_data"):
        form.full_clean()
    return dict(getattr(form, "cleaned_data", {}))
