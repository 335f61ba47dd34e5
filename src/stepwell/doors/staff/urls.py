"""Addresses of the staff shell: nouns; a change of state is a resource of its own."""

from __future__ import annotations

from django.contrib.auth.views import LogoutView
from django.urls import path

from stepwell.doors.staff.views import alive, login, people, today

urlpatterns = [
    path("", today.show, name="today"),
    path("tasks/<int:task_id>/outcome/", today.finish, name="task-outcome"),
    path("people/", people.index, name="people"),
    path("people/<int:person_id>/", people.show, name="person"),
    path("login/", login.Login.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("alive/", alive.show, name="alive"),
]
