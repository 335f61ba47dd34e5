"""Addresses of the staff shell: nouns; a change of state is a resource of its own."""

from __future__ import annotations

from django.contrib.auth.views import LogoutView
from django.urls import URLPattern, URLResolver, include, path

from stepwell.doors.staff.people import views as people
from stepwell.doors.staff.shell import alive, login, offline
from stepwell.doors.staff.today import views as today

#: One folder a section, in the order of a person's way; each keeps its own addresses.
SECTIONS = (
    "search",
    "admissions",
    "assessment",
    "papers",
    "chart",
    "letting_in",
    "plan",
    "week",
    "sessions",
    "tests",
    "health",
    "messages",
    "authorizations",
    "billing",
    "transitions",
    "dashboard",
    "programs",
    "trail",
    "urgent",
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", today.show, name="today"),
    path("tasks/<int:task_id>/outcome/", today.finish, name="task-outcome"),
    path("people/", people.index, name="people"),
    path("people/<int:person_id>/", people.show, name="person"),
    path("people/<int:person_id>/details/", people.edit, name="person-details"),
    path("login/", login.Login.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("alive/", alive.show, name="alive"),
    path("offline/", offline.show, name="offline"),
    path("line.js", offline.worker, name="line"),
    *(path("", include(f"stepwell.doors.staff.{section}.urls")) for section in SECTIONS),
]
