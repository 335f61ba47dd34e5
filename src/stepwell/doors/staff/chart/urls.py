"""Addresses of chart."""

from __future__ import annotations

from django.urls import URLPattern, path

from stepwell.doors.staff.chart.views import around, reading, ways

_PERSON = "people/<int:person_id>"

urlpatterns: list[URLPattern] = [
    path(f"{_PERSON}/timeline/", reading.timeline, name="chart-timeline"),
    path(f"{_PERSON}/measures/", reading.measures, name="chart-measures"),
    path(f"{_PERSON}/coverage/", reading.coverage, name="chart-coverage"),
    path(f"{_PERSON}/coverage/authorizations/", reading.authorizations, name="chart-authorizations"),
    path(f"{_PERSON}/trail/", reading.trail, name="chart-trail"),
    path(f"{_PERSON}/week/", reading.week, name="chart-week"),
    path(f"{_PERSON}/care/", reading.care, name="chart-care"),
    path(f"{_PERSON}/around/", around.index, name="chart-people"),
    path(f"{_PERSON}/around/new/", around.add, name="relation-new"),
    path(f"{_PERSON}/around/<int:relation_id>/end/", around.end, name="relation-end"),
    path(f"{_PERSON}/ways/new/", ways.add, name="way-new"),
    path(f"{_PERSON}/ways/<int:way_id>/end/", ways.end, name="way-end"),
    path(f"{_PERSON}/death/", ways.death, name="person-death"),
]
