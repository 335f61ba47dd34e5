"""In which way something may be sent to somebody, if in any."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from stepwell.foundation.kernel.ruling import Ruling
from stepwell.foundation.policy.document import Policy


@dataclass(frozen=True)
class WayFacts:
    """A way the person named as safe. kind: phone, text, email or letter. leave_message: whether words may be left
    there. stopped: its number answered STOP."""

    kind: str
    leave_message: bool
    stopped: bool = False


def way_for(ways: Sequence[WayFacts], policy: Policy) -> Ruling[int | None]:
    """The place of the way to take, None where nothing may be sent. policy: notices/sending. The kinds in the policy's
    order, of one kind the first that was named."""
    kinds = list(policy.rule("ways")["kinds"])
    fits = [
        (kinds.index(way.kind), place)
        for place, way in enumerate(ways)
        if way.kind in kinds and way.leave_message and not way.stopped
    ]
    reason = policy.reason("ways", {"ways": len(ways), "fitting": len(fits)})
    return Ruling(min(fits)[1] if fits else None, (reason,))
