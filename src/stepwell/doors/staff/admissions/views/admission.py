"""Whether the program fits; what is still missing; the admission itself."""

from __future__ import annotations

from typing import Any

from django import forms as fields
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from stepwell.care.admissions import actions as admissions
from stepwell.doors.forms.fields import HouseForm, YesNo
from stepwell.doors.forms.sheet import Sheet
from stepwell.doors.forms.signed_in import access_of
from stepwell.doors.staff.admissions import admission as page_of
from stepwell.doors.staff.admissions import forms
from stepwell.doors.staff.admissions.views.enquiries import context_of
from stepwell.foundation.gate.refusals import Conflict


class Fit(HouseForm):
    """Factors of fit; each may stay open. options: factors, and age where it is not known."""

    def __init__(self, *args: Any, factors: tuple[page_of.Factor, ...], ask_age: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if ask_age:
            self.fields["age"] = fields.IntegerField(label="Age in years", min_value=0, max_value=130)
        for one in factors:
            hint = "Asked for their support; it never counts." if one.never_counts else ""
            self.fields[f"factor_{one.name}"] = YesNo(label=one.says, required=False, help_text=hint)

    def facts(self) -> dict[str, Any]:
        """As the screen takes them."""
        given = self.cleaned_data
        answers = {name.removeprefix("factor_"): value for name, value in given.items() if name.startswith("factor_")}
        found: dict[str, Any] = {"factors": {name: value for name, value in answers.items() if value is not None}}
        return found if given.get("age") is None else {**found, "age": given["age"]}


@require_http_methods(["GET", "POST"])
def fit(request: HttpRequest, enquiry_id: int) -> HttpResponse:
    """The factors of fit: they inform, and only emergencies route elsewhere."""
    access = access_of(request)
    page = page_of.fit(access, enquiry_id=enquiry_id, now=timezone.now())
    before = page.screen.facts.get("factors", {}) if page.screen else {}
    sheet = Sheet(
        request,
        Fit,
        key=f"enquiry-fit-{enquiry_id}",
        initial={f"factor_{name}": value for name, value in before.items()},
        options={"factors": page.factors, "ask_age": page.way.head.age is None},
    )

    def save(given: dict[str, Any]) -> str:
        way = page.way
        admissions.screen(
            access,
            subject=way.head.subject,
            facts=sheet.form.facts(),
            on=way.head.today,
            program=way.enquiry.program,
        )
        messages.success(request, "Kept. A person decides; nobody is refused by this.")
        return reverse("enquiry-fit", args=[enquiry_id])

    return sheet.answer(save, "admissions/fit.html", lambda: context_of(access, page, "enquiry-fit"))


@require_http_methods(["GET", "POST"])
def show(request: HttpRequest, enquiry_id: int) -> HttpResponse:
    """What is still missing, and the admission."""
    access, now = access_of(request), timezone.now()
    page = page_of.checklist(access, enquiry_id=enquiry_id, now=now)
    if request.method == "GET" and not page.ready:
        return render(request, "admissions/admission.html", context_of(access, page, "enquiry-admission"))
    sheet = Sheet(
        request,
        forms.FirstDay,
        key=f"enquiry-admission-{enquiry_id}",
        seen=page.way.seen,
        theirs=lambda: {"State": page.way.state_name},
        initial={"on": page.way.head.today},
    )

    def save(given: dict[str, Any]) -> str:
        if page.decision is None:
            raise Conflict("No licensed clinician has confirmed a level of care yet.")
        way = page.way
        admissions.admit(
            access,
            subject=way.head.subject,
            program=way.enquiry.program,
            on=given["on"],
            decision=page.decision,
            enquiry=way.enquiry,
            at=now,
        )
        messages.success(request, f"{way.head.person.name} is admitted. Next: seats in groups that fit their week.")
        return reverse("person", args=[way.person_id])

    return sheet.answer(save, "admissions/admission.html", lambda: context_of(access, page, "enquiry-admission"))
