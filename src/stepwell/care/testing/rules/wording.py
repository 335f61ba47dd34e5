"""What Today says when a test waits for its review: plain, kind, and never more certain than the method."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from stepwell.care.testing.rules.results import Reading

#: The longest sentence a task can carry.
LONGEST = 300
WITHOUT_RESULT = {
    "refused": "The test was refused. Ask what made it hard and what would help; nothing else follows from it.",
    "unable": "The test could not be given. Ask kindly and offer another way; nothing else follows from it.",
    "no_show": "The client did not come to the test. Reach out and ask how they are; nothing else follows from it.",
    "invalid": "The specimen could not be used. Offer to repeat it; it says nothing about the client.",
}


@dataclass(frozen=True)
class Found:
    """One analyte as last read."""

    analyte: str
    reading: Reading


def without_result(state: str) -> str:
    """What to do after a test that gave no result. state: refused, unable, no_show or invalid."""
    return WITHOUT_RESULT[state]


def with_results(found: Sequence[Found]) -> str:
    """What to do after results, at most 300 characters. found: the last reading of each analyte, in order."""
    return next(says for names in (4, 3, 2, 1) if len(says := _sentences(found, names)) <= LONGEST)


def _sentences(found: Sequence[Found], names: int) -> str:
    confirmed = _names(found, "unexpected-detected", names, confirmed=True)
    suggested = _names(found, "unexpected-detected", names, confirmed=False)
    missing = _names(found, "unexpected-missing", names)
    parts = [
        f"Confirmed: {confirmed}." if confirmed else "",
        f"Screen suggests {suggested}, not confirmed." if suggested else "",
        f"Prescribed {missing} not found." if missing else "",
        "Reach the client today; offer naloxone." if confirmed or suggested else "",
        "Ask how taking it is going." if missing else "",
    ]
    return " ".join(part for part in parts if part) or "Nothing unexpected was found. Look at it and tell the client."


def _names(found: Sequence[Found], interpretation: str, most: int, *, confirmed: bool | None = None) -> str:
    analytes = [
        one.analyte
        for one in found
        if one.reading.interpretation == interpretation and confirmed in (None, one.reading.confirmed)
    ]
    shown, left = analytes[:most], len(analytes) - most
    if left > 0:
        return f"{', '.join(shown)} and {left} more"
    return " and ".join(filter(None, [", ".join(shown[:-1]), *shown[-1:]]))
