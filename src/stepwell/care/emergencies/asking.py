"""The work that an emergency or an arrival leaves for people. Called inside an open gate."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from stepwell.foundation.jobs import actions as jobs
from stepwell.foundation.policy.document import Policy

if TYPE_CHECKING:
    from stepwell.care.emergencies.models import Emergency
    from stepwell.foundation.gate.access import Access
    from stepwell.foundation.gate.models import Subject

#: These two outlast a death; all else that reaches for the person ends with it (care.transitions sees to that).
SUPERVISOR = "tell-supervisor"
LOG_DISCLOSURE = "log-disclosure"
CONTACT = "contact-after-emergency"
REASSESS = "reassess-after-emergency"
RIDE = "safe-ride"
LEFT = "call-who-left"
CARE = "emergency-care"
LOOK_AGAIN = "see-again"
#: The work of an arrival; a withdrawn entry ends it.
OF_ARRIVAL = (RIDE, LEFT, CARE, LOOK_AGAIN)


def about(emergency: Emergency) -> str:
    """How tasks name an emergency."""
    return f"emergency:{emergency.pk}"


def ask(
    access: Access,
    subject: Subject,
    policy: Policy,
    *,
    rule_id: str,
    kind: str,
    about: str,
    at: datetime,
    says: str = "",
) -> None:
    """Put what the rule says on Today, due as the rule says after `at`; at once where it names no time."""
    rule = policy.rule(rule_id)
    within = timedelta(minutes=rule.get("within_minutes", rule.get("log_within_minutes", 0)))
    jobs.ask_for(
        access,
        subject=subject,
        kind=kind,
        says=(says or rule.says)[:300],
        for_role=rule["for_role"],
        due_at=at + within + timedelta(hours=rule.get("within_hours", 0)),
        about=about,
    )


def done(access: Access, subject: Subject, kind: str, about: str, at: datetime, outcome: str) -> None:
    """That work is done, however it was left."""
    jobs.finish_about(access, subject=subject, kind=kind, about=about, at=at, outcome=outcome[:300])
