"""What a timeline tells of reviews of the stay, discharge and what follows."""

from __future__ import annotations

from django.db.models import Case, Value, When

from stepwell.care.transitions.models import Discharge, FollowUp, Handoff, StayReview
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.moments import Moments, moments
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission


@query(Permission.NOTE_READ)
def moments_of(access: Access, *, subject: Subject) -> list[Moments]:
    """stay-review: a what was decided, b by whom. discharge: a the reason, b by whom. handoff-closed: a to whom, b how
    it ended. follow-up: a "reached" or not, n days after leaving."""
    closed = Handoff.objects.filter(subject=subject).exclude(closed_at=None)
    called = FollowUp.objects.filter(subject=subject).exclude(done_on=None)
    reached = Case(When(reached=True, then=Value("reached")), default=Value("not reached"))
    reviews = StayReview.objects.filter(subject=subject)
    ends = Discharge.objects.filter(subject=subject)
    return [
        moments("stay-review", reviews, at="on", day=True, a="decided", b="approved_by__name"),
        moments("discharge", ends, at="on", day=True, a="reason", b="approved_by__name"),
        moments("handoff-closed", closed, at="closed_at", a="to_whom", b="outcome"),
        moments("follow-up", called, at="done_on", day=True, a=reached, n="days"),
    ]
