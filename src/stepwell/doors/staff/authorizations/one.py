"""One authorization: how it stands, its burn-down, what happened, what may be done next, what the payer was told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from stepwell.doors.drawing.burning import BurnDown, RunsOut
from stepwell.doors.drawing.tables import About
from stepwell.doors.staff.authorizations.board import Line, line_of
from stepwell.doors.staff.authorizations.words import EVENTS
from stepwell.doors.staff.people.head import Head, head_of
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.roles import allowed
from stepwell.office.utilization import queries
from stepwell.office.utilization.actions.requests import FOLLOWS
from stepwell.office.utilization.board import Standing, standing_of
from stepwell.office.utilization.models import Authorization, AuthorizationEvent, ReviewPacket
from stepwell.office.utilization.spans import Grant, standing_grant
from stepwell.registry.people import queries as people

#: What happened becomes a page of its own; in the order in which one looks for them.
ACTS = ("granted", "overturned", "reviewed", "pended", "denied", "appealed")
DEFINITION = (
    "Each attended day uses one unit. The day it runs out follows from the planned days a week, without leaves."
)


@dataclass(frozen=True)
class Happened:
    """One thing that happened, in words. details: label and text."""

    what: str
    at: datetime
    by: str
    details: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ToWrite:
    """What a form about an authorization starts from. version: changes with everything that happens to it."""

    head: Head
    authorization: Authorization
    plan_name: str
    grant: Grant | None
    last_at: datetime
    version: str
    happened: tuple[Happened, ...]

    @property
    def called(self) -> str:
        """The payer's number, else the plan's name."""
        return (self.grant.number if self.grant else "") or self.plan_name

    @property
    def newest(self) -> dict[str, str]:
        """What was kept last, for somebody who was writing meanwhile."""
        last = self.happened[-1]
        return {last.what: f"by {last.by}", **dict(last.details)}


@dataclass(frozen=True)
class One(ToWrite):
    """What the page prints. acts: kinds of what may happen next, the likeliest first."""

    line: Line
    burning: BurnDown | None
    packets: tuple[ReviewPacket, ...]
    acts: tuple[str, ...]
    may_write: bool
    may_attach: bool


@query(Permission.AUTHORIZATION_READ)
def one(access: Access, *, authorization_id: int, now: datetime) -> One:
    """Gather the page. Raises NotFound."""
    row, head = _about(access, authorization_id, now)
    standing = standing_of(access, authorization=row, on=head.today)
    may_write = allowed(access.roles, Permission.AUTHORIZATION_WRITE)
    return One(
        **_told(row, head, standing.events, standing.grant),
        line=line_of(standing.row, head.person.pk, head.person.name, 0),
        burning=_burning(standing, head.today),
        packets=tuple(queries.packets_of(access, authorization=row)),
        acts=tuple(kind for kind in ACTS if kind in FOLLOWS[standing.events[-1].kind]) if may_write else (),
        may_write=may_write,
        may_attach=may_write and row.episode_id is None and head.open_episode is not None,
    )


@query(Permission.AUTHORIZATION_WRITE)
def to_write(access: Access, *, authorization_id: int, now: datetime) -> ToWrite:
    """What a form about it starts from, for those who keep what payers say. Raises NotFound."""
    row, head = _about(access, authorization_id, now)
    events = queries.events_of(access, authorization=row)
    return ToWrite(**_told(row, head, events, standing_grant(events)))


def _about(access: Access, authorization_id: int, now: datetime) -> tuple[Authorization, Head]:
    row = queries.authorization_by_id(access, authorization_id=authorization_id)
    person = people.person_of(access, subject_id=row.subject_id)
    return row, head_of(access, person_id=person.pk, now=now, person=person)


def _told(row: Authorization, head: Head, events: Sequence[AuthorizationEvent], grant: Grant | None) -> dict[str, Any]:
    return {
        "head": head,
        "authorization": row,
        "plan_name": row.coverage.plan_name,
        "grant": grant,
        "last_at": events[-1].at,
        "version": str(events[-1].pk),
        "happened": tuple(Happened(EVENTS[each.kind], each.at, each.by, _details(each)) for each in events),
    }


def _details(event: AuthorizationEvent) -> tuple[tuple[str, str], ...]:
    """What was said with it; what is empty is left out."""
    said = (
        ("Number", event.number),
        ("Days", str(event.units or "")),
        ("Span", _span(event.span_from, event.span_to)),
        ("Next review", _day(event.next_review_on) if event.next_review_on else ""),
        ("Reviewer", event.reviewer),
        ("Said", event.reason),
    )
    return tuple((label, text) for label, text in said if text)


def _span(from_on: date | None, to_on: date | None) -> str:
    return f"{_day(from_on)} to {_day(to_on)}" if from_on and to_on else ""


def _day(on: date) -> str:
    return f"{on:%b} {on.day}, {on.year}"


def _burning(standing: Standing, today: date) -> BurnDown | None:
    """The burn-down of what was granted; None before a grant."""
    grant = standing.grant
    if grant is None or not grant.units:
        return None
    ahead = standing.row.ledger.forecast
    by_units = ahead is not None and ahead.by == "units"
    return BurnDown(
        about=About("Units left", DEFINITION, "units", f"{grant.span_from:%b} {grant.span_from.day} on"),
        granted=grant.units,
        from_on=grant.span_from,
        to_on=grant.span_to,
        used=standing.used,
        today=today,
        runs_out=RunsOut(ahead.earliest, ahead.on, ahead.latest) if ahead and by_units else None,
        review_on=standing.row.ledger.next_review_due,
    )
