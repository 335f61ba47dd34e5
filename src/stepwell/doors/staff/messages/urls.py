"""Addresses of messages, and of what somebody wishes for a crisis."""

from __future__ import annotations

from django.urls import URLPattern, path

from stepwell.doors.staff.messages import views

_PERSON = "people/<int:person_id>"

urlpatterns: list[URLPattern] = [
    path(f"{_PERSON}/messages/", views.thread, name="chart-messages"),
    path(f"{_PERSON}/messages/reading/", views.reading, name="chart-messages-reading"),
    path(f"{_PERSON}/crisis-plan/", views.crisis_plan, name="chart-crisis-plan"),
]
