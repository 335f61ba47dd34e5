"""Pages of incident reports: outside the chart, for who wrote one and who reviews them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from stepwell.doors.staff.shell.said import said
from stepwell.doors.staff.urgent.who import Moment, Picking, Who, moment_of, picking, who_of
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission as P
from stepwell.foundation.gate.roles import allowed
from stepwell.office.incidents import queries as incidents
from stepwell.office.incidents.models import ExternalReport, Incident, IncidentStep
from stepwell.registry.people import queries as people


@dataclass(frozen=True)
class ListPage:
    """Reports this login may see. kinds: what each kind is called."""

    moment: Moment
    lines: tuple[incidents.Line, ...]
    kinds: dict[str, str]
    sees_all: bool
    open_only: bool


@dataclass(frozen=True)
class NewPage:
    """What may be chosen. who: a client who was affected."""

    moment: Moment
    kinds: tuple[tuple[str, str], ...]
    severities: tuple[tuple[str, str], ...]
    who: Who | None
    pick: Picking | None


@dataclass(frozen=True)
class Owed:
    """A report somebody outside is owed."""

    row: ExternalReport
    sent: bool
    late: bool


@dataclass(frozen=True)
class Page:
    """One report."""

    moment: Moment
    row: Incident
    kind_says: str
    involved: tuple[tuple[str, str], ...]
    steps: tuple[IncidentStep, ...]
    owed: tuple[Owed, ...]
    reviewed: bool
    closed: bool
    may_review: bool


@query(P.INCIDENT_WRITE)
def index(access: Access, *, open_only: bool, now: datetime) -> ListPage:
    """Reports, the latest first."""
    moment = moment_of(access, now)
    lines = tuple(incidents.incidents(access, at=now, open_only=open_only))
    kinds = incidents.choices(access, on=moment.today).kinds
    return ListPage(moment, lines, kinds, allowed(access.roles, P.INCIDENT_READ), open_only)


@query(P.INCIDENT_WRITE)
def new(access: Access, *, person_id: int | None, words: str, now: datetime) -> NewPage:
    """Before a report is written. Raises NotFound for a person there is none of."""
    moment = moment_of(access, now)
    choices = incidents.choices(access, on=moment.today)
    who = who_of(access, person_id) if person_id else None
    return NewPage(
        moment=moment,
        kinds=tuple(choices.kinds.items()),
        severities=tuple((one, said(one).capitalize()) for one in choices.severities),
        who=who,
        pick=None if who else picking(access, words=words, now=now),
    )


@query(P.INCIDENT_WRITE)
def page(access: Access, *, incident_id: int, now: datetime) -> Page:
    """One report with everybody involved, its steps and what is owed outside. Raises NotFound."""
    row = incidents.incident_by_id(access, incident_id=incident_id)
    moment = moment_of(access, now)
    rows = incidents.people_of(access, incident=row)
    names = people.names(access, subject_ids=[one.client_id for one in rows if one.client_id])
    steps = tuple(incidents.steps_of(access, incident=row))
    owed = incidents.external_reports_of(access, incident=row)
    kinds = incidents.choices(access, on=row.reported_at.astimezone(moment.zone).date()).kinds
    return Page(
        moment=moment,
        row=row,
        kind_says=kinds.get(row.kind, row.kind),
        involved=tuple(
            (one.part, names[one.client_id][1] if one.client_id in names else one.staff.name if one.staff else one.name)
            for one in rows
        ),
        steps=steps,
        owed=tuple(_owed(one, steps, now) for one in owed),
        reviewed=any(step.kind == "found" for step in steps),
        closed=any(step.kind == "closed" for step in steps),
        may_review=allowed(access.roles, P.INCIDENT_READ),
    )


def _owed(row: ExternalReport, steps: tuple[IncidentStep, ...], now: datetime) -> Owed:
    sent = any(step.external_id == row.pk for step in steps)
    return Owed(row, sent, not sent and row.due_at < now)
