"""Addresses of the trail and of the accounting of disclosures."""

from __future__ import annotations

from django.urls import URLPattern, path

from stepwell.doors.staff.trail.views import disclosures, trail

urlpatterns: list[URLPattern] = [
    path("trail/", trail.show, name="trail"),
    path("disclosures/", disclosures.show, name="disclosures"),
    path("disclosures/export/", disclosures.export, name="disclosures-export"),
]
