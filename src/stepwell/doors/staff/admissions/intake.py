"""Booking the intake: who is free when, by what takes their time; and how it ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from stepwell.care.admissions import queries as admissions
from stepwell.care.admissions.models import IntakeAppointment
from stepwell.care.admissions.rules.answering import office_hours
from stepwell.care.admissions.rules.offers import Stretch, free_times
from stepwell.care.scheduling import queries as scheduling
from stepwell.doors.staff.admissions.enquiry import Way, way_of
from stepwell.doors.staff.templatetags.house import clock
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import NotFound
from stepwell.foundation.kernel.ruling import Reason
from stepwell.foundation.policy.loading import load
from stepwell.registry.people import queries as people
from stepwell.registry.people.models import Staff

INTAKE = "enquiries/intake"
FIRST_CONTACT = "enquiries/first-contact"


@dataclass(frozen=True)
class Leader:
    """Somebody who may lead the intake: with which credential, how many stretches are taken in the days ahead."""

    staff: Staff
    credential: str
    taken: int


@dataclass(frozen=True)
class Slot:
    """A free time. value: as the form sends it."""

    value: str
    on: date
    starts: str
    name: str
    credential: str
    others: int

    @property
    def says(self) -> str:
        """As the form's own choices say it."""
        return f"{self.starts} with {self.name}, {self.credential}"


@dataclass(frozen=True)
class DaySlots:
    """A day's free times."""

    on: date
    slots: tuple[Slot, ...]


@dataclass(frozen=True)
class IntakePage:
    """What the page prints."""

    way: Way
    booked: IntakeAppointment | None
    earlier: tuple[IntakeAppointment, ...]
    leaders: tuple[Leader, ...]
    days: tuple[DaySlots, ...]
    minutes: int
    reasons: tuple[Reason, ...]
    chosen: int | None

    @property
    def began(self) -> bool:
        """The booked time has come."""
        return self.booked is not None and self.booked.at <= self.way.head.now

    @property
    def slots(self) -> list[tuple[str, str]]:
        """For the form."""
        return [(slot.value, slot.says) for day in self.days for slot in day.slots]

    @property
    def staff(self) -> list[tuple[int, str]]:
        """For the form."""
        return [(one.staff.pk, f"{one.staff.name}, {one.credential}") for one in self.leaders]

    @property
    def seen(self) -> str:
        """Changes with every booking."""
        return f"{self.way.seen}-{self.booked.pk if self.booked else 0}"

    def leader(self, staff_id: int) -> Staff:
        """One of them. Raises NotFound."""
        found = next((one.staff for one in self.leaders if one.staff.pk == staff_id), None)
        if found is None:
            raise NotFound
        return found


@query(Permission.ENQUIRY_WRITE)
def page(access: Access, *, enquiry_id: int, now: datetime, with_id: int | None = None) -> IntakePage:
    """Free times in the days ahead, the soonest first; with_id: of one member of staff only. Raises NotFound."""
    way = way_of(access, enquiry_id=enquiry_id, now=now, asks_next=False)
    intakes = admissions.intakes_of(access, enquiry=way.enquiry)
    today, local = way.head.today, now.astimezone(way.zone)
    policy = load(INTAKE, today)
    ends = now + timedelta(days=policy.rule("offers")["days_ahead"] + 1)
    taken = _taken(access, now, ends, way.zone)
    leaders = _leaders(access, way, taken, policy.rule("who")["roles"])
    chosen = with_id if with_id in {one.staff.pk for one in leaders} else None
    hours = office_hours(load(FIRST_CONTACT, today))
    free: dict[datetime, list[Leader]] = {}
    for leader in sorted(leaders, key=lambda one: (one.taken, one.staff.name)):
        if chosen in (None, leader.staff.pk):
            for start in free_times(local, hours, taken.get(leader.staff.pk, []), policy):
                free.setdefault(start, []).append(leader)
    soonest = sorted(free)[: policy.rule("offers")["in_all"]]
    days = {start.date(): None for start in soonest}
    return IntakePage(
        way=way,
        booked=next((one for one in intakes if not one.outcome), None),
        earlier=tuple(one for one in intakes if one.outcome),
        leaders=tuple(leaders),
        days=tuple(
            DaySlots(day, tuple(_slot(start, free[start]) for start in soonest if start.date() == day)) for day in days
        ),
        minutes=policy.rule("length")["minutes"],
        reasons=(policy.reason("offers"), policy.reason("length"), policy.reason("who")),
        chosen=chosen,
    )


def _taken(access: Access, starts: datetime, ends: datetime, zone: ZoneInfo) -> dict[int, list[Stretch]]:
    """What takes each member of staff's time: groups, sessions, intakes, being away."""
    found: dict[int, list[Stretch]] = {}
    for one in scheduling.taken_between(access, what="staff", starts=starts, ends=ends):
        found.setdefault(one.what_id, []).append(Stretch(one.starts.astimezone(zone), one.ends.astimezone(zone)))
    for away in scheduling.absences(access, starts=starts, ends=ends):
        lower, upper = away.during.lower or starts, away.during.upper or ends
        found.setdefault(away.staff_id, []).append(Stretch(lower.astimezone(zone), upper.astimezone(zone)))
    return found


def _leaders(access: Access, way: Way, taken: dict[int, list[Stretch]], roles: list[str]) -> list[Leader]:
    state, today = way.enquiry.program.site.state, way.head.today
    found = []
    for member in people.staff(access, on=today):
        valid = [
            one.kind
            for one in member.credentials.all()
            if one.state == state and one.valid_from <= today <= one.valid_to
        ]
        if valid and set(roles) & set(member.roles):
            found.append(Leader(member, ", ".join(valid), len(taken.get(member.pk, []))))
    return found


def _slot(start: datetime, free: list[Leader]) -> Slot:
    first = free[0]
    value = f"{first.staff.pk}|{start.isoformat()}"
    return Slot(value, start.date(), clock(start), first.staff.name, first.credential, len(free) - 1)
