"""Addresses of the portal: "my-…" are a client's, "family-…" those of somebody the client lets in."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from stepwell.doors.portal.views import care, days, family, own, talking, welcome

urlpatterns: list[URLPattern | URLResolver] = [
    path("my/", days.today, name="my-today"),
    path("my/week/", days.week, name="my-week"),
    path("my/week/make-up/", days.make_up, name="my-make-up"),
    path("my/week/<slug:key>/absence/", days.absence, name="my-absence"),
    path("my/week/<slug:key>/return/", days.after_all, name="my-return"),
    path("my/week/<slug:key>/giving-up/", days.give_up, name="my-give-up"),
    path("my/week/<slug:key>/room/", days.join, name="my-join"),
    path("my/way/", care.way, name="my-way"),
    path("my/plan/", care.plan, name="my-plan"),
    path("my/check-ins/", care.check_ins, name="my-check-ins"),
    path("my/check-ins/<slug:name>/", care.check_in, name="my-check-in"),
    path("my/papers/", care.papers, name="my-papers"),
    path("my/papers/<slug:kind>/", care.paper, name="my-paper"),
    path("my/papers/<slug:kind>/refusal/", care.refusal, name="my-paper-refusal"),
    path("my/messages/", talking.thread, name="my-messages"),
    path("my/help/", talking.help_now, name="my-help"),
    path("my/more/", talking.more, name="my-more"),
    path("my/hard-times/", talking.hard_times, name="my-crisis-plan"),
    path("my/settings/", talking.settings, name="my-settings"),
    path("my/settings/language/", talking.language, name="my-language"),
    path("my/settings/ways/new/", talking.way, name="my-reach-new"),
    path("my/settings/ways/<int:way_id>/end/", talking.way_end, name="my-reach-end"),
    path("my/settings/calendar/", talking.calendar, name="my-calendar"),
    path("my/documents/", own.documents, name="my-documents"),
    path("my/documents/<int:document_id>/", own.document, name="my-document"),
    path("my/documents/plan/<int:plan_id>/", own.plan_file, name="my-plan-file"),
    path("my/documents/schedule/", own.schedule_file, name="my-schedule-file"),
    path("my/costs/", own.costs, name="my-costs"),
    path("my/people/", own.people, name="my-people"),
    path("my/people/<slug:kind>/new/", own.let_in, name="my-consent-new"),
    path("my/people/consents/<int:consent_id>/revocation/", own.revocation, name="my-revocation"),
    path("my/trail/", own.trail, name="my-trail"),
    path("my/copy/", own.export, name="my-export"),
    path("family/", family.today, name="family-today"),
    path("family/sessions/<int:session_id>/room/", family.join, name="family-join"),
    path("family/helping/", family.education, name="family-education"),
    path("family/help/", family.help_now, name="family-help"),
    path("family/language/", talking.language, name="family-language"),
    path("welcome/<str:token>/", welcome.choose, name="welcome"),
]
