"""The board of a program's week: days as columns, parts of the day as rows, a card a meeting with its seats."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from stepwell.care.scheduling.queries import Held
from stepwell.care.sessions import queries as sessions
from stepwell.care.sessions.queries import MeetingShown
from stepwell.doors.drawing.seats import Seat, SeatRow
from stepwell.doors.staff.people.head import clinic_zone
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.roles import allowed
from stepwell.registry.programs import queries as programs
from stepwell.registry.programs.models import Program
from stepwell.registry.programs.rules.shapes import Daypart

#: Monday to Friday always stand on the board; a weekend day when something meets on it.
_WORKDAYS = 5


@dataclass(frozen=True)
class Card:
    """A meeting as it is drawn. free: free seats in words."""

    what: MeetingShown
    seats: SeatRow
    free: str


@dataclass(frozen=True)
class Part:
    """A part of a day with its meetings."""

    name: str
    cards: tuple[Card, ...]


@dataclass(frozen=True)
class Day:
    """A column of the board."""

    on: date
    parts: tuple[Part, ...]

    @property
    def count(self) -> int:
        """Meetings of the day."""
        return sum(len(part.cards) for part in self.parts)


@dataclass(frozen=True)
class WeekPage:
    """What the page of a week prints."""

    program: Program | None
    programs: tuple[Program, ...]
    zone: ZoneInfo
    today: date
    monday: date
    days: tuple[Day, ...]
    free: int
    newcomers: int
    held: int
    may_open: bool

    @property
    def before(self) -> date:
        """A day of the week before."""
        return self.monday - timedelta(days=7)

    @property
    def after(self) -> date:
        """A day of the week after."""
        return self.monday + timedelta(days=7)

    @property
    def sunday(self) -> date:
        """The week's last day."""
        return self.monday + timedelta(days=6)

    @property
    def cards(self) -> tuple[Card, ...]:
        """All meetings in order."""
        return tuple(card for day in self.days for part in day.parts for card in part.cards)

    @property
    def rows(self) -> int:
        """How many parts of a day stand below each other."""
        return len(self.days[0].parts) if self.days else 0


@query(Permission.SCHEDULE_READ)
def week_page(access: Access, *, program_id: int | None, week_of: date | None, now: datetime) -> WeekPage:
    """Gather the week. program_id, week_of: None is the first program, this week."""
    every = tuple(programs.programs(access))
    program = next((one for one in every if one.pk == program_id), every[0] if every else None)
    zone = ZoneInfo(program.site.time_zone) if program else clinic_zone(access)
    today = now.astimezone(zone).date()
    may_open = allowed(access.roles, Permission.GROUP_WRITE)
    if program is None:
        return WeekPage(None, (), zone, today, today - timedelta(days=today.weekday()), (), 0, 0, 0, may_open)
    found = sessions.board(access, program=program, week_of=week_of or today)
    parts = programs.rules_of(access, program=program, on=found.monday).dayparts
    by_day: dict[date, list[MeetingShown]] = {}
    for one in found.meetings:
        by_day.setdefault(one.on, []).append(one)
    days = [found.monday + timedelta(days=place) for place in range(7)]
    shown = [day for place, day in enumerate(days) if place < _WORKDAYS or day in by_day]
    last = len(parts) + any(part_of(one, parts, zone) == len(parts) for one in found.meetings)
    on_board = [one for one in found.meetings if one.state != "cancelled"]
    return WeekPage(
        program=program,
        programs=every,
        zone=zone,
        today=today,
        monday=found.monday,
        days=tuple(Day(day, _parts(by_day.get(day, []), parts, last, zone)) for day in shown),
        free=sum(one.free for one in on_board),
        newcomers=sum(seat.state == "newcomer" for one in on_board for seat in one.seats),
        held=sum(seat.state == "held" for one in on_board for seat in one.seats),
        may_open=may_open,
    )


def part_of(one: MeetingShown, parts: tuple[Daypart, ...], zone: ZoneInfo) -> int:
    """In which part of the day it begins: its place, or one past the last."""
    clock = one.starts.astimezone(zone).time()
    return next((place for place, part in enumerate(parts) if part.starts <= clock < part.ends), len(parts))


def card(one: MeetingShown, zone: ZoneInfo) -> Card:
    """A meeting with its seats drawn and said."""
    seats = tuple(Seat(seat.state, _until(seat.hold, zone) if seat.hold else seat.name) for seat in one.seats)
    said = "full" if not one.free else f"{one.free} seat{'s' if one.free > 1 else ''} free"
    return Card(one, SeatRow(seats, len(seats)), said)


def _until(hold: Held, zone: ZoneInfo) -> str:
    local = hold.until.astimezone(zone)
    return f"until {local:%b} {local.day}, {local:%H:%M}"


def _parts(meetings: list[MeetingShown], parts: tuple[Daypart, ...], last: int, zone: ZoneInfo) -> tuple[Part, ...]:
    names = [part.name for part in parts] + ["Other times"]
    return tuple(
        Part(names[place], tuple(card(one, zone) for one in meetings if part_of(one, parts, zone) == place))
        for place in range(last)
    )
