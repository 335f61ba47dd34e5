"""What belongs together of somebody who says beforehand that they cannot come, and that they can after all."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from stepwell.foundation.gate.roles import Role

if TYPE_CHECKING:
    from stepwell.registry.episodes.models import Episode

#: Work for whoever keeps seats: somebody cannot come, and can after all when that work was done already.
TASK, BACK = "cannot-come", "can-come"
#: What a roster says of who told it themselves.
SAID_BEFORE = "said before"
BEGUN = "This meeting has begun. Write to your team, or call."


def key_of(group_id: int, on: date) -> str:
    """How a group's meeting is named in an address."""
    return f"meeting-{group_id}-{on.isoformat()}"


def place_of(key: str) -> tuple[int, date] | None:
    """The group and the date of a group's meeting by its key; None for another key."""
    _kind, _, place = key.partition("-")
    group, _, on = place.partition("-")
    try:
        found = int(group[:18]), date.fromisoformat(on)
    except ValueError:
        return None
    return found if key_of(*found) == key else None


def about(episode: Episode, key: str) -> str:
    """What the work about somebody's meeting is about, so that it is asked for once."""
    return f"{episode.pk}:{key}"[:80]


def role_for(group_id: int | None) -> Role:
    """Who looks after it: seats in groups are kept by case managers."""
    return Role.CASE_MANAGER if group_id else Role.COUNSELOR
