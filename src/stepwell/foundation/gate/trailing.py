"""The rows of the trail: one for each person concerned, one for an act that concerns nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stepwell.foundation.gate.access import Access

if TYPE_CHECKING:
    from stepwell.foundation.gate.models import TrailRow


def trail_rows(access: Access, name: str, subjects: set[int], outcome: str, detail: str) -> list[TrailRow]:
    """Rows that say who did what, not yet written. name: the door's dotted name. outcome: done, denied or failed."""
    from stepwell.foundation.gate.models import TrailRow

    about: list[int | None] = [*sorted(subjects)] or [None]
    return [
        TrailRow(
            operator_id=access.operator_id,
            login_id=access.login_id,
            actor=access.name,
            roles=sorted(access.roles),
            purpose=access.purpose,
            door=name.removeprefix("stepwell."),
            subject_id=subject,
            outcome=outcome,
            detail=detail,
        )
        for subject in about
    ]


def write_trail(rows: list[TrailRow]) -> None:
    """Write them, at once."""
    from stepwell.foundation.gate.models import TrailRow

    TrailRow.objects.bulk_create(rows, batch_size=500)


def still_there(subjects: set[int]) -> set[int]:
    """Without those who were first written down in what was rolled back."""
    from stepwell.foundation.gate.models import Subject

    return set(Subject.objects.filter(pk__in=subjects).values_list("pk", flat=True))
