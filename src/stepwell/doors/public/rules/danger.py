"""The self-check: whom to call first, and what the answers lean to. It informs and decides nothing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from stepwell.foundation.policy.document import Policy

#: The larger amount of care is named first; nothing averages it away.
_LARGEST_FIRST = ("more", "iop", "less")


@dataclass(frozen=True)
class Told:
    """calls: numbers to call at once, 911 before 988. facts: what the clinic's own safety check calls the dangers.
    leans: more, iop, less or nothing. marked: keys of the fit questions that were marked, in order."""

    calls: tuple[str, ...]
    facts: tuple[str, ...]
    leans: str
    marked: tuple[str, ...]


def told(answers: Collection[str], policy: Policy) -> Told:
    """What the marked answers say. answers: keys of the policy public/self-check; unknown ones are nothing."""
    dangers = [one for one in policy.rule("danger")["questions"] if one["key"] in answers]
    fit = [one for one in policy.rule("fit")["questions"] if one["key"] in answers]
    leans = {one["leans"] for one in fit}
    return Told(
        calls=tuple(sorted({one["call"] for one in dangers})),
        facts=tuple(one["fact"] for one in dangers),
        leans=next((one for one in _LARGEST_FIRST if one in leans), "nothing"),
        marked=tuple(one["key"] for one in fit),
    )
