"""Addresses of plan."""

from __future__ import annotations

from django.urls import URLPattern, path

from stepwell.doors.staff.plan.views import document, parts, reviewing, signing, team

_PLAN = "people/<int:person_id>/plan"

urlpatterns: list[URLPattern] = [
    path(f"{_PLAN}/", document.show, name="chart-plan"),
    path(f"{_PLAN}/draft/", document.draft, name="plan-draft"),
    path(f"{_PLAN}/draft/version/", document.finish, name="plan-finish"),
    path(f"{_PLAN}/draft/removal/", document.drop, name="plan-drop"),
    path(f"{_PLAN}/draft/<slug:key>/", parts.write, name="plan-part"),
    path(f"{_PLAN}/draft/<slug:under>/new/", parts.add, name="plan-part-new"),
    path(f"{_PLAN}/draft/<slug:key>/removal/", parts.remove, name="plan-part-removal"),
    path(f"{_PLAN}/suggestions/", parts.suggestions, name="plan-suggestions"),
    path(f"{_PLAN}/suggestions/<slug:name>/", parts.take, name="plan-suggestion"),
    path(f"{_PLAN}/versions/<int:plan_id>/", document.version, name="plan-version"),
    path(f"{_PLAN}/versions/<int:plan_id>/changes/", document.changes, name="plan-changes"),
    path(f"{_PLAN}/versions/<int:plan_id>/print/", document.printed, name="plan-print"),
    path(f"{_PLAN}/versions/<int:plan_id>/signatures/<slug:signer>/", signing.sign, name="plan-signature"),
    path(f"{_PLAN}/versions/<int:plan_id>/refusal/", signing.decline, name="plan-refusal"),
    path(f"{_PLAN}/objectives/<int:objective_id>/progress/", reviewing.progress, name="plan-progress"),
    path(f"{_PLAN}/review/", reviewing.review, name="plan-review"),
    path(f"{_PLAN}/review/measures/", reviewing.moved, name="plan-review-measures"),
    path(f"{_PLAN}/team/", team.show, name="plan-team"),
    path(f"{_PLAN}/team/new/", team.join, name="plan-team-join"),
    path(f"{_PLAN}/team/outside/", team.outside, name="plan-team-outside"),
    path(f"{_PLAN}/team/<int:member_id>/end/", team.leave, name="plan-team-end"),
]
