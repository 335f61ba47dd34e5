"""Addresses of assessment."""

from __future__ import annotations

from django.urls import URLPattern, path

from stepwell.doors.staff.assessment.views import assessments, diagnoses, instruments, placements, tablets

_PERSON = "people/<int:person_id>"
_INSTRUMENT = f"{_PERSON}/instruments/<slug:name>"

urlpatterns: list[URLPattern] = [
    path(f"{_PERSON}/assessment/", assessments.show, name="chart-assessment"),
    path(f"{_PERSON}/assessments/", assessments.begin, name="assessments"),
    path(f"{_PERSON}/assessments/<int:assessment_id>/", assessments.read, name="assessment"),
    path(f"{_PERSON}/assessments/<int:assessment_id>/<slug:screen_id>/", assessments.screen, name="assessment-screen"),
    path(f"{_PERSON}/placement/", placements.edit, name="placement"),
    path(f"{_PERSON}/placement/preview/", placements.preview, name="placement-preview"),
    path(f"{_PERSON}/placement/confirmation/", placements.confirm, name="placement-confirmation"),
    path(f"{_PERSON}/diagnoses/", diagnoses.index, name="diagnoses"),
    path(f"{_PERSON}/diagnoses/preview/", diagnoses.preview, name="diagnosis-preview"),
    path(f"{_PERSON}/diagnoses/<int:diagnosis_id>/resolution/", diagnoses.resolve, name="diagnosis-resolution"),
    path(f"{_INSTRUMENT}/", instruments.show, name="instrument"),
    path(f"{_INSTRUMENT}/giving/", instruments.give, name="instrument-giving"),
    path(f"{_INSTRUMENT}/tablet/", tablets.answer, name="instrument-tablet"),
    path(f"{_INSTRUMENT}/tablet/thanks/", tablets.thanks, name="tablet-thanks"),
    path(f"{_INSTRUMENT}/results/<int:measure_id>/", instruments.result, name="instrument-result"),
]
