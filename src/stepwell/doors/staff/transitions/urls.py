"""Addresses of transitions."""

from __future__ import annotations

from django.urls import URLPattern, path

from stepwell.doors.staff.transitions.views import afterwards, leaving, stay

_STAY = "people/<int:person_id>/stay"

urlpatterns: list[URLPattern] = [
    path("handoffs/", afterwards.index, name="handoffs"),
    path("handoffs/<int:handoff_id>/outcome/", afterwards.close, name="handoff-outcome"),
    path("follow-ups/<int:follow_up_id>/outcome/", afterwards.call, name="follow-up-outcome"),
    path(f"{_STAY}/", stay.show, name="stay"),
    path(f"{_STAY}/review/", stay.review, name="stay-review"),
    path(f"{_STAY}/review/preview/", stay.preview, name="stay-preview"),
    path(f"{_STAY}/discharge/", leaving.discharge, name="discharge"),
    path(f"{_STAY}/discharge/preview/", leaving.preview, name="discharge-preview"),
    path(f"{_STAY}/discharge/summary/", leaving.summary, name="discharge-summary"),
]
