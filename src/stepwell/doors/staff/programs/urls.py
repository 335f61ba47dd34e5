"""Addresses of programs, their sites and staff."""

from __future__ import annotations

from django.urls import URLPattern, path

from stepwell.doors.staff.programs.views import programs, sites, staff

_SITE = "programs/sites/<int:site_id>"
_MEMBER = "staff/<int:staff_id>"

urlpatterns: list[URLPattern] = [
    path("programs/", programs.index, name="programs"),
    path("programs/<int:program_id>/", programs.show, name="program"),
    path(f"{_SITE}/", sites.show, name="site"),
    path(f"{_SITE}/letters/", sites.letters, name="site-letters"),
    path(f"{_SITE}/rooms/new/", sites.room, name="room-new"),
    path("staff/", staff.index, name="staff"),
    path("staff/new/", staff.hire, name="staff-new"),
    path(f"{_MEMBER}/", staff.show, name="staff-member"),
    path(f"{_MEMBER}/credentials/new/", staff.credential, name="credential-new"),
]
