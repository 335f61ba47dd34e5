"""Addresses of portal logins on a person's chart."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from stepwell.doors.staff.letting_in import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("people/<int:person_id>/portal/", views.index, name="chart-portal"),
    path("people/<int:person_id>/portal/new/", views.opening, name="portal-login-new"),
    path("people/<int:person_id>/portal/<int:login_id>/link/", views.link, name="portal-link"),
    path("people/<int:person_id>/portal/<int:login_id>/renewal/", views.renewal, name="portal-renewal"),
    path("people/<int:person_id>/portal/<int:login_id>/closing/", views.closing, name="portal-closing"),
]
