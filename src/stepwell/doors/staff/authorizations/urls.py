"""Addresses of authorizations."""

from __future__ import annotations

from django.urls import URLPattern, path

from stepwell.doors.staff.authorizations.views import authorization, board, packets, requests

_ONE = "authorizations/<int:authorization_id>/"

urlpatterns: list[URLPattern] = [
    path("authorizations/", board.show, name="authorizations"),
    path("authorizations/new/", requests.whom, name="authorization-whom"),
    path("authorizations/packets/<int:packet_id>/", packets.show, name="review-packet"),
    path(_ONE, authorization.show, name="authorization"),
    path(f"{_ONE}packet/", packets.compose, name="authorization-packet"),
    path(f"{_ONE}packet/preview/", packets.preview, name="authorization-packet-preview"),
    path(f"{_ONE}stay/", authorization.attach, name="authorization-stay"),
    path(f"{_ONE}<slug:noun>/", authorization.act, name="authorization-act"),
    path("people/<int:person_id>/authorizations/new/", requests.new, name="authorization-new"),
]
