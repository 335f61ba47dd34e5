"""What a timeline tells of drug tests."""

from __future__ import annotations

from django.db.models import Case, Value, When

from stepwell.care.testing.models import TestResult, TestStep
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.moments import Moments, moments
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission


@query(Permission.NOTE_READ)
def moments_of(access: Access, *, subject: Subject) -> list[Moments]:
    """test-step: a the state, b why the test was ordered. test-result: a the analyte, b the method, c "detected" or
    not. ref is the test."""
    found = Case(When(detected=True, then=Value("detected")), default=Value("not detected"))
    steps = TestStep.objects.filter(subject=subject).exclude(state__in=("presumptive", "definitive"))
    results = TestResult.objects.filter(subject=subject)
    return [
        moments("test-step", steps, at="at", ref="test_id", a="state", b="test__why"),
        moments("test-result", results, at="at", ref="test_id", a="analyte", b="method", c=found),
    ]
