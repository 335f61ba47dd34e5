"""What a timeline tells of sessions: who came, for how long, whether the note is signed."""

from __future__ import annotations

from django.db.models import (
    Case,
    DurationField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Sum,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Extract, NullIf

from stepwell.care.sessions.models import Outreach, OwnPart, Participation, Presence
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.moments import Moments, moments
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission


@query(Permission.EPISODE_READ)
def moments_of(access: Access, *, subject: Subject) -> list[Moments]:
    """session: a the group, topic or kind, b what became of it, c "signed" or "unsigned" where they were there, n
    minutes there, breaks included; ref is the session. outreach: a the way, b "reached" or not, c what was said."""
    there = Presence.objects.filter(participation=OuterRef("pk"), voided_at=None).order_by().values("participation")
    length = Sum(F("during__endswith") - F("during__startswith"), output_field=DurationField())
    seconds = Extract(Subquery(there.annotate(length=length).values("length")), "epoch")
    signed = Exists(OwnPart.objects.filter(participation=OuterRef("pk")))
    rows = Participation.objects.filter(subject=subject, session__cancelled_at=None).exclude(outcome="expected")
    name = Coalesce(
        "session__group__name", NullIf("session__topic", Value("")), "session__kind", output_field=TextField()
    )
    note = Case(
        When(~Q(outcome="attended"), then=Value("")), When(signed, then=Value("signed")), default=Value("unsigned")
    )
    reached = Case(When(reached=True, then=Value("reached")), default=Value("not reached"))
    return [
        moments(
            "session",
            rows,
            at="session__starts_at",
            ref="session_id",
            a=name,
            b="outcome",
            c=note,
            n=Cast(seconds, IntegerField()) / 60,
        ),
        moments("outreach", Outreach.objects.filter(subject=subject), at="at", a="way", b=reached, c="says"),
    ]
