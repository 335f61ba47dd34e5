"""Addresses of the day that goes wrong: nouns; a change of state is a resource of its own."""

from __future__ import annotations

from django.urls import URLPattern, path

from stepwell.doors.staff.urgent.views import (
    arrivals,
    away,
    changes,
    emergencies,
    grievances,
    home,
    incidents,
    leaves,
    letters,
    outreach,
)

_EMERGENCY = "urgent/emergencies/<int:emergency_id>"
_ARRIVAL = "urgent/arrivals/<int:arrival_id>"
_SESSION = "urgent/sessions/<slug:key>"
_ABSENCE = "urgent/absences/<int:absence_id>"
_INCIDENT = "urgent/incidents/<int:incident_id>"
_GRIEVANCE = "urgent/grievances/<int:grievance_id>"
_PERSON = "people/<int:person_id>"
_LETTER = f"{_PERSON}/letters/<int:letter_id>"

urlpatterns: list[URLPattern] = [
    path("urgent/", home.show, name="urgent"),
    path("urgent/emergencies/new/", emergencies.new, name="emergency-new"),
    path("urgent/emergencies/preview/", emergencies.preview, name="emergency-preview"),
    path(f"{_EMERGENCY}/", emergencies.show, name="emergency"),
    path(f"{_EMERGENCY}/taps/", emergencies.tap, name="emergency-tap"),
    path(f"{_EMERGENCY}/naloxone/", emergencies.naloxone, name="emergency-naloxone"),
    path(f"{_EMERGENCY}/disclosure/", emergencies.disclosure, name="emergency-disclosure"),
    path(f"{_EMERGENCY}/end/", emergencies.end, name="emergency-end"),
    path("urgent/arrivals/new/", arrivals.new, name="arrival-new"),
    path(f"{_ARRIVAL}/", arrivals.show, name="arrival"),
    path(f"{_ARRIVAL}/look/", arrivals.look, name="arrival-look"),
    path(f"{_ARRIVAL}/ride/", arrivals.ride, name="arrival-ride"),
    path("urgent/sessions/", changes.index, name="changes"),
    path("urgent/sessions/now/", changes.now, name="changes-now"),
    path(f"{_SESSION}/cancellation/", changes.cancellation, name="session-cancellation"),
    path(f"{_SESSION}/move/", changes.move, name="session-move"),
    path(f"{_SESSION}/split/", changes.split, name="session-split"),
    path(f"{_SESSION}/join/", changes.join, name="session-join"),
    path(f"{_SESSION}/roster/", changes.roster, name="session-roster"),
    path("urgent/absences/new/", away.new, name="absence-new"),
    path(f"{_ABSENCE}/", away.show, name="absence"),
    path(f"{_ABSENCE}/cover/", away.cover, name="absence-cover"),
    path(f"{_ABSENCE}/return/", away.back, name="absence-return"),
    path("urgent/incidents/", incidents.index, name="incidents"),
    path("urgent/incidents/new/", incidents.new, name="incident-new"),
    path(f"{_INCIDENT}/", incidents.show, name="incident"),
    path(f"{_INCIDENT}/review/", incidents.review, name="incident-review"),
    path(f"{_INCIDENT}/closing/", incidents.closing, name="incident-closing"),
    path(f"{_INCIDENT}/reports/<int:report_id>/", incidents.sent, name="incident-sent"),
    path("urgent/grievances/", grievances.index, name="grievances"),
    path("urgent/grievances/new/", grievances.new, name="grievance-new"),
    path(f"{_GRIEVANCE}/", grievances.show, name="grievance"),
    path(f"{_GRIEVANCE}/notice/", grievances.notice, name="grievance-notice"),
    path("urgent/outreach/", outreach.index, name="outreach"),
    path("urgent/outreach/<int:task_id>/", outreach.call, name="outreach-call"),
    path("urgent/leaves/", leaves.index, name="leaves"),
    path(f"{_PERSON}/leave/", leaves.show, name="leave"),
    path("urgent/letters/", letters.choose, name="letters-for"),
    path(f"{_PERSON}/letters/", letters.index, name="letters"),
    path(f"{_PERSON}/letters/preview/", letters.preview, name="letters-preview"),
    path(f"{_LETTER}/", letters.show, name="letter"),
    path(f"{_LETTER}/signature/", letters.signature, name="letter-signature"),
    path(f"{_LETTER}/voiding/", letters.voiding, name="letter-voiding"),
]
