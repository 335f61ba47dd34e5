"""Who a page of the day that goes wrong is about: named in the address, or looked up first."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.http import HttpRequest

from stepwell.care.scheduling import queries as scheduling
from stepwell.doors.staff.people.head import clinic_zone
from stepwell.doors.staff.search import finding
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.registry.people import queries as people
from stepwell.registry.programs import queries as programs

_NUMBER = re.compile(r"[1-9]\d{0,17}")
_CHART = re.compile(r"/people/([1-9]\d{0,17})/")


@dataclass(frozen=True)
class Who:
    """The person a page is about."""

    person_id: int
    name: str
    subject: Subject


@dataclass(frozen=True)
class Picking:
    """Looking somebody up: what was asked, who was found, and who is expected today (number and name)."""

    asked: str
    hits: tuple[finding.Hit, ...]
    expected: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Moment:
    """Now, on the clinic's clock."""

    now: datetime
    zone: ZoneInfo

    @property
    def today(self) -> date:
        """The clinic's day."""
        return self.now.astimezone(self.zone).date()

    def at(self, clock: time | None, on: date | None = None) -> datetime:
        """A clock time of today, or of the day given; now where none was written."""
        if clock is None and on is None:
            return self.now
        return datetime.combine(on or self.today, clock or time(12), self.zone)


def number(text: str | None) -> int | None:
    """A number out of an address; None for anything else."""
    return int(text) if text and _NUMBER.fullmatch(text) else None


def person_asked(request: HttpRequest) -> int | None:
    """The person named in the address: `?person=12`."""
    return number(request.GET.get("person"))


def person_come_from(request: HttpRequest) -> int | None:
    """The person whose chart somebody came from, or the one in the address."""
    found = _CHART.match(urlsplit(request.headers.get("Referer", "")[:500]).path)
    return person_asked(request) or (number(found[1]) if found else None)


def words_asked(request: HttpRequest) -> str:
    """What was typed to look somebody up."""
    return request.GET.get("q", "").replace("\x00", "").strip()[: finding.LONGEST]


def who_of(access: Access, person_id: int) -> Who:
    """The person by number. Raises NotFound."""
    row = people.person_by_id(access, person_id=person_id)
    return Who(row.pk, row.name, row.subject)


def moment_of(access: Access, now: datetime) -> Moment:
    """Now on the clinic's clock."""
    return Moment(now, clinic_zone(access))


@query(Permission.PERSON_READ)
def picking(access: Access, *, words: str, now: datetime) -> Picking:
    """Who could be meant: who was found by the words; without words, who is expected today."""
    if words:
        found: finding.Found[finding.Named] = finding.search(access, words=words)
        return Picking(words, found.people, ())
    every = programs.programs(access)
    today = moment_of(access, now).today
    meetings = scheduling.dated_meetings_of(access, programs=every, from_on=today, to_on=today)
    seated = sorted({seat.subject_id for one in meetings if not one.off for seat in one.seats if not seat.kept})
    return Picking("", (), tuple(sorted(people.names(access, subject_ids=seated).values(), key=lambda one: one[1])))
