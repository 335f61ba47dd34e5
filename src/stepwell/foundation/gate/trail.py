"""Reading the trail: who saw a record, what was denied, and what was told to others under which consent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.door_words import doors_about, is_act, words_of
from stepwell.foundation.gate.models import Disclosure, Subject, TrailRow
from stepwell.foundation.gate.opening import concerns, query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.gate.rules.trail import Line, told

OUTCOMES = ("done", "denied", "failed")
#: Rows read for each line asked for: a visit to a chart leaves about so many.
ROWS_A_LINE = 20
MOST = 200


@dataclass(frozen=True)
class TrailPage:
    """Lines, the newest first. before: the number to ask the next page with, None on the last."""

    lines: tuple[Line, ...]
    before: int | None


@dataclass(frozen=True)
class Told:
    """A disclosure as the accounting has it. consent_id and consent_kind: empty where none was needed (an emergency).
    consent_taken_back_at: None while it stands. notice: the notice that went with it (42 CFR 2.32)."""

    disclosure_id: int
    at: datetime
    recipient: str
    purpose: str
    basis: str
    categories: tuple[str, ...]
    content: str
    by: str
    notice: str
    consent_id: int | None
    consent_kind: str
    consent_signed_at: datetime | None
    consent_taken_back_at: datetime | None


@query(Permission.TRAIL_OF_PERSON)
def trail_of(
    access: Access, *, subject: Subject, limit: int = 50, before: int | None = None, with_system: bool = False
) -> TrailPage:
    """Who saw or changed the record of a person, in plain words, the newest first. One read.

    limit: 1 to 200 lines. before: the number of a page before it. with_system: what Stepwell did by itself, too.
    """
    rows = TrailRow.objects.filter(subject=subject)
    return _page(rows if with_system else rows.exclude(roles=[str(Role.SYSTEM)]), limit, before, joined=True)


@query(Permission.TRAIL_READ)
def trail(
    access: Access,
    *,
    subject: Subject | None = None,
    login_id: int | None = None,
    actor: str = "",
    door: str = "",
    outcome: str = "",
    from_on: date | None = None,
    to_on: date | None = None,
    limit: int = 100,
    before: int | None = None,
    joined: bool = False,
    with_system: bool = True,
) -> TrailPage:
    """The trail of the operator for the privacy officer, the newest first. One read.

    actor: part of a name. door: words as people read them ("Read the plan") or the door's own name. outcome: done,
    denied, failed, or "not done" for the last two. from_on, to_on: days by the clock that is set, both included.
    joined: reads that belong together as one line. limit: 1 to 200 lines. before: the number of a page before it.
    with_system: what Stepwell did by itself, too. Raises BadInput.
    """
    if from_on and to_on and to_on < from_on:
        raise BadInput("to_on", "The last day cannot be before the first.")
    rows = TrailRow.objects.all()
    given = {"subject": subject, "login_id": login_id, "at__date__gte": from_on, "at__date__lte": to_on}
    rows = rows.filter(**{name: value for name, value in given.items() if value is not None})
    if not with_system:
        rows = rows.exclude(roles=[str(Role.SYSTEM)])
    if actor:
        rows = rows.filter(actor__icontains=actor)
    if door:
        rows = rows.filter(Q(door__icontains=door) | Q(door__in=doors_about(door)))
    if outcome == "not done":
        rows = rows.exclude(outcome="done")
    elif outcome in OUTCOMES:
        rows = rows.filter(outcome=outcome)
    elif outcome:
        raise BadInput("outcome", f"An outcome is one of {', '.join(OUTCOMES)}, or not done.")
    return _page(rows, limit, before, joined=joined)


@query(Permission.TRAIL_OF_PERSON)
def disclosures_of(access: Access, *, subject: Subject) -> list[Told]:
    """The accounting of disclosures (42 CFR 2.25): to whom, what, why, on which consent, with which notice; the
    newest first. One read."""
    rows = Disclosure.objects.select_related("consent__revocation").filter(subject=subject)
    return [_told(row) for row in rows.order_by("-at", "-id")]


@query(Permission.TRAIL_READ)
def disclosures(
    access: Access,
    *,
    from_on: date,
    to_on: date,
    limit: int = 200,
    subject: Subject | None = None,
    recipient: str = "",
    consented: bool | None = None,
    before: int | None = None,
) -> list[tuple[int, Told]]:
    """Every disclosure of the operator from a day to a day (by the clock that is set, both included) with its
    subject's number, what was recorded last first; at most `limit`. One read.

    recipient: part of a name. consented: only those on a consent, or only those without. before: the number of the
    last one on the page before.
    """
    rows = Disclosure.objects.select_related("consent__revocation").filter(at__date__range=(from_on, to_on))
    given = {"subject": subject, "recipient__icontains": recipient or None, "pk__lt": before}
    rows = rows.filter(**{name: value for name, value in given.items() if value is not None})
    if consented is not None:
        rows = rows.filter(consent__isnull=not consented)
    found = [(row.subject_id, _told(row)) for row in rows.order_by("-id")[:limit]]
    concerns(*(subject_id for subject_id, _ in found))
    return found


def _page(rows: QuerySet[TrailRow], limit: int, before: int | None, *, joined: bool) -> TrailPage:
    if not 1 <= limit <= MOST:
        raise BadInput("limit", f"A page of the trail has 1 to {MOST} lines.")
    rows = rows.order_by("-id")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    most = limit * ROWS_A_LINE if joined else limit
    found = list(rows[: most + 1])
    lines = [_line(row) for row in found[:most]]
    lines = told(lines) if joined else lines
    more = len(found) > most or len(lines) > limit
    shown = tuple(lines[:limit])
    return TrailPage(shown, shown[-1].number if more else None)


def _line(row: TrailRow) -> Line:
    return Line(
        number=row.pk,
        first_at=row.at,
        last_at=row.at,
        who=row.actor,
        login_id=row.login_id,
        roles=tuple(row.roles),
        purpose=row.purpose,
        said=(words_of(row.door),),
        times=1,
        wrote=is_act(row.door),
        outcome=row.outcome,
        subject_id=row.subject_id,
        detail=row.detail,
    )


def _told(row: Disclosure) -> Told:
    consent = row.consent
    taken_back = getattr(consent, "revocation", None)
    return Told(
        disclosure_id=row.pk,
        at=row.at,
        recipient=row.recipient,
        purpose=row.purpose,
        basis=row.basis,
        categories=tuple(row.categories),
        content=row.content,
        by=row.by,
        notice=row.notice_version,
        consent_id=row.consent_id,
        consent_kind=consent.kind if consent else "",
        consent_signed_at=consent.signed_at if consent else None,
        consent_taken_back_at=taken_back.at if taken_back else None,
    )
