"""Addresses of sessions: the day, the room of one session, notes."""

from __future__ import annotations

from django.urls import URLPattern, path

from stepwell.doors.staff.sessions.views import days, notes, planning, room, roster

_SESSION = "sessions/<int:session_id>"
_NOTE = f"{_SESSION}/notes/<int:participation_id>"

urlpatterns: list[URLPattern] = [
    path("sessions/", days.index, name="sessions"),
    path("sessions/new/", planning.new, name="session-new"),
    path("sessions/unsigned/", days.unsigned, name="sessions-unsigned"),
    path("groups/<int:group_id>/meetings/<str:on>/", days.hold, name="meeting"),
    path(f"{_SESSION}/", room.show, name="session"),
    path(f"{_SESSION}/check/", room.check, name="session-check"),
    path(f"{_SESSION}/roster/", roster.everyone, name="session-everyone"),
    path(f"{_SESSION}/roster/<int:participation_id>/", roster.one, name="session-presence"),
    path(f"{_SESSION}/breaks/", roster.pause, name="session-breaks"),
    path(f"{_SESSION}/arrivals/", roster.arrivals, name="session-arrivals"),
    path(f"{_SESSION}/shared/", notes.shared, name="session-shared"),
    path(f"{_SESSION}/shared/amendment/", notes.amend_shared, name="session-shared-amendment"),
    path(f"{_NOTE}/", notes.show, name="note"),
    path(f"{_NOTE}/amendment/", notes.amend, name="note-amendment"),
    path("people/<int:person_id>/notes/", notes.of_person, name="chart-notes"),
]
