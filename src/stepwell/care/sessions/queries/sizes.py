"""How large groups are and who leads them: counts, nothing of anybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from stepwell.care.sessions.models import Session
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission


@dataclass(frozen=True)
class GroupSizes:
    """Of group sessions somebody came to: how many there were, how many came to them in all, how many led them."""

    sessions: int
    came: int
    leaders: int


@query(Permission.PUBLIC_READ, trailed=False)
def group_sizes(access: Access, *, program_id: int, from_on: date, to_on: date) -> GroupSizes:
    """Sizes of a program's group sessions from a day to a day, both included; one read."""
    attended = Count("roster", filter=Q(roster__outcome="attended"))
    rows = Session.objects.filter(
        program=program_id, group__isnull=False, on__range=(from_on, to_on), cancelled_at=None
    ).annotate(came=attended)
    held = list(rows.filter(came__gt=0).values_list("came", "co_leader_id"))
    return GroupSizes(len(held), sum(came for came, _ in held), sum(1 + (second is not None) for _, second in held))
