"""Reading incident reports. Who wrote one sees it; all are seen by who may read incidents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import NotFound
from stepwell.foundation.gate.roles import allowed
from stepwell.foundation.policy.loading import load
from stepwell.office.incidents.models import ExternalReport, Incident, IncidentPerson, IncidentStep
from stepwell.office.incidents.rules import reporting

DEFAULTS = "incidents/field-defaults"
CLOSED, SENT = "closed", "sent"


@dataclass(frozen=True)
class Line:
    """One report in a list. due_at: the next outside report that is owed and not sent, or None. late: it is past."""

    incident_id: int
    at: datetime
    kind: str
    severity: str
    place: str
    author: str
    closed: bool
    owed: int
    due_at: datetime | None
    late: bool


@dataclass(frozen=True)
class Choices:
    """What one may choose: kinds with what each is called, severities from the least."""

    kinds: dict[str, str]
    severities: tuple[str, ...]


@query(Permission.INCIDENT_WRITE)
def choices(access: Access, *, on: date) -> Choices:
    """Kinds and severities of the day's policy."""
    policy = load(DEFAULTS, on)
    return Choices(reporting.kinds(policy), reporting.severities(policy))


@query(Permission.INCIDENT_WRITE)
def incident_by_id(access: Access, *, incident_id: int) -> Incident:
    """One report with its site. Raises NotFound, the same for one that somebody else wrote."""
    found = Incident.objects.select_related("site").filter(pk=incident_id).first()
    if found is None or not found.is_seen_by(access):
        raise NotFound
    return found


@query(Permission.INCIDENT_WRITE)
def incidents(access: Access, *, at: datetime, open_only: bool = False, limit: int = 100) -> list[Line]:
    """Reports, the latest first; at most `limit`. Who may not read all of them gets their own. at: now, for late."""
    rows = Incident.objects.prefetch_related("steps", "external_reports").order_by("-at", "-id")
    if not allowed(access.roles, Permission.INCIDENT_READ):
        rows = rows.filter(Incident.written_by(access))
    if open_only:
        rows = rows.exclude(steps__kind=CLOSED)
    return [_line(row, at) for row in rows[:limit]]


@query(Permission.INCIDENT_WRITE)
def people_of(access: Access, *, incident: Incident) -> list[IncidentPerson]:
    """Who was involved, in the order they were written. Raises NotFound."""
    _seen(access, incident)
    return list(IncidentPerson.objects.select_related("staff").filter(incident=incident).order_by("id"))


@query(Permission.INCIDENT_WRITE)
def steps_of(access: Access, *, incident: Incident) -> list[IncidentStep]:
    """Who was told, what was done, sent, found: in the order it happened. Raises NotFound."""
    _seen(access, incident)
    return list(IncidentStep.objects.select_related("external").filter(incident=incident).order_by("at", "id"))


@query(Permission.INCIDENT_WRITE)
def external_reports_of(access: Access, *, incident: Incident) -> list[ExternalReport]:
    """Reports owed outside, the first due first; `sent.all()` is empty while one is owed. Raises NotFound."""
    _seen(access, incident)
    return list(ExternalReport.objects.filter(incident=incident).prefetch_related("sent").order_by("due_at", "id"))


def _seen(access: Access, incident: Incident) -> None:
    if not incident.is_seen_by(access):
        raise NotFound


def _line(row: Incident, at: datetime) -> Line:
    steps = row.steps.all()
    sent = {step.external_id for step in steps if step.kind == SENT}
    owed = sorted(each.due_at for each in row.external_reports.all() if each.pk not in sent)
    return Line(
        incident_id=row.pk,
        at=row.at,
        kind=row.kind,
        severity=row.severity,
        place=row.place,
        author=row.author,
        closed=any(step.kind == CLOSED for step in steps),
        owed=len(owed),
        due_at=owed[0] if owed else None,
        late=bool(owed) and owed[0] < at,
    )
