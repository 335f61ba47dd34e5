"""Addresses of what is being written."""

from __future__ import annotations

from django.urls import path

from stepwell.doors.forms import views

urlpatterns = [
    path("kept/", views.keep, name="kept"),
    path("kept/afresh/", views.start_over, name="kept-afresh"),
]
