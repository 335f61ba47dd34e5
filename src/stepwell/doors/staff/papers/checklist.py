"""The papers of intake as a checklist: each signed, declined with a reason, or missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from stepwell.care.admissions.rules.wording import Form
from stepwell.doors.staff.papers.standing import Given

if TYPE_CHECKING:
    from stepwell.care.admissions.models import Paper

PAPERS, TPO = "papers/intake", "tpo-consent"


@dataclass(frozen=True)
class Line:
    """One paper of the list. state: signed, declined or missing. needed: admission or video. anew: it was for a stay
    that has ended; the next one asks for it again."""

    kind: str
    title: str
    needed: str
    state: str
    by: str = ""
    at: datetime | None = None
    how: str = ""
    reason: str = ""
    document_id: int | None = None
    anew: bool = False

    @property
    def chip(self) -> str:
        """The chip's look."""
        return {"signed": "met", "declined": "told"}.get(self.state, "due")


def paper_line(paper: Form, rows: Sequence[Paper], *, due: bool) -> Line:
    """How a paper stands by what the person signed or declined. due: it is asked for (again)."""
    mine = next((row for row in rows if row.kind == paper.kind), None)
    if mine is None:
        return Line(paper.kind, paper.title, paper.needed, "missing")
    return Line(
        kind=paper.kind,
        title=paper.title,
        needed=paper.needed,
        state="declined" if mine.declined_reason else "signed",
        by=mine.signed_by if mine.signer_authority == "self" else f"{mine.signed_by}, {mine.signer_authority}",
        at=mine.at,
        how=mine.method,
        reason=mine.declined_reason,
        document_id=mine.document_id,
        anew=due,
    )


def consent_line(paper: Form, every: Sequence[Given]) -> Line:
    """How the consent to treatment, payment and operations stands: signed while one of them is in force."""
    mine = next((one for one in every if one.kind == "tpo" and one.stands), None)
    if mine is None:
        return Line(paper.kind, paper.title, "admission", "missing")
    return Line(
        kind=paper.kind,
        title=paper.title,
        needed="admission",
        state="signed",
        by=mine.signed_by,
        at=mine.signed_at,
        how=mine.method,
        document_id=mine.document_id,
    )
