"""The address of a calendar feed: a secret and nothing else."""

from __future__ import annotations

from django.urls import URLPattern, path

from stepwell.doors.feeds import views

urlpatterns: list[URLPattern] = [path("feeds/<str:secret>.ics", views.show, name="feed")]
