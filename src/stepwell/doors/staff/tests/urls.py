"""Addresses of tests."""

from __future__ import annotations

from django.urls import URLPattern, path

from stepwell.doors.staff.tests.views import courses, tests

urlpatterns: list[URLPattern] = [
    path("tests/", tests.index, name="tests"),
    path("people/<int:person_id>/tests/", tests.of_person, name="chart-tests"),
    path("people/<int:person_id>/tests/new/", tests.order, name="test-new"),
    path("tests/<int:test_id>/", courses.show, name="test"),
    path("tests/<int:test_id>/steps/", courses.step, name="test-step"),
    path("tests/<int:test_id>/results/", courses.result, name="test-result"),
    path("tests/<int:test_id>/review/", courses.review, name="test-review"),
]
