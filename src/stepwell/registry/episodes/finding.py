"""Where people stand whom a search found."""

from __future__ import annotations

from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.registry.episodes.models import Episode


@query(Permission.EPISODE_READ)
def latest_of(access: Access, *, subject_ids: list[int]) -> dict[int, Episode]:
    """The latest stay of each of these people with its program, by the subject's number; one read."""
    rows = Episode.objects.select_related("program").filter(subject__in=subject_ids).order_by("admitted_on", "id")
    return {row.subject_id: row for row in rows}
