"""Pages of grievances: the path as steps, deadlines, and what is told to whoever complains."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from stepwell.doors.staff.urgent.who import Moment, Picking, Who, moment_of, picking, who_of
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission as P
from stepwell.foundation.gate.roles import allowed
from stepwell.foundation.kernel.ruling import Reason
from stepwell.office.grievances import queries as grievances
from stepwell.office.grievances.models import NOTE, Grievance, GrievanceStep
from stepwell.office.grievances.rules.deadlines import Due, DueFacts, next_due
from stepwell.office.grievances.rules.path import ENDS, PAIRS, THEIRS
from stepwell.office.grievances.standing import Standing, by_clock, policy_of
from stepwell.registry.people import queries as people
from stepwell.registry.people.models import Staff

#: What each state is called once it is reached.
STATES = {
    "received": "Received",
    "acknowledged": "They know that we have it",
    "looked_into": "Looked into",
    "answered": "Answered",
    "appealed": "They appealed",
    "appeal_answered": "Appeal answered",
    "closed": "Closed",
    "withdrawn": "Withdrawn by them",
    NOTE: "A note on the way",
}
#: The stair as it usually goes; an appeal shows where there was one.
_USUAL = ("received", "acknowledged", "looked_into", "answered", "closed")
_APPEAL = ("received", "acknowledged", "looked_into", "answered", "appealed", "appeal_answered", "closed")


@dataclass(frozen=True)
class Stage:
    """One step of the path. at: when it was reached; due_at: by when it is due, where it comes next."""

    name: str
    at: datetime | None
    due_at: datetime | None
    now: bool


@dataclass(frozen=True)
class ListPage:
    """Grievances this login may see, the next deadline first."""

    moment: Moment
    lines: tuple[grievances.Line, ...]
    kinds: dict[str, str]
    states: dict[str, str]
    open_only: bool


@dataclass(frozen=True)
class NewPage:
    """What may be chosen. who: the client whose treatment it is about."""

    moment: Moment
    kinds: tuple[tuple[str, str], ...]
    staff: tuple[Staff, ...]
    who: Who | None
    pick: Picking | None


@dataclass(frozen=True)
class Page:
    """One grievance. choices: which step may be written now."""

    moment: Moment
    row: Grievance
    kind_says: str
    client: str
    stages: tuple[Stage, ...]
    steps: tuple[tuple[str, GrievanceStep], ...]
    standing: Standing
    late: bool
    reasons: tuple[Reason, ...]
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class NoticePage:
    """What is handed over. hears_by, answered_by: the promises, by the clinic's clock."""

    moment: Moment
    row: Grievance
    notice: grievances.Notice
    hears_by: datetime
    answered_by: datetime


@query(P.GRIEVANCE_WRITE)
def index(access: Access, *, open_only: bool, now: datetime) -> ListPage:
    """Grievances by their next deadline."""
    moment = moment_of(access, now)
    lines = grievances.grievances(access, at=now, open_only=open_only)
    return ListPage(moment, tuple(lines), grievances.kinds(access, on=moment.today), STATES, open_only)


@query(P.GRIEVANCE_WRITE)
def new(access: Access, *, person_id: int | None, words: str, now: datetime) -> NewPage:
    """Before it is written down. Raises NotFound for a person there is none of."""
    moment = moment_of(access, now)
    who = who_of(access, person_id) if person_id else None
    return NewPage(
        moment=moment,
        kinds=tuple(grievances.kinds(access, on=moment.today).items()),
        staff=tuple(people.staff(access, on=moment.today)),
        who=who,
        pick=None if who else picking(access, words=words, now=now),
    )


@query(P.GRIEVANCE_WRITE)
def page(access: Access, *, grievance_id: int, now: datetime) -> Page:
    """One grievance with its path. Raises NotFound."""
    row = grievances.grievance_by_id(access, grievance_id=grievance_id)
    moment = moment_of(access, now)
    steps = grievances.steps_of(access, grievance=row)
    stands = grievances.stands(access, grievance=row)
    names = people.names(access, subject_ids=[row.client_id]) if row.client_id else {}
    facts = _facts(row, stands.state, stands.since)
    return Page(
        moment=moment,
        row=row,
        kind_says=grievances.kinds(access, on=moment.today).get(row.kind, row.kind),
        client=names[row.client_id][1] if row.client_id in names else "",
        stages=tuple(_stages(steps, stands)),
        steps=tuple((STATES.get(step.state, step.state), step) for step in steps),
        standing=stands,
        late=stands.due is not None and stands.due.due_at < now,
        reasons=next_due(facts, policy_of(row)).reasons,
        choices=tuple(_choices(access, stands.state)),
    )


@query(P.GRIEVANCE_WRITE)
def notice(access: Access, *, grievance_id: int, now: datetime) -> NoticePage:
    """The notice for whoever complained. Raises NotFound."""
    row = grievances.grievance_by_id(access, grievance_id=grievance_id)
    on = by_clock(row.received_at, row).date()
    return NoticePage(
        moment=moment_of(access, now),
        row=row,
        notice=grievances.notice(access, kind=row.kind, on=on, site=row.site),
        hears_by=_due(row, "received").due_at,
        answered_by=_due(row, "acknowledged").due_at,
    )


def _facts(row: Grievance, state: str, reached_at: datetime) -> DueFacts:
    about = tuple(row.about_staff.roles) if row.about_staff else ()
    return DueFacts(row.kind, state, by_clock(row.received_at, row), by_clock(reached_at, row), about)


def _due(row: Grievance, state: str) -> Due:
    due = next_due(_facts(row, state, row.received_at), policy_of(row)).answer
    assert due is not None
    return due


def _stages(steps: list[GrievanceStep], stands: Standing) -> list[Stage]:
    reached = {step.state: step.at for step in steps}
    path: tuple[str, ...] = _APPEAL if "appealed" in reached else _USUAL
    if stands.state == "withdrawn":
        path = (*(state for state in path if state in reached), "withdrawn")
    waiting = next((state for state in path if state not in reached), "")
    due_at = stands.due.due_at if stands.due else None
    return [
        Stage(STATES[state], reached.get(state), due_at if state == waiting else None, state == waiting)
        for state in path
    ]


def _choices(access: Access, state: str) -> list[tuple[str, str]]:
    """Steps that may follow and that this role may write; a note always."""
    if state in ENDS:
        return []
    answers = allowed(access.roles, P.GRIEVANCE_ANSWER)
    follow = [one for one in STATES if one in PAIRS[state] and (answers or one in THEIRS)]
    follow.sort(key=lambda one: one in THEIRS)
    return [(one, STATES[one]) for one in (*follow, NOTE)]
