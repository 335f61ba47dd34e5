"""Addresses of billing."""

from __future__ import annotations

from django.urls import URLPattern, path

from stepwell.doors.staff.billing.views import claims, days, fees, people

_PERSON = "people/<int:person_id>/billing/"

urlpatterns: list[URLPattern] = [
    path("billing/", days.show, name="billing"),
    path("billing/people/", people.index, name="billing-people"),
    path("claims/", claims.index, name="claims"),
    path("claims/<slug:claim_id>/", claims.show, name="claim"),
    path("claims/<slug:claim_id>/file/", claims.file, name="claim-file"),
    path(_PERSON, people.show, name="person-billing"),
    path(f"{_PERSON}claims/new/", people.claims, name="claims-new"),
    path(f"{_PERSON}days/<str:on>/ruling/", people.rule_again, name="day-ruling"),
    path(f"{_PERSON}fee/", fees.sliding, name="billing-fee"),
    path(f"{_PERSON}instalments/", fees.instalments, name="billing-instalments"),
    path(f"{_PERSON}estimate/", fees.estimate, name="billing-estimate"),
]
