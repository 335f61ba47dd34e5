"""One test: where it stands, its next step, what was found, the review."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from stepwell.care.testing import actions as testing
from stepwell.doors.forms.sheet import Sheet
from stepwell.doors.forms.signed_in import access_of, needs
from stepwell.doors.staff.people.tabs import tabs
from stepwell.doors.staff.tests import forms, pages
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.permissions import Permission


@require_safe
def show(request: HttpRequest, test_id: int) -> HttpResponse:
    """A test from its order on."""
    access = access_of(request)
    page = pages.one(access, test_id=test_id, now=timezone.now(), medicines=True)
    return render(request, "tests/test.html", _context(access, page))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.TEST_COLLECT, to="send")
def step(request: HttpRequest, test_id: int) -> HttpResponse:
    """Collected, or what came instead."""
    access = access_of(request)
    page = pages.one(access, test_id=test_id, now=timezone.now())
    sheet = _sheet(request, page, forms.Step, "step", {"states": page.states})

    def save(given: dict[str, Any]) -> str:
        testing.step(access, test=page.line.course.test, state=given["state"], at=timezone.now(), note=given["note"])
        messages.success(request, f"Kept: {forms.STEPS[given['state']].lower()}.")
        return reverse("test", args=[test_id])

    return sheet.answer(save, "tests/step.html", _context(access, page))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.TEST_ORDER, to="send")
def result(request: HttpRequest, test_id: int) -> HttpResponse:
    """What was found of one substance; the next of the same report follows."""
    access = access_of(request)
    page = pages.one(access, test_id=test_id, now=timezone.now(), medicines=request.method == "POST")
    last = page.line.course.results[-1:]
    initial = {"lab": last[0].lab, "unit": last[0].unit} if last else {"unit": "ng/mL"}
    if len(page.methods) == 1:
        initial |= {"method": page.methods[0]}
    options = {"methods": page.methods, "panel": page.line.course.test.panel}
    sheet = _sheet(request, page, forms.Result, "result", options, initial)

    def save(given: dict[str, Any]) -> str:
        testing.result(access, test=page.line.course.test, at=timezone.now(), prescribed=page.prescribed, **given)
        messages.success(request, f"Kept: {given['analyte']}. Enter the next substance, or look at the test.")
        return reverse("test", args=[test_id])

    return sheet.answer(save, "tests/result.html", _context(access, page))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.TEST_REVIEW, to="send")
def review(request: HttpRequest, test_id: int) -> HttpResponse:
    """A clinician looks at it and says what was made of it."""
    access = access_of(request)
    page = pages.one(access, test_id=test_id, now=timezone.now())
    sheet = _sheet(request, page, forms.Review, "review", {})

    def save(given: dict[str, Any]) -> str:
        act = testing.discuss if page.again else testing.review
        act(access, test=page.line.course.test, at=timezone.now(), says=given["says"])
        messages.success(request, "Kept.")
        return reverse("test", args=[test_id])

    return sheet.answer(save, "tests/review.html", _context(access, page))


def _sheet(
    request: HttpRequest, page: pages.One, form: type[Any], name: str, options: Any, initial: Any = None
) -> Sheet:
    key = f"test-{name}-{page.line.course.test.pk}"
    return Sheet(request, form, key, page.mark, initial, lambda: page.theirs, options)


def _context(access: Access, page: pages.One) -> dict[str, Any]:
    return {"page": page, "head": page.head, "tabs": tabs(access, page.head.person.pk, "chart-tests")}
