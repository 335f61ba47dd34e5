"""Twelve seats: a group as a row of chairs, told apart by shape and by colour."""

from __future__ import annotations

from dataclasses import dataclass

from stepwell.doors.drawing.marks import Box, Dots, Mark, Picture, Strokes
from stepwell.doors.drawing.tables import Figure, Table

#: What a seat can be, and how it is said.
STATES = {
    "filled": "taken",
    "newcomer": "newcomer",
    "kept": "kept for somebody on leave",
    "held": "held for somebody who asked",
    "free": "free",
}
PITCH = 26.0


@dataclass(frozen=True)
class Seat:
    """state: filled, newcomer, kept (for somebody on leave), held (for somebody who asked for help) or free. label: who
    or what, as "Amara, until Jun 12"; may be empty."""

    state: str
    label: str = ""


@dataclass(frozen=True)
class SeatRow:
    """The seats of one group on a date; cap: how many there may be. Missing seats up to the cap are free."""

    seats: tuple[Seat, ...]
    cap: int

    def all(self) -> tuple[Seat, ...]:
        """Taken first, then newcomers, kept, held and free, up to the cap at least. ValueError: an unknown state."""
        if unknown := {seat.state for seat in self.seats} - set(STATES):
            raise ValueError(f"no seat can be {', '.join(sorted(unknown))}")
        row = (*self.seats, *(Seat("free") for _ in range(self.cap - len(self.seats))))
        return tuple(sorted(row, key=lambda seat: list(STATES).index(seat.state)))

    def says(self) -> str:
        """ "9 of 12 taken, 1 of them new, 1 kept, 1 held, 1 free"; a newcomer's seat is taken too."""
        row = [seat.state for seat in self.all()]
        new = row.count("newcomer")
        said = [f"{row.count('filled') + new} of {self.cap} taken"]
        said += [f"{new} of them new"] if new else []
        said += [f"{row.count(state)} {state}" for state in ("kept", "held") if state in row]
        return ", ".join([*said, f"{row.count('free')} free"])


def seat_figure(row: SeatRow) -> Figure:
    """The row with its sentence and its table."""
    seats = row.all()
    width = len(seats) * PITCH
    marks: list[Mark] = [mark for place, seat in enumerate(seats) for mark in _seat(place * PITCH + 2, seat.state)]
    marks.append(Strokes(((2, 28.5, width - 2, 28.5),), "bench"))
    rows = tuple((str(n), STATES[seat.state], seat.label) for n, seat in enumerate(seats, 1))
    picture = Picture(width, 30, "seats", row.says(), tuple(marks))
    return Figure("seats", (picture,), Table(row.says(), ("Seat", "Is", "Who"), rows), says=row.says())


def _seat(x: float, state: str) -> tuple[Mark, ...]:
    """A rounded seat on its tread: solid, solid with a dot, half full, an outline with a bar, or a dashed outline."""
    seat = Box(x, 2, 22, 22, f"seat {state}", 7)
    if state == "held":
        return seat, Strokes(((x + 6, 18, x + 16, 8),), "asked")
    if state == "kept":
        return seat, Box(x + 3, 13, 16, 8, "half", 3.5)
    if state == "newcomer":
        return seat, Dots(((x + 11, 13),), 4, "new")
    return (seat,)
