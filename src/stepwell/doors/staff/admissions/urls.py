"""Addresses of admissions."""

from __future__ import annotations

from django.urls import URLPattern, path

from stepwell.doors.staff.admissions.views import admission, benefits, board, enquiries, intakes, rota, safety

_ONE = "admissions/<int:enquiry_id>/"

urlpatterns: list[URLPattern] = [
    path("admissions/", board.show, name="admissions"),
    path("admissions/new/", board.new, name="enquiry-new"),
    path("admissions/new/known/", board.known, name="enquiry-known"),
    path("admissions/on-call/", rota.show, name="on-call"),
    path(_ONE, enquiries.show, name="enquiry"),
    path(f"{_ONE}contact/", enquiries.contact, name="enquiry-contact"),
    path(f"{_ONE}person/", enquiries.person, name="enquiry-person"),
    path(f"{_ONE}ending/", enquiries.ending, name="enquiry-ending"),
    path(f"{_ONE}hold/ending/", enquiries.hold_ending, name="enquiry-hold-ending"),
    path(f"{_ONE}return/", enquiries.back, name="enquiry-return"),
    path(f"{_ONE}safety/", safety.show, name="enquiry-safety"),
    path(f"{_ONE}safety/preview/", safety.preview, name="enquiry-safety-preview"),
    path(f"{_ONE}benefits/", benefits.show, name="enquiry-benefits"),
    path(f"{_ONE}benefits/plans/", benefits.plan, name="enquiry-plan"),
    path(f"{_ONE}benefits/plans/<int:coverage_id>/answer/", benefits.answer, name="enquiry-plan-answer"),
    path(f"{_ONE}benefits/plans/<int:coverage_id>/referral/", benefits.referral, name="enquiry-plan-referral"),
    path(f"{_ONE}benefits/estimate/", benefits.estimate, name="enquiry-estimate"),
    path(f"{_ONE}benefits/fee/", benefits.fee, name="enquiry-fee"),
    path(f"{_ONE}benefits/instalments/", benefits.instalments, name="enquiry-instalments"),
    path(f"{_ONE}fit/", admission.fit, name="enquiry-fit"),
    path(f"{_ONE}intake/", intakes.show, name="enquiry-intake"),
    path(f"{_ONE}intake/outcome/", intakes.outcome, name="enquiry-intake-outcome"),
    path(f"{_ONE}admission/", admission.show, name="enquiry-admission"),
]
