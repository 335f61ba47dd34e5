"""Which minutes of a person are handed to the rule of the week, and under which word."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from stepwell.care.sessions.rules.intervals import Stretch
from stepwell.care.sessions.rules.signing import is_late
from stepwell.foundation.policy.document import Policy

HOLISTIC = "holistic"
#: What became of those who are expected in a session or were there: they count to its cap.
HERE = ("expected", "attended")
#: What sessions call a kind, and what scheduling/treatment-hours calls it.
_WORDS = {"drug_test": "testing", "mutual_help": "mutual-help"}
#: A word of that policy for whatever is not treatment for another reason, as a check of weight and pulse.
_NEVER = "documentation"


def hours_kind(kind: str, counts: bool) -> str:
    """The kind of a session as the policy of treatment hours calls it."""
    if kind in _WORDS:
        return _WORDS[kind]
    return kind if counts or kind == HOLISTIC else _NEVER


def shared_time(one: Stretch, others: Iterable[Stretch]) -> list[Stretch]:
    """The parts of `others` that lie inside `one`."""
    found = [(max(one[0], starts), min(one[1], ends)) for starts, ends in others]
    return [part for part in found if part[0] < part[1]]


def sign_by(held_on: date, policy: Policy) -> date:
    """The last day on which a note is signed in time. policy: notes/signing."""
    day = held_on
    while not is_late(held_on, day + timedelta(days=1), policy):
        day += timedelta(days=1)
    return day
