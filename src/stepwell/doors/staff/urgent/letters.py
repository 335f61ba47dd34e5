"""Pages of letters: what each kind may say, whether it may be written, how it reads, who signs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from stepwell.care.letters import queries as letters
from stepwell.care.letters.models import Letter
from stepwell.care.sessions import queries as sessions
from stepwell.doors.staff.people.head import Head, head_of
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission as P
from stepwell.foundation.gate.refusals import NotFound
from stepwell.foundation.gate.roles import allowed
from stepwell.foundation.kernel.ruling import Ruling
from stepwell.foundation.policy.loading import load
from stepwell.registry.people import queries as people
from stepwell.registry.people.models import Staff

#: What a letter tells, as it is asked for.
TELLS = {
    "appointment": "That they had an appointment that day, from when to when",
    "attends": "That they attend, since when",
    "counts": "How many scheduled appointments they attended",
    "hours": "How many days and hours a week",
    "dates": "On which days they were here",
    "diagnosis": "The diagnosis",
    "results": "Test results",
}
NAMES = {
    "court-or-probation": "Court or probation",
    "employer": "Employer",
    "school": "School",
    "excuse": "Excuse for a day",
}
STATES = {"draft": ("due", "draft"), "signed": ("met", "signed"), "void": ("", "does not hold")}
_USUAL = "excuse"


@dataclass(frozen=True)
class Line:
    """One letter in the list."""

    row: Letter
    name: str
    state: str
    kind: str
    says: str


@dataclass(frozen=True)
class ListPage:
    """Letters about a person, and the form of a new one. kind: the one that is about to be written. replaces: a
    letter that was voided. usual: the days it is about where nobody says otherwise."""

    head: Head
    lines: tuple[Line, ...]
    kinds: tuple[tuple[str, letters.Kind], ...]
    kind: letters.Kind
    name: str
    replaces: Letter | None
    from_on: date
    to_on: date
    recipients: tuple[str, ...]
    may_write: bool


@dataclass(frozen=True)
class Check:
    """What the rules say of a letter so far. words: of what was added by hand."""

    may: Ruling[bool]
    words: Ruling[tuple[str, ...]]
    changes: tuple[str, ...]


@dataclass(frozen=True)
class Page:
    """One letter as it reads. credentials: the login's own with which it may be signed."""

    head: Head
    row: Letter
    name: str
    title: str
    state: str
    state_kind: str
    state_says: str
    sender: str
    address: tuple[str, ...]
    tells: tuple[str, ...]
    signer: Staff | None
    credentials: tuple[tuple[str, str], ...]
    signed_by: str
    document_id: int
    may_write: bool


@query(P.EPISODE_READ)
def index(access: Access, *, person_id: int, kind: str, replaces: int | None, now: datetime) -> ListPage:
    """Letters of the person and what may be written. Raises NotFound."""
    head = head_of(access, person_id=person_id, now=now)
    may = allowed(access.roles, P.LETTER_WRITE)
    known = {one.key: one for one in letters.kinds(access, on=head.today)} if may else {}
    rows = letters.letters_of(access, subject=head.subject)
    from_on, to_on = _days(access, head, kind if kind in known else _USUAL)
    # A consent for a class of recipients, as the one for treatment, payment and operations is, permits no letter.
    named = [name for one in head.consents if one.kind != "tpo" for name in one.recipients]
    chosen = known.get(kind) or known.get(_USUAL) or next(iter(known.values()), None)
    return ListPage(
        head=head,
        lines=tuple(_line(row) for row in rows),
        kinds=tuple((NAMES.get(key, one.title), one) for key, one in known.items()),
        kind=chosen or letters.Kind("", "", (), (), (), (), (), True),
        name=NAMES.get(chosen.key, chosen.title) if chosen else "",
        replaces=next((row for row in rows if row.pk == replaces and hasattr(row, "void")), None),
        from_on=from_on,
        to_on=to_on,
        recipients=tuple(dict.fromkeys(named)),
        may_write=may,
    )


@query(P.LETTER_WRITE)
def check(access: Access, *, person_id: int, kind: str, given: dict[str, Any], now: datetime) -> Check:
    """Whether it may be written as it is asked for so far; nothing is kept. Raises NotFound."""
    person = people.person_by_id(access, person_id=person_id)
    on = now.date()
    says: Sequence[str] = given["says"]
    may = letters.may_write(
        access,
        subject=person.subject,
        kind=kind,
        to=given["to"],
        says=says,
        on=on,
        recipient=given["recipient"],
        purpose=given["purpose"],
    )
    found = letters.addition_check(access, subject=person.subject, kind=kind, says=says, text=given["addition"], on=on)
    return Check(may, found, tuple(_changes(may)))


@query(P.EPISODE_READ)
def page(access: Access, *, person_id: int, letter_id: int, now: datetime) -> Page:
    """One letter. Raises NotFound, also for a letter about somebody else."""
    head = head_of(access, person_id=person_id, now=now)
    row = letters.letter_by_id(access, letter_id=letter_id)
    if row.subject_id != head.subject.pk:
        raise NotFound
    site, policy = row.episode.program.site, load(letters.LETTERS, head.today)
    shown = _line(row)
    signature = getattr(row, "signature", None)
    may = allowed(access.roles, P.LETTER_WRITE)
    signer = people.staff_member(access, staff_id=access.staff_id) if access.staff_id and may else None
    held = people.credentials(access, staff=signer, on=head.today, state=site.state) if signer else []
    may_sign = policy.rule("signer")["may_sign"]
    return Page(
        head=head,
        row=row,
        name=shown.name,
        title=policy.rule("kinds")["kinds"].get(row.kind, {}).get("title", {}).get(row.language, shown.name),
        state=shown.state,
        state_kind=shown.kind,
        state_says=shown.says,
        sender=letters.sender_name(access, site=site, on=head.today),
        address=(site.street.title(), f"{site.city.title()}, {site.state} {site.zip_code[:5]}", site.phone),
        tells=tuple(TELLS.get(one, one) for one in row.says),
        signer=signer,
        credentials=tuple((one.kind, one.kind) for one in held if one.kind in may_sign),
        signed_by=signature.by.name if signature else "",
        document_id=signature.document_id if signature else 0,
        may_write=may,
    )


def state_of(row: Letter) -> str:
    """draft, signed or void: a look at a signature that is not there finds nothing."""
    return "void" if hasattr(row, "void") else "signed" if hasattr(row, "signature") else "draft"


def _line(row: Letter) -> Line:
    state = state_of(row)
    return Line(row, NAMES.get(row.kind, row.kind), state, *STATES[state])


def _days(access: Access, head: Head, kind: str) -> tuple[date, date]:
    """The days such a letter is mostly about: the last one attended for an excuse, else the stay, at most 90 days."""
    if head.episode is None:
        return head.today, head.today
    last = min(head.episode.ended_on or head.today, head.today)
    if kind == _USUAL:
        attended = sessions.dates_attended(access, episode=head.episode)
        day = max((one for one in attended if one <= head.today), default=last)
        return day, day
    return max(head.episode.admitted_on, last - timedelta(days=90)), last


def _changes(ruling: Ruling[bool]) -> list[str]:
    found = [reason.facts.get("would_change") for reason in ruling.reasons if not ruling.answer]
    return [", ".join(map(str, one)) if isinstance(one, list) else str(one) for one in found if one]
