"""Every field says how private it is; scrubbing, exports and log redaction are driven by this."""

from __future__ import annotations

from enum import StrEnum


class Privacy(StrEnum):
    """How private a field is. part2: shows or implies treatment for substance use (42 CFR Part 2)."""

    PLAIN = "plain"
    IDENTIFYING = "identifying"
    CLINICAL = "clinical"
    PART2 = "part2"
    COUNSELING_NOTE = "counseling_note"


def privacy(**classes: str) -> dict[str, Privacy]:
    """Privacy classes of a model's fields, written as class="field field …".

    Raises ValueError for an unknown class and for a field named twice.
    """
    named: dict[str, Privacy] = {}
    for label, fields in classes.items():
        for field in fields.split():
            if field in named:
                raise ValueError(f"{field} has two privacy classes")
            named[field] = Privacy(label)
    return named
