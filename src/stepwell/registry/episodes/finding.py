"""Where people stand whom a search found."""

from __future__ import annotations

from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.registry.episodes.models import Episode, LevelSpan
from stepwell.registry.episodes.queries import Step


@query(Permission.EPISODE_READ)
def latest_of(access: Access, *, subject_ids: list[int]) -> dict[int, Episode]:
    """The latest stay of each of these people with its program, by the subject's number; one read."""
    rows = Episode.objects.select_related("program").filter(subject__in=subject_ids).order_by("admitted_on", "id")
    return {row.subject_id: row for row in rows}


@query(Permission.EPISODE_READ)
def stairs_of(access: Access, *, episode_ids: list[int]) -> dict[int, list[Step]]:
    """The steps of each of these stays in order, by the number of the stay; one read."""
    found: dict[int, list[Step]] = {}
    for span in LevelSpan.objects.filter(episode__in=episode_ids).order_by("during"):
        step = Step(span.level, span.during.lower, span.during.upper, span.weekly_hours, span.days_per_week)
        found.setdefault(span.episode_id, []).append(step)
    return found
