"""Reading grievances: who received one sees it, who answers sees all, who it is about sees nothing of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput, NotFound
from stepwell.foundation.kernel.facts import BadFacts
from stepwell.foundation.policy.loading import load
from stepwell.office.grievances.models import Grievance, GrievanceStep
from stepwell.office.grievances.rules import deadlines
from stepwell.office.grievances.rules.deadlines import Outside
from stepwell.office.grievances.rules.path import ENDS
from stepwell.office.grievances.standing import DEFAULTS, Standing, standing

if TYPE_CHECKING:
    from stepwell.registry.programs.models import Site


@dataclass(frozen=True)
class Line:
    """One grievance in a list. does: what comes next ("acknowledge", "answer", "close", …), empty once it has ended;
    due_at: by when; late: that is past."""

    grievance_id: int
    received_at: datetime
    kind: str
    raised_by: str
    name: str
    client_id: int | None
    state: str
    does: str
    says: str
    due_at: datetime | None
    for_role: str
    late: bool


@dataclass(frozen=True)
class Notice:
    """What is told to whoever complains: that nobody may hold it against them, and who else they may turn to."""

    no_retaliation: str
    no_retaliation_es: str
    outside: tuple[Outside, ...]


@query(Permission.GRIEVANCE_WRITE)
def kinds(access: Access, *, on: date) -> dict[str, str]:
    """Kinds of grievance and what each is called."""
    return {kind: of["says"] for kind, of in load(DEFAULTS, on).rule("kinds")["kinds"].items()}


@query(Permission.GRIEVANCE_WRITE)
def notice(access: Access, *, kind: str, on: date, site: Site | None = None) -> Notice:
    """What to tell whoever complains about that, at that site. Raises BadInput."""
    policy = load(DEFAULTS, on)
    rule = policy.rule("no-retaliation")
    try:
        return Notice(rule.says, rule["es"], deadlines.outside(kind, site.state if site else "", policy))
    except BadFacts as fault:
        raise BadInput(fault.path, f"Choose {fault.expected}.") from None


@query(Permission.GRIEVANCE_WRITE)
def grievance_by_id(access: Access, *, grievance_id: int) -> Grievance:
    """One grievance with its site. Raises NotFound, the same for one the caller may not see."""
    found = Grievance.objects.select_related("site", "about_staff").filter(pk=grievance_id).first()
    if found is None or not found.is_seen_by(access):
        raise NotFound
    return found


@query(Permission.GRIEVANCE_WRITE)
def steps_of(access: Access, *, grievance: Grievance) -> list[GrievanceStep]:
    """Its steps and notes in order. Raises NotFound."""
    if not grievance.is_seen_by(access):
        raise NotFound
    return list(GrievanceStep.objects.filter(grievance=grievance).order_by("number"))


@query(Permission.GRIEVANCE_WRITE)
def stands(access: Access, *, grievance: Grievance) -> Standing:
    """Where it stands and what it waits for. Raises NotFound."""
    return standing(grievance, steps_of(access, grievance=grievance))


@query(Permission.GRIEVANCE_WRITE)
def grievances(access: Access, *, at: datetime, open_only: bool = True, limit: int = 100) -> list[Line]:
    """Grievances the caller may see, the next deadline first; at most `limit`. at: now, for what is late."""
    rows = Grievance.objects.select_related("site", "about_staff").prefetch_related("steps")
    if open_only:
        rows = rows.exclude(steps__state__in=ENDS)
    seen = [row for row in rows.order_by("-received_at", "-id")[:limit] if row.is_seen_by(access)]
    lines = [_line(row, at) for row in seen]
    return sorted(lines, key=lambda line: (line.due_at is None, line.due_at or line.received_at, line.grievance_id))


@query(Permission.GRIEVANCE_ANSWER)
def grievances_of(access: Access, *, client: Subject, at: datetime) -> list[Line]:
    """Grievances about a client's treatment, for those who answer them; the chart never asks this."""
    rows = Grievance.objects.select_related("site", "about_staff").prefetch_related("steps").filter(client=client)
    return [_line(row, at) for row in rows.order_by("-received_at", "-id") if row.is_seen_by(access)]


def _line(row: Grievance, at: datetime) -> Line:
    now = standing(row, sorted(row.steps.all(), key=lambda step: step.number))
    due = now.due
    return Line(
        grievance_id=row.pk,
        received_at=row.received_at,
        kind=row.kind,
        raised_by=row.raised_by,
        name=row.name,
        client_id=row.client_id,
        state=now.state,
        does=due.does if due else "",
        says=due.says if due else "",
        due_at=due.due_at if due else None,
        for_role=due.for_role if due else "",
        late=due is not None and due.due_at < at,
    )
