"""The safety check."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from stepwell.care.admissions import actions as admissions
from stepwell.doors.forms.fields import HouseForm
from stepwell.doors.forms.sheet import Sheet
from stepwell.doors.forms.signed_in import access_of
from stepwell.doors.staff.admissions import safety as page_of
from stepwell.doors.staff.admissions.views.enquiries import context_of


class Check(HouseForm):
    """One yes or no a fact; what is left open was not asked."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for parts in page_of.PARTS.values():
            for part in parts:
                self.fields[part.fact] = forms.ChoiceField(
                    label=part.label, choices=[("yes", part.yes), ("no", part.no)], required=False
                )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if not self.errors and not self.facts():
            raise forms.ValidationError("Nothing is answered yet. Ask at least one of the questions.")
        return given

    def facts(self) -> dict[str, bool]:
        """What was asked."""
        return {name: value == "yes" for name, value in self.cleaned_data.items() if value}


@require_http_methods(["GET", "POST"])
def show(request: HttpRequest, enquiry_id: int) -> HttpResponse:
    """The script, and what the latest check found."""
    access, now = access_of(request), timezone.now()
    page = page_of.page(access, enquiry_id=enquiry_id, now=now)
    sheet = Sheet(request, Check, key=f"enquiry-safety-{enquiry_id}")

    def save(given: dict[str, Any]) -> str:
        found = admissions.check_safety(access, subject=page.way.head.subject, facts=sheet.form.facts(), at=now)
        urgent = "The safety check is kept. Something has to happen now: see below."
        messages.success(request, urgent if found.urgent else "The safety check is kept.")
        return reverse("enquiry-safety", args=[enquiry_id])

    def context() -> dict[str, Any]:
        answers = {name: sheet.form[name].value() or "" for name in page_of.FACTS}
        return {**context_of(access, page, "enquiry-safety"), "answers": answers}

    return sheet.answer(save, "admissions/safety.html", context)


@require_POST
def preview(request: HttpRequest, enquiry_id: int) -> HttpResponse:
    """What the answers so far come to; nothing is kept."""
    facts = {name: request.POST[name] == "yes" for name in page_of.FACTS if request.POST.get(name) in ("yes", "no")}
    way, result = page_of.heard(access_of(request), enquiry_id=enquiry_id, facts=facts, now=timezone.now())
    return render(request, "admissions/_heard.html", {"way": way, "result": result})
