"""Twelve seats: each state has a shape of its own, and the sentence counts right."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.doors.drawing.marks import Box
from stepwell.doors.drawing.seats import STATES, Seat, SeatRow, seat_figure
from tests.rules.drawing.scenes import SEATS

ROWS = st.builds(
    SeatRow, st.lists(st.builds(Seat, st.sampled_from(sorted(STATES))), max_size=12).map(tuple), st.just(12)
)


def test_the_sentence():
    assert SEATS.says() == "9 of 12 taken, 1 of them new, 1 kept, 1 held, 1 free"
    assert SeatRow((), 8).says() == "0 of 8 taken, 8 free"


@given(ROWS)
def test_there_are_as_many_seats_as_the_cap_and_all_on_the_sheet(row: SeatRow):
    (picture,) = seat_figure(row).pictures
    seats = [mark for mark in picture.marks if isinstance(mark, Box) and mark.look.startswith("seat")]
    assert len(seats) == 12
    assert all(seat.x >= 0 and seat.x + seat.width <= picture.width for seat in seats)
    assert all(a.x + a.width <= b.x for a, b in itertools.pairwise(seats))


def test_states_differ_by_shape_and_not_only_by_colour():
    def shapes(state: str) -> list[tuple[type, str]]:
        (picture,) = seat_figure(SeatRow((Seat(state),), 1)).pictures
        return [type(mark) for mark in picture.marks]

    # Taken is solid and free is dashed in the sheet; the others carry a mark of their own.
    assert len({tuple(shapes(state)) for state in ("filled", "held", "kept", "newcomer")}) == 4
    assert shapes("free") == shapes("filled")


def test_who_cannot_see_the_picture_reads_what_is_kept_and_what_is_held():
    said = {row[1] for row in seat_figure(SEATS).table.rows}
    assert {"kept for somebody on leave", "held for somebody who asked"} < said


def test_more_people_than_seats_are_all_shown():
    row = SeatRow((Seat("filled"),) * 13, 12)
    assert row.says() == "13 of 12 taken, 0 free"
    assert len(seat_figure(row).table.rows) == 13


def test_a_state_nobody_knows_is_a_mistake():
    with pytest.raises(ValueError, match="no seat can be broken"):
        SeatRow((Seat("broken"),), 12).all()
