"""Addresses of the director's dashboard."""

from __future__ import annotations

from django.urls import URLPattern, path

from stepwell.doors.staff.dashboard import views

urlpatterns: list[URLPattern] = [
    path("dashboard/", views.show, name="dashboard"),
    path("dashboard/<slug:name>/", views.part, name="dashboard-part"),
]
