"""What a timeline tells of stays: admission, levels, leaves."""

from __future__ import annotations

from django.db.models import F

from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.moments import Moments, moments
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.registry.episodes.models import Episode, Leave, LevelSpan


@query(Permission.EPISODE_READ)
def moments_of(access: Access, *, subject: Subject) -> list[Moments]:
    """admitted, ended: a the program. level: a the level, b hours and n days a week. leave, back: a the reason."""
    stays = Episode.objects.filter(subject=subject)
    away = Leave.objects.filter(subject=subject).annotate(first=F("during__startswith"), last=F("during__endswith"))
    spans = LevelSpan.objects.filter(subject=subject).annotate(first=F("during__startswith"))
    return [
        moments("admitted", stays, at="admitted_on", day=True, a="program__name"),
        moments("ended", stays.exclude(ended_on=None), at="ended_on", day=True, a="program__name"),
        moments("level", spans, at="first", day=True, a="level", b="weekly_hours", n="days_per_week"),
        moments("leave", away, at="first", day=True, a="reason"),
        moments("back", away.exclude(last=None), at="last", day=True, a="reason"),
    ]
