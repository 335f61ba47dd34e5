"""What the finder of seats is told: groups as they stand, and when and how a person can come."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from typing import TYPE_CHECKING, Any, cast, get_args

from stepwell.care.scheduling.rules import seats_facts as facts
from stepwell.foundation.gate.refusals import BadInput

if TYPE_CHECKING:
    from stepwell.care.scheduling.models import Group

#: Words for a group that is for everybody.
EVERYBODY = frozenset({"", "any", "all", "general"})


def group_offered(group: Group, taken: Mapping[int, int]) -> facts.Group:
    """The group with the seats taken in it, by the number of the group."""
    return facts.Group(
        id=str(group.pk),
        weekday=group.weekday,
        starts=group.starts,
        ends=group.ends,
        soft_cap=group.soft_cap,
        hard_cap=group.hard_cap,
        taken=taken.get(group.pk, 0),
        track=None if group.track.casefold() in EVERYBODY else group.track,
        phase=group.phase or None,
        mode=mode_of(group.mode),
    )


def window(given: Mapping[str, Any], place: int) -> facts.Window:
    """A stretch of a weekday: {weekday, starts, ends}. place: in the list, from 0. Raises BadInput."""
    try:
        begins, ends = (_clock(given[key]) for key in ("starts", "ends"))
        weekday = int(given["weekday"])
    except (KeyError, ValueError, TypeError):
        raise BadInput(f"availability[{place}]", "Say a weekday, when it starts and when it ends, as 09:00.") from None
    if not 0 <= weekday <= 6 or ends <= begins:
        raise BadInput(f"availability[{place}]", "A weekday is 0 to 6, and a window ends after it starts.")
    return facts.Window(weekday, begins, ends)


def mode_of(given: str) -> facts.Mode:
    """In person or by video. Raises BadInput."""
    if given not in get_args(facts.Mode):
        raise BadInput("mode", f"A group meets in one of these ways: {', '.join(get_args(facts.Mode))}.")
    return cast(facts.Mode, given)


def _clock(given: Any) -> time:
    return given if isinstance(given, time) else time.fromisoformat(given)
