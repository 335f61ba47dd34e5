"""Papers a client reads, and signs or declines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from stepwell.care.admissions import actions
from stepwell.care.admissions import queries as admissions
from stepwell.care.admissions.rules.wording import Form, form, kinds
from stepwell.doors.portal.mine import Me, behalf, me_of
from stepwell.doors.staff.papers.checklist import PAPERS, TPO
from stepwell.doors.staff.papers.pages import Reading, paper
from stepwell.foundation.gate import consents
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import action, query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import NotFound
from stepwell.foundation.policy.loading import load


@dataclass(frozen=True)
class Paper:
    """A paper of the list in the reader's language. state: signed, declined or missing."""

    kind: str
    title: str
    state: str
    at: datetime | None
    document_id: int | None
    wanted: bool


@dataclass(frozen=True)
class OwnPapers:
    """The list."""

    me: Me
    wanted: tuple[Paper, ...]
    done: tuple[Paper, ...]


@query(Permission.OWN_READ)
def papers_page(access: Access, *, now: datetime) -> OwnPapers:
    """What waits to be read and signed, and what is signed."""
    me = me_of(access, now=now)
    policy = load(PAPERS, me.today)
    rows = admissions.papers_of(access, subject=me.subject)
    due = admissions.papers_missing(access, subject=me.subject, on=me.today, needed="")
    found = [_paper(form(kind, me.language, policy), rows, kind in due) for kind in kinds(policy)]
    if not consents.in_force(access, subject=me.subject, on=me.today, kind="tpo"):
        found.append(Paper(TPO, form(TPO, me.language, policy).title, "missing", None, None, True))
    return OwnPapers(me, tuple(one for one in found if one.wanted), tuple(one for one in found if not one.wanted))


@query(Permission.OWN_READ)
def reading(access: Access, *, kind: str, language: str, now: datetime) -> tuple[Me, Reading]:
    """One paper to read. Raises NotFound."""
    me = me_of(access, now=now)
    return me, paper(behalf(access), person_id=me.person.pk, kind=kind, language=language or me.language, now=now)


@action(Permission.OWN_WRITE)
def sign(access: Access, *, kind: str, language: str, given: dict[str, Any], drawn: bytes | None, now: datetime) -> str:
    """Signed a paper. Returns its title. Raises NotFound, BadInput, Conflict, NotAllowed."""
    me, page = reading(access, kind=kind, language=language, now=now)
    own = behalf(access)
    signing = {
        "signed_by": given["signed_by"],
        "at": now,
        "method": "drawn" if drawn else "typed",
        "language": page.paper.language,
        "drawn": drawn,
    }
    if page.consent:
        actions.sign_tpo(own, subject=me.subject, **signing)
    else:
        asked = {name: given[f"ask_{name}"] for name in page.paper.asks}
        fields = asked if asked and asked != page.known else None
        actions.sign_paper(own, subject=me.subject, kind=kind, fields=fields, **signing)
    return page.paper.title


@action(Permission.OWN_WRITE)
def decline(access: Access, *, kind: str, language: str, reason: str, now: datetime) -> str:
    """Said why they do not sign a paper. Returns its title. Raises NotAllowed where there is no treatment without."""
    me, page = reading(access, kind=kind, language=language, now=now)
    if page.consent:
        raise NotFound
    name = f"{me.person.first_name} {me.person.last_name}"
    actions.sign_paper(
        behalf(access), subject=me.subject, kind=kind, signed_by=name, at=now, language=page.paper.language,
        declined_reason=reason,
    )  # fmt: skip
    return page.paper.title


def _paper(paper: Form, rows: Sequence[Any], due: bool) -> Paper:
    mine = next((row for row in rows if row.kind == paper.kind), None)
    if mine is None:
        return Paper(paper.kind, paper.title, "missing", None, None, due)
    state = "declined" if mine.declined_reason else "signed"
    return Paper(paper.kind, paper.title, state, mine.at, mine.document_id, due)
