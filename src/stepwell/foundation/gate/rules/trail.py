"""The trail as people read it: reads that belong together are one line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

#: Reads of one login that are no further apart than this are one visit to the record.
TOGETHER = timedelta(minutes=10)


@dataclass(frozen=True)
class Line:
    """One line of the trail. first_at, last_at: the same for a single row. said: what was done in plain words, each
    once, the latest first. times: rows it stands for. number: of its oldest row, to go on from. wrote: something was
    written and not only read. outcome: done, denied or failed; detail: why, where it was not done."""

    number: int
    first_at: datetime
    last_at: datetime
    who: str
    login_id: int | None
    roles: tuple[str, ...]
    purpose: str
    said: tuple[str, ...]
    times: int
    wrote: bool
    outcome: str
    subject_id: int | None = None
    detail: str = ""

    @property
    def says(self) -> str:
        """All of it in one sentence part."""
        return ", ".join(self.said)


def told(rows: Sequence[Line], together: timedelta = TOGETHER) -> list[Line]:
    """Join consecutive reads of one login about one person. rows: single rows, the newest first; the order stays.

    An act, and what was denied or failed, always keeps a line of its own.
    """
    found: list[Line] = []
    for row in rows:
        if found and _belongs(found[-1], row, together):
            found[-1] = _joined(found[-1], row)
        else:
            found.append(row)
    return found


def _belongs(line: Line, row: Line, together: timedelta) -> bool:
    plain = not (line.wrote or row.wrote) and line.outcome == row.outcome == "done"
    same = (line.who, line.login_id, line.purpose, line.subject_id) == (
        row.who,
        row.login_id,
        row.purpose,
        row.subject_id,
    )
    return plain and same and line.first_at - row.last_at <= together


def _joined(line: Line, row: Line) -> Line:
    return replace(
        line,
        number=row.number,
        first_at=row.first_at,
        said=tuple(dict.fromkeys((*line.said, *row.said))),
        roles=tuple(dict.fromkeys((*line.roles, *row.roles))),
        times=line.times + row.times,
    )
