"""Where an enquiry can go from where it stands. Nobody is ever rejected: every end but admission leads back in."""

from __future__ import annotations

from typing import Final

NEW: Final = "new"
ADMITTED: Final = "admitted"
STATES: Final = ("contacted", "benefits", "intake_booked", ADMITTED, "routed_elsewhere", "withdrawn")

_UNDER_WAY = frozenset(STATES)
#: state -> states that may follow. An enquiry without a step is new.
PAIRS: Final[dict[str, frozenset[str]]] = {
    NEW: _UNDER_WAY,
    "contacted": _UNDER_WAY,
    "benefits": _UNDER_WAY,
    "intake_booked": _UNDER_WAY,
    "routed_elsewhere": frozenset({"contacted", "intake_booked", "withdrawn"}),
    "withdrawn": frozenset({"contacted"}),
    ADMITTED: frozenset(),
}
#: States in which somebody has spoken with the person, so that no call back is owed.
ANSWERED: Final = frozenset(STATES) - {"benefits"}
CLOSED: Final = frozenset({ADMITTED, "routed_elsewhere", "withdrawn"})


def may_move(state: str, to: str) -> bool:
    """Whether an enquiry in `state` may go to `to`."""
    return to in PAIRS[state]
