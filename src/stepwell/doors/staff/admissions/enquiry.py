"""One enquiry: who it is, the clock, what comes next, steps and contacts so far; and the head of its other pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.urls import reverse

from stepwell.care.admissions import queries as admissions
from stepwell.care.admissions.models import (
    Contact,
    Enquiry,
    EnquiryStep,
    IntakeAppointment,
)
from stepwell.care.admissions.rules.lifecycle import CLOSED, NEW
from stepwell.care.notices import queries as notices
from stepwell.care.notices.queries import Paged
from stepwell.care.scheduling import queries as scheduling
from stepwell.care.scheduling.queries import HeldSeat
from stepwell.care.scheduling.rules.seats_facts import DAYS
from stepwell.doors.staff.admissions.acts import STATES, NextAct, waited, worded
from stepwell.doors.staff.people.head import Head, head_of
from stepwell.doors.staff.people.tabs import Tab
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission as P
from stepwell.foundation.gate.roles import allowed
from stepwell.registry.people import queries as people
from stepwell.registry.people.models import ReachWay

#: The pages of one enquiry: name, address, who may open it.
PAGES = (
    ("Enquiry", "enquiry", P.PERSON_READ),
    ("Safety", "enquiry-safety", P.SAFETY_CHECK),
    ("Benefits", "enquiry-benefits", P.COVERAGE_READ),
    ("Fit", "enquiry-fit", P.ELIGIBILITY_SCREEN),
    ("Intake", "enquiry-intake", P.ENQUIRY_WRITE),
    ("Admission", "enquiry-admission", P.ADMIT),
)


@dataclass(frozen=True)
class Way:
    """An enquiry as every page of it starts: its head, state, clock, what comes next and its pages."""

    enquiry: Enquiry
    head: Head
    zone: ZoneInfo
    state: str
    state_name: str
    moved_at: datetime
    steps: tuple[EnquiryStep, ...]
    waited: str
    next: NextAct | None
    may_write: bool

    @property
    def is_new(self) -> bool:
        """Nobody has spoken with the person yet."""
        return self.state == NEW

    @property
    def closed(self) -> bool:
        """It has come to an end."""
        return self.state in CLOSED

    @property
    def person_id(self) -> int:
        """The person's number, for addresses."""
        return int(self.head.person.pk)

    @property
    def seen(self) -> str:
        """Changes with every step."""
        return f"{self.state}-{len(self.steps)}"


@dataclass(frozen=True)
class EnquiryPage:
    """What the page prints. Parts the role may not read are empty. held: seats that are or were held for them. paged:
    how the page to the one on call ended, where danger set one off."""

    way: Way
    contacts: tuple[Contact, ...]
    intakes: tuple[IntakeAppointment, ...]
    reach: tuple[ReachWay, ...]
    may_check: bool
    held: tuple[HeldSeat, ...] = ()
    may_seat: bool = False
    paged: Paged | None = None

    @property
    def held_until(self) -> datetime | None:
        """Until when seats are held; None where none are, any more."""
        return max((one.until for one in self.held if one.state == "held"), default=None)

    @property
    def holds(self) -> list[tuple[str, HeldSeat]]:
        """What is or was held, each with its weekday."""
        return [(DAYS[one.group.weekday], one) for one in self.held]


@query(P.PERSON_READ)
def way_of(access: Access, *, enquiry_id: int, now: datetime, asks_next: bool = True) -> Way:
    """The enquiry with its head. Raises NotFound. Call it inside the page's own query.

    asks_next: False where the page does not print what comes next; it costs statements.
    """
    enquiry = admissions.enquiry_by_id(access, enquiry_id=enquiry_id)
    person = people.person_of(access, subject_id=enquiry.subject_id)
    head = head_of(access, person_id=person.pk, now=now, person=person)
    steps = tuple(admissions.steps_of(access, enquiry=enquiry))
    last = steps[-1] if steps else None
    state = last.state if last else NEW
    zone = ZoneInfo(enquiry.program.site.time_zone)
    act = admissions.next_act_of(access, enquiry=enquiry, at=now, last=last) if asks_next else None
    return Way(
        enquiry=enquiry,
        head=head,
        zone=zone,
        state=state,
        state_name=STATES[state],
        moved_at=last.at if last else enquiry.at,
        steps=steps,
        waited=waited(enquiry.at, now),
        next=worded(act, enquiry.pk, zone, now) if act else None,
        may_write=allowed(access.roles, P.ENQUIRY_WRITE),
    )


@query(P.PERSON_READ)
def page(access: Access, *, enquiry_id: int, now: datetime) -> EnquiryPage:
    """The enquiry's own page."""
    way = way_of(access, enquiry_id=enquiry_id, now=now)
    return EnquiryPage(
        way=way,
        contacts=tuple(admissions.contacts_of(access, enquiry=way.enquiry)),
        intakes=tuple(admissions.intakes_of(access, enquiry=way.enquiry)),
        reach=_reach(access, way),
        may_check=allowed(access.roles, P.SAFETY_CHECK),
        held=tuple(scheduling.held_for(access, subject=way.head.subject)),
        may_seat=allowed(access.roles, P.SEAT_WRITE),
        paged=notices.page_of(access, enquiry=way.enquiry),
    )


@query(P.ENQUIRY_WRITE)
def to_call(access: Access, *, enquiry_id: int, now: datetime) -> EnquiryPage:
    """For whoever calls: how to reach the person, and by when."""
    way = way_of(access, enquiry_id=enquiry_id, now=now)
    return EnquiryPage(way, (), (), _reach(access, way), False)


@query(P.ENQUIRY_WRITE)
def to_write(access: Access, *, enquiry_id: int, now: datetime) -> EnquiryPage:
    """For other forms about the enquiry."""
    return EnquiryPage(way_of(access, enquiry_id=enquiry_id, now=now, asks_next=False), (), (), (), False)


@query(P.SEAT_WRITE)
def to_let_go(access: Access, *, enquiry_id: int, now: datetime) -> EnquiryPage:
    """For letting the seats go that are held for them."""
    way = way_of(access, enquiry_id=enquiry_id, now=now, asks_next=False)
    held = tuple(scheduling.held_for(access, subject=way.head.subject))
    return EnquiryPage(way, (), (), (), False, held, True)


def _reach(access: Access, way: Way) -> tuple[ReachWay, ...]:
    return tuple(people.reach_ways(access, subject=way.head.subject, on=way.head.today))


def pages(access: Access, enquiry_id: int, here: str) -> list[Tab]:
    """The enquiry's pages for this access; `here` is the url name of the open one."""
    return [
        Tab(name, reverse(url, args=[enquiry_id]), url == here)
        for name, url, permission in PAGES
        if allowed(access.roles, permission)
    ]
