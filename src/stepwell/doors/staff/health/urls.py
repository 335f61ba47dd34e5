"""Addresses of health."""

from __future__ import annotations

from django.urls import URLPattern, path

from stepwell.doors.staff.health import views

_HEALTH = "people/<int:person_id>/health"

urlpatterns: list[URLPattern] = [
    path(f"{_HEALTH}/", views.show, name="chart-health"),
    path(f"{_HEALTH}/medications/new/", views.start, name="medication-new"),
    path(f"{_HEALTH}/medications/<int:medication_id>/dose/", views.dose, name="medication-dose"),
    path(f"{_HEALTH}/medications/<int:medication_id>/end/", views.stop, name="medication-end"),
    path(f"{_HEALTH}/allergies/new/", views.allergy, name="allergy-new"),
    path(f"{_HEALTH}/allergies/<int:allergy_id>/end/", views.end_allergy, name="allergy-end"),
    path(f"{_HEALTH}/check-ups/new/", views.check_up, name="check-up-new"),
]
