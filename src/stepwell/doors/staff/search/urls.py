"""Address of the search."""

from __future__ import annotations

from django.urls import path

from stepwell.doors.staff.search import views

urlpatterns = [path("search/", views.show, name="search")]
