"""What the pages of staff print: who is here, what they hold and until when, and what they carry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from stepwell.doors.staff.dashboard.asking import DASHBOARD
from stepwell.doors.staff.people.head import clinic_zone
from stepwell.doors.staff.shell.said import said
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import NotFound
from stepwell.foundation.gate.roles import allowed
from stepwell.foundation.policy.loading import load
from stepwell.office.reports import queries as reports
from stepwell.office.reports.queries import StaffMember
from stepwell.registry.people import queries as people
from stepwell.registry.people.models import Staff
from stepwell.registry.programs import queries as programs

TEAM = "plans/team"


@dataclass(frozen=True)
class Held:
    """A credential. state: expired, due (it ends within the weeks ahead that the dashboard looks back), later (not
    valid yet), replaced (expired, another of its kind and state is valid) or valid."""

    kind: str
    state_code: str
    number: str
    valid_from: date
    valid_to: date
    state: str
    days: int

    @property
    def chip(self) -> str:
        """The colour of its mark: red is for danger to a person, never for a late paper."""
        return {"expired": "due", "due": "due", "valid": "met"}.get(self.state, "calm")

    @property
    def says(self) -> str:
        """How it stands, in words."""
        ahead = "today" if self.days == 0 else f"in {self.days} day{'s' if self.days != 1 else ''}"
        return {"expired": "Expired", "due": f"Expires {ahead}", "later": "Not valid yet", "replaced": "Replaced"}.get(
            self.state, "Valid"
        )


@dataclass(frozen=True)
class Member:
    """Somebody on staff. load: what they carry, None where the role may not read it."""

    staff_id: int
    name: str
    roles: tuple[str, ...]
    since: date
    npi: str
    taxonomy: str
    caseload_max: int
    credentials: tuple[Held, ...]
    load: StaffMember | None
    today: date

    @property
    def due(self) -> bool:
        """Whether a credential has expired or soon will."""
        return any(one.state in ("expired", "due") for one in self.credentials)

    @property
    def first(self) -> Held | None:
        """What ends first of that which still counts."""
        return next((one for one in self.credentials if one.state in ("expired", "due", "valid")), None)


@dataclass(frozen=True)
class Everybody:
    """The list. due: how many have a credential that is due, shown or not."""

    today: date
    members: tuple[Member, ...]
    due: int
    all: int
    words: str
    due_only: bool
    may_write: bool
    sees_load: bool


@dataclass(frozen=True)
class One:
    """One member of staff."""

    member: Member
    may_write: bool


@dataclass(frozen=True)
class ToCredential:
    """The form of a credential. kinds: groups of choices; state: of the operator's first site."""

    staff: Staff
    member: Member
    kinds: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    state: str


@query(Permission.PROGRAM_READ)
def everybody(access: Access, *, words: str = "", due_only: bool = False, now: datetime) -> Everybody:
    """Staff of today, those with a credential that is due first. At most ten reads."""
    members = _members(access, now)
    shown = [one for one in members if _called(one, words) and (one.due or not due_only)]
    shown.sort(key=lambda one: (not one.due, one.name))
    return Everybody(
        today=_today(access, now) if not members else members[0].today,
        members=tuple(shown),
        due=sum(one.due for one in members),
        all=len(members),
        words=words,
        due_only=due_only,
        may_write=allowed(access.roles, Permission.STAFF_WRITE),
        sees_load=allowed(access.roles, Permission.REPORT_READ),
    )


@query(Permission.PROGRAM_READ)
def one(access: Access, *, staff_id: int, now: datetime) -> One:
    """One member of staff. Raises NotFound."""
    return One(_found(_members(access, now), staff_id), allowed(access.roles, Permission.STAFF_WRITE))


@query(Permission.STAFF_WRITE)
def to_hire(access: Access, *, now: datetime) -> date:
    """The clinic's day, for the form of somebody new."""
    return _today(access, now)


@query(Permission.STAFF_WRITE)
def to_credential(access: Access, *, staff_id: int, now: datetime) -> ToCredential:
    """What the form of a credential starts from. Raises NotFound."""
    today = _today(access, now)
    row = people.staff_member(access, staff_id=staff_id)
    running = programs.programs(access)
    classes = load(TEAM, today).rule("credentials")["classes"]
    kinds = tuple(
        (said(name).capitalize(), tuple((str(kind), str(kind)) for kind in listed)) for name, listed in classes.items()
    )
    member = _found(_members(access, now), staff_id)
    return ToCredential(row, member, kinds, running[0].site.state if running else "")


def _today(access: Access, now: datetime) -> date:
    return now.astimezone(clinic_zone(access)).date()


def _found(members: list[Member], staff_id: int) -> Member:
    found = next((one for one in members if one.staff_id == staff_id), None)
    if found is None:
        raise NotFound
    return found


def _members(access: Access, now: datetime) -> list[Member]:
    today = _today(access, now)
    loads: dict[int, StaffMember] = {}
    if allowed(access.roles, Permission.REPORT_READ):
        loads = {one.staff_id: one for one in reports.staff_load(access, on=today, at=now).members}
    ahead = timedelta(weeks=int(load(DASHBOARD, today).rule("period")["weeks"]))
    return [
        Member(
            staff_id=row.pk,
            name=row.name,
            roles=tuple(map(str, row.roles)),
            since=row.since,
            npi=row.npi,
            taxonomy=row.taxonomy,
            caseload_max=row.caseload_max,
            credentials=_held(row, today, ahead),
            load=loads.get(row.pk),
            today=today,
        )
        for row in people.staff(access, on=today)
    ]


def _held(row: Staff, today: date, ahead: timedelta) -> tuple[Held, ...]:
    """What somebody holds, what ends first on top."""
    rows = sorted(row.credentials.all(), key=lambda one: (one.valid_to, one.pk))
    last = {(one.kind, one.state): one.valid_to for one in rows}
    found = []
    for one in rows:
        replaced = last[one.kind, one.state] > one.valid_to
        if one.valid_from > today:
            state = "later"
        elif one.valid_to < today:
            state = "replaced" if replaced else "expired"
        else:
            state = "due" if one.valid_to - today <= ahead and not replaced else "valid"
        found.append(
            Held(one.kind, one.state, one.number, one.valid_from, one.valid_to, state, (one.valid_to - today).days)
        )
    return tuple(found)


def _called(one: Member, words: str) -> bool:
    text = " ".join((one.name, said(one.roles), *(f"{held.kind} {held.state_code}" for held in one.credentials)))
    return all(word in text.casefold() for word in words.casefold().split())
