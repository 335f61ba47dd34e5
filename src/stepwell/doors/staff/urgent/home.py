"""The page two steps from anywhere: what went wrong, and what is open now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from stepwell.care.emergencies import queries as emergencies
from stepwell.care.scheduling import queries as scheduling
from stepwell.doors.staff.urgent.outreach import calls_due
from stepwell.doors.staff.urgent.who import Moment, Who, moment_of, who_of
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission as P
from stepwell.foundation.gate.refusals import NotFound
from stepwell.foundation.gate.roles import allowed
from stepwell.office.grievances import queries as grievances
from stepwell.office.incidents import queries as incidents
from stepwell.registry.people import queries as people


@dataclass(frozen=True)
class Choice:
    """One big choice. url: its name; of_person: its address takes the person where one is known, else `url` is the
    page that asks who it is."""

    says: str
    hint: str
    icon: str
    url: str
    permission: P
    of_person: str = ""
    danger: bool = False


#: In the order of how little it can wait.
CHOICES = (
    Choice("Someone is in danger now", "Whom to call, what to do, naloxone", "ambulance", "emergency-new",
           P.EMERGENCY_WRITE, danger=True),
    Choice("Someone arrived intoxicated", "What you see, a safe way home, no charge", "door-exit", "arrival-new",
           P.EMERGENCY_WRITE),
    Choice("A session must change today", "Call off, move, split or join", "calendar", "changes", P.SCHEDULE_READ),
    Choice("Staff is ill", "Who stands in, what is called off", "first-aid-kit", "absence-new", P.STAFF_AWAY),
    Choice("Someone did not come", "Whom to call, and how it ended", "phone", "outreach", P.EPISODE_READ),
    Choice("Leave and return", "Seats are freed and given back", "armchair", "leaves", P.LEAVE_WRITE, "leave"),
    Choice("Incident report", "Facts, outside the chart", "clipboard", "incident-new", P.INCIDENT_WRITE),
    Choice("Grievance", "In their own words, answered in time", "message", "grievance-new", P.GRIEVANCE_WRITE),
    Choice("Letters", "Court, employer, school, excuse", "mail", "letters-for", P.LETTER_WRITE, "letters"),
)  # fmt: skip
#: These take the person along in their address.
_ABOUT = frozenset({"emergency-new", "arrival-new", "grievance-new"})


@dataclass(frozen=True)
class Link:
    """A choice as it is printed."""

    choice: Choice
    url: str
    args: tuple[int, ...]
    ask: str


@dataclass(frozen=True)
class Open:
    """Something that is open now: what, whose, when, and the page where it goes on."""

    says: str
    at: datetime
    url: str
    number: int
    late: bool = False


@dataclass(frozen=True)
class Home:
    """The page. about: the person whose chart one came from, or None."""

    moment: Moment
    links: tuple[Link, ...]
    about: Who | None
    emergencies: tuple[Open, ...]
    arrivals: tuple[Open, ...]
    away: tuple[Open, ...]
    outreach: tuple[Open, ...]
    grievances: tuple[Open, ...]
    incidents: tuple[Open, ...]
    sees_grievances: bool
    sees_changes: bool


@query(P.PERSON_READ)
def home(access: Access, *, person_id: int | None, now: datetime) -> Home:
    """What may be chosen by this role, and what is open."""
    moment = moment_of(access, now)
    about = _about(access, person_id)
    live = emergencies.open_emergencies(access) if allowed(access.roles, P.EMERGENCY_WRITE) else []
    came = emergencies.arrivals_on(access, on=moment.today) if allowed(access.roles, P.EMERGENCY_READ) else []
    calls = calls_due(access) if allowed(access.roles, P.SESSION_WRITE) else []
    names = people.names(access, subject_ids=[row.subject_id for row in (*live, *came, *calls)])
    return Home(
        moment=moment,
        links=tuple(_link(one, about) for one in CHOICES if allowed(access.roles, one.permission)),
        about=about,
        emergencies=tuple(Open(_name(names, row.subject_id), row.at, "emergency", row.pk) for row in live),
        arrivals=tuple(Open(_name(names, row.subject_id), row.at, "arrival", row.pk) for row in came),
        away=tuple(_away(access, moment)),
        outreach=tuple(
            Open(_name(names, row.subject_id), row.due_at, "outreach-call", row.pk, row.due_at < now) for row in calls
        ),
        grievances=tuple(_grievances(access, now)),
        incidents=tuple(_incidents(access, now)),
        sees_grievances=allowed(access.roles, P.GRIEVANCE_WRITE),
        sees_changes=allowed(access.roles, P.SESSION_CHANGE),
    )


def _about(access: Access, person_id: int | None) -> Who | None:
    try:
        return who_of(access, person_id) if person_id else None
    except NotFound:
        return None


def _link(choice: Choice, about: Who | None) -> Link:
    if about is None:
        return Link(choice, choice.url, (), "")
    if choice.of_person:
        return Link(choice, choice.of_person, (about.person_id,), "")
    return Link(choice, choice.url, (), f"?person={about.person_id}" if choice.url in _ABOUT else "")


def _name(names: dict[int, tuple[int, str]], subject_id: int) -> str:
    return names.get(subject_id, (0, "Somebody"))[1]


def _away(access: Access, moment: Moment) -> Sequence[Open]:
    starts, ends = _day(moment.today, moment)
    rows = scheduling.absences(access, starts=starts, ends=ends)
    return [Open(f"{row.staff.name} is away", row.during.upper, "absence", row.pk) for row in rows]


def _day(on: date, moment: Moment) -> tuple[datetime, datetime]:
    starts = datetime.combine(on, time(), moment.zone)
    return starts, starts + timedelta(days=1)


def _grievances(access: Access, now: datetime) -> Sequence[Open]:
    if not allowed(access.roles, P.GRIEVANCE_WRITE):
        return []
    lines = grievances.grievances(access, at=now)
    return [
        Open(f"Grievance {line.grievance_id}: {line.does.replace('-', ' ')}", line.due_at, "grievance",
             line.grievance_id, line.late)
        for line in lines if line.due_at is not None
    ]  # fmt: skip


def _incidents(access: Access, now: datetime) -> Sequence[Open]:
    if not allowed(access.roles, P.INCIDENT_READ):
        return []
    lines = incidents.incidents(access, at=now, open_only=True)
    return [
        Open(f"Incident {line.incident_id}: {line.kind.replace('_', ' ')}", line.due_at or line.at, "incident",
             line.incident_id, line.late)
        for line in lines
    ]  # fmt: skip
