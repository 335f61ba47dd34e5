"""Twelve seats: a group as a row of chairs, told apart by shape and by colour."""

from __future__ import annotations

from dataclasses import dataclass

from stepwell.doors.drawing.marks import Box, Dots, Mark, Picture
from stepwell.doors.drawing.tables import Figure, Table

#: What a seat can be, and how it is said.
STATES = {"filled": "taken", "newcomer": "newcomer", "held": "held", "free": "free"}
PITCH = 26.0


@dataclass(frozen=True)
class Seat:
    """state: filled, held, newcomer or free. label: who or what, as "Amara, until Jun 12"; may be empty."""

    state: str
    label: str = ""


@dataclass(frozen=True)
class SeatRow:
    """The seats of one group on a date; cap: how many there may be. Missing seats up to the cap are free."""

    seats: tuple[Seat, ...]
    cap: int

    def all(self) -> tuple[Seat, ...]:
        """Taken first, then newcomers, held and free, up to the cap at least. ValueError: an unknown state."""
        if unknown := {seat.state for seat in self.seats} - set(STATES):
            raise ValueError(f"no seat can be {', '.join(sorted(unknown))}")
        row = (*self.seats, *(Seat("free") for _ in range(self.cap - len(self.seats))))
        return tuple(sorted(row, key=lambda seat: list(STATES).index(seat.state)))

    def says(self) -> str:
        """ "9 of 12 taken, 1 of them new, 1 held, 2 free"; a newcomer's seat is taken too."""
        row = [seat.state for seat in self.all()]
        new = row.count("newcomer")
        said = [f"{row.count('filled') + new} of {self.cap} taken"]
        said += [f"{new} of them new"] if new else []
        said += [f"{row.count('held')} held"] if "held" in row else []
        return ", ".join([*said, f"{row.count('free')} free"])


def seat_figure(row: SeatRow) -> Figure:
    """The row with its sentence and its table."""
    marks = tuple(mark for place, seat in enumerate(row.all()) for mark in _chair(place * PITCH + 2, seat.state))
    picture = Picture(len(row.all()) * PITCH, 28, "seats", row.says(), marks)
    rows = tuple((str(n), STATES[seat.state], seat.label) for n, seat in enumerate(row.all(), 1))
    return Figure("seats", (picture,), Table(row.says(), ("Seat", "Is", "Who"), rows), says=row.says())


def _chair(x: float, state: str) -> tuple[Mark, ...]:
    """A chair seen from above: its back and its seat. Solid, solid with a dot, half, or an outline."""
    back, seat = Box(x + 2, 2, 18, 4, f"back {state}", 2), Box(x, 8, 22, 18, f"seat {state}", 6)
    if state == "held":
        return back, seat, Box(x + 3, 17, 16, 6, "half held", 3)
    if state == "newcomer":
        return back, seat, Dots(((x + 11, 17),), 4, "new")
    return back, seat
