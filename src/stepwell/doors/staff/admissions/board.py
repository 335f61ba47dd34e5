"""The admissions board: every enquiry that needs somebody, in columns; those that ended lately."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from stepwell.care.admissions import queries as admissions
from stepwell.care.admissions.queries import Card
from stepwell.doors.staff.admissions.acts import COLUMNS, STATES, NextAct, waited, worded
from stepwell.doors.staff.people.head import clinic_zone
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.registry.people import queries as people
from stepwell.registry.people.models import Person
from stepwell.registry.programs import queries as programs
from stepwell.registry.programs.models import Program

#: How long an enquiry that has ended stays on the board.
_LATELY = timedelta(days=14)


@dataclass(frozen=True)
class Line:
    """One enquiry as it is printed."""

    enquiry_id: int
    name: str
    program: str
    by_whom: str
    column: str
    state: str
    waited: str
    since: datetime
    next: NextAct | None


@dataclass(frozen=True)
class Column:
    """A column: its key, name, what it says when nobody is there, and its lines, what is due first on top."""

    key: str
    name: str
    empty: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Board:
    """The page."""

    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    programs: tuple[Program, ...]
    late: int
    zone: ZoneInfo
    on: datetime


@query(Permission.ENQUIRY_WRITE)
def board(access: Access, *, now: datetime, program_id: int | None = None) -> Board:
    """The enquiries under way, of one program where its number is given."""
    running = tuple(programs.programs(access))
    zone = clinic_zone(access)
    wanted = program_id if program_id in {one.pk for one in running} else None
    cards = admissions.enquiry_board(
        access, at=now, closed=True, closed_since=now - _LATELY, program_id=wanted, limit=200
    )
    cards.sort(key=lambda card: card.act.answer.due_at.timestamp() if card.act.answer.due_at else float("inf"))
    lines = tuple(_line(card, zone, now) for card in cards)
    columns = tuple(
        Column(key, name, empty, tuple(line for line in lines if line.column == key)) for key, name, empty in COLUMNS
    )
    late = sum(line.next is not None and line.next.overdue for line in lines)
    return Board(columns, lines, running, late, zone, now.astimezone(zone))


def _line(card: Card, zone: ZoneInfo, now: datetime) -> Line:
    elsewhere = card.state in ("routed_elsewhere", "withdrawn")
    return Line(
        enquiry_id=card.enquiry_id,
        name=card.name,
        program=card.program,
        by_whom=card.by_whom,
        column="elsewhere" if elsewhere else card.state,
        state=STATES[card.state],
        waited=waited(card.at, now),
        since=card.at.astimezone(zone),
        next=worded(card.act, card.enquiry_id, zone, now),
    )


@query(Permission.ENQUIRY_WRITE)
def offered(access: Access) -> list[Program]:
    """Programs somebody may ask for."""
    return programs.programs(access)


@query(Permission.ENQUIRY_WRITE)
def known(access: Access, *, first_name: str, last_name: str, value: str) -> list[Person]:
    """People who may be the one that asks now."""
    return people.look_alikes(access, first_name=first_name, last_name=last_name, value=value)


@query(Permission.ENQUIRY_WRITE)
def person(access: Access, *, person_id: int) -> Person:
    """Somebody known who asks again. Raises NotFound."""
    return people.person_by_id(access, person_id=person_id)
