"""Addresses of the week: the board, groups, a person's seats."""

from __future__ import annotations

from django.urls import URLPattern, path

from stepwell.doors.staff.week.views import board, groups, seats

_SEATS = "people/<int:person_id>/seats"

urlpatterns: list[URLPattern] = [
    path("week/", board.index, name="week"),
    path("groups/new/", groups.new, name="group-new"),
    path("groups/<int:group_id>/", groups.show, name="group"),
    path("groups/<int:group_id>/closing/", groups.close, name="group-closing"),
    path(f"{_SEATS}/", seats.show, name="chart-seats"),
    path(f"{_SEATS}/hours/", seats.hours, name="seat-hours"),
    path(f"{_SEATS}/offers/", seats.offers, name="seat-offers"),
    path(f"{_SEATS}/<int:membership_id>/leaving/", seats.leave, name="seat-leaving"),
]
