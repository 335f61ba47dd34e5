"""Addresses of papers."""

from __future__ import annotations

from django.urls import URLPattern, path

from stepwell.doors.staff.papers.views import consents, documents, papers

_PERSON = "people/<int:person_id>"

urlpatterns: list[URLPattern] = [
    path(f"{_PERSON}/papers/", papers.index, name="chart-papers"),
    path(f"{_PERSON}/papers/<slug:kind>/", papers.sign, name="paper"),
    path(f"{_PERSON}/papers/<slug:kind>/refusal/", papers.decline, name="paper-refusal"),
    path(f"{_PERSON}/consents/new/", consents.kinds, name="consent-kinds"),
    path(f"{_PERSON}/consents/new/<slug:kind>/", consents.grant, name="consent-new"),
    path(f"{_PERSON}/consents/<int:consent_id>/", consents.show, name="consent"),
    path(f"{_PERSON}/consents/<int:consent_id>/revocation/", consents.revoke, name="consent-revocation"),
    path(f"{_PERSON}/face-sheet/", documents.face_sheet, name="face-sheet"),
    path("documents/<int:document_id>/", documents.show, name="document"),
]
