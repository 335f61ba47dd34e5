"""The stair's geometry: heights are hours, dots sit on their treads, nothing leaves the sheet."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stepwell.doors.drawing.figures import stair_figure
from stepwell.doors.drawing.hues import hue
from stepwell.doors.drawing.marks import WIDTHS, Box, Dots, Picture, Rings, Strokes, Trace, Words
from stepwell.doors.drawing.stair import Stair, Step, parts, step_on
from stepwell.doors.drawing.stair_picture import drawn, ground, piled, places, ribbon
from tests.rules.drawing.scenes import LEVELS, STAIR, on


@st.composite
def stairs(draw) -> Stair:
    """One to five steps one after the other, days attended and planned anywhere, away once or never."""
    lengths = draw(st.lists(st.integers(1, 90), min_size=1, max_size=5))
    steps, start = [], on(draw(st.integers(0, 400)))
    for number, length in enumerate(lengths):
        end = start + timedelta(days=length)
        running = number == len(lengths) - 1 and draw(st.booleans())
        level, label = draw(st.sampled_from(LEVELS))
        hours = Decimal(draw(st.integers(0, 80))) / 2
        steps.append(Step(start, None if running else end, level, label, hours, draw(st.integers(1, 7))))
        start = end
    days = st.integers(-10, sum(lengths) + 30).map(lambda each: steps[0].from_on + timedelta(days=each))
    first, last = sorted((draw(days), draw(days)))
    return Stair(
        tuple(steps),
        tuple(draw(st.lists(days, max_size=40))),
        tuple(draw(st.lists(days, max_size=20))),
        ((first, last),) if draw(st.booleans()) else (),
        draw(days),
        "A way.",
    )


def corners(picture: Picture) -> list[tuple[float, float]]:
    """Outermost points of everything but words, whose width only a browser knows."""
    found: list[tuple[float, float]] = []
    for mark in picture.marks:
        match mark:
            case Box():
                found += [(mark.x, mark.y), (mark.x + mark.width, mark.y + mark.height)]
            case Dots() | Rings():
                r = mark.radius
                found += [(x + way * r, y + way * r) for x, y in mark.points for way in (-1, 1)]
            case Strokes():
                found += [point for x1, y1, x2, y2 in mark.segments for point in ((x1, y1), (x2, y2))]
            case Trace():
                found += mark.points
            case Words():
                found += [(mark.x, mark.y)]
    return found


# Every width of every stair: the time depends on how busy the machine is.
@settings(deadline=None)
@given(stairs())
def test_everything_stays_on_the_sheet(stair: Stair):
    for picture in (*(drawn(stair, size, width) for size, width in WIDTHS.items()), ribbon(stair)):
        for x, y in corners(picture):
            assert -0.01 <= x <= picture.width + 0.01
            assert -0.01 <= y <= picture.height + 0.01


@given(stairs(), st.sampled_from(sorted(WIDTHS)))
def test_heights_are_proportional_to_hours(stair: Stair, size: str):
    scale = ground(stair, WIDTHS[size], 200, 120, 6)
    most = max(step.hours for step in stair.steps)
    for step in stair.steps:
        share = float(step.hours / most) if most else 0
        assert scale.floor - scale.y(step.hours) == pytest.approx(120 * share)
    bodies = {(mark.height, mark.look) for mark in drawn(stair, size, WIDTHS[size]).marks if _body(mark)}
    assert all(height <= {"small": 104, "medium": 132, "large": 168}[size] + 0.01 for height, _ in bodies)


def _body(mark: object) -> bool:
    return isinstance(mark, Box) and mark.look.startswith("body")


@settings(deadline=None)
@given(stairs(), st.randoms(use_true_random=False))
def test_the_order_of_what_is_given_does_not_matter(stair: Stair, chance: random.Random):
    def mixed(each: tuple) -> tuple:
        return tuple(chance.sample(each, len(each)))

    other = replace(stair, steps=mixed(stair.steps), attended=mixed(stair.attended), planned=mixed(stair.planned))
    assert stair_figure(other, "large") == stair_figure(stair, "large")
    assert stair_figure(other, "ribbon") == stair_figure(stair, "ribbon")


@given(stairs(), st.sampled_from(sorted(WIDTHS)))
def test_there_is_a_dot_for_each_attended_day_and_a_ring_for_each_planned(stair: Stair, size: str):
    marks = drawn(stair, size, WIDTHS[size]).marks
    dots = [point for mark in marks if isinstance(mark, Dots) for point in mark.points]
    rings = [point for mark in marks if isinstance(mark, Rings) for point in mark.points]
    assert len(dots) == len(set(stair.attended))
    assert len(rings) == len(set(stair.planned) - set(stair.attended))
    assert len({(round(x, 3), round(y, 3)) for x, y in dots + rings}) == len(dots) + len(rings), "none hides another"


@given(stairs(), st.sampled_from(sorted(WIDTHS)))
def test_a_dot_sits_above_its_tread(stair: Stair, size: str):
    scale = ground(stair, WIDTHS[size], 200, 120, 6)
    for each, (_, y) in places(stair, (*stair.attended, *stair.rings()), scale).items():
        step = step_on(stair, each)
        assert y < scale.y(step.hours if step else 0)


@given(stairs())
def test_parts_follow_each_other_and_leave_nothing_out(stair: Stair):
    _, end = stair.shown()
    for step in stair.steps:
        own = [part for part in parts(stair) if part.step == step]
        assert own[0].from_on == step.from_on
        assert own[-1].to_on == (step.to_on or end)
        assert all(before.to_on == after.from_on for before, after in itertools.pairwise(own))
        assert all(before.state != after.state for before, after in itertools.pairwise(own))


def test_what_was_what_is_away_and_what_will_be():
    states = [(part.state, part.from_on, part.to_on) for part in parts(STAIR)]
    assert states == [
        ("was", on(0), on(21)),
        ("was", on(21), on(26)),
        ("away", on(26), on(33)),
        ("was", on(33), on(38)),
        ("will", on(38), on(70)),
        ("will", on(70), STAIR.shown()[1]),
    ]


def test_away_is_hatched_and_stands_on_no_stone():
    marks = drawn(STAIR, "large", 960).marks
    scale = ground(STAIR, 960, 0, 168, 6)
    left, right = scale.x(on(26)), scale.x(on(33))
    (hatched,) = [mark for mark in marks if isinstance(mark, Strokes) and mark.look.startswith("hatch")]
    assert all(left - 0.01 <= x <= right + 0.01 for x1, _, x2, _ in hatched.segments for x in (x1, x2))
    middle = (left + right) / 2
    assert not [mark for mark in marks if _body(mark) and mark.x < middle < mark.x + mark.width]


def test_the_line_of_today_makes_way_for_words():
    first = replace(STAIR, today=on(22), attended=(), planned=())
    marks = drawn(first, "medium", 560).marks
    (line,) = [mark for mark in marks if isinstance(mark, Strokes) and mark.look == "today"]
    x = line.segments[0][0]
    crossed = [
        mark
        for mark in marks
        if isinstance(mark, Words) and mark.look in {"name", "hours"} and mark.x < x < mark.x + 60
    ]
    assert crossed
    for word in crossed:
        assert not [1 for _, top, _, end in line.segments if top < word.y - 4 < end]


def test_narrow_days_are_piled_by_week_and_wide_ones_lie_side_by_side():
    wide, narrow = ground(STAIR, 960, 0, 100, 6), ground(STAIR, 320, 0, 100, 6)
    assert not piled(wide)
    assert piled(narrow)
    piles = places(STAIR, (on(0), on(1), on(2)), narrow)
    assert len({x for x, _ in piles.values()}) == 1
    assert [y for _, y in piles.values()] == sorted((y for _, y in piles.values()), reverse=True)


@pytest.mark.parametrize(
    ("level", "expected"),
    [("1.5", 1), ("OP", 1), ("aftercare", 1), ("2.1", 2), ("iop", 2), ("2.5", 3), ("2.7", 3), ("PHP", 3),
     ("partial-hospitalization", 3), ("3.1", 4), ("3.7", 4), ("4-Psych", 5), ("detox", 5), ("unheard of", 0), ("", 0)],
)  # fmt: skip
def test_a_level_keeps_its_hue(level: str, expected: int):
    assert hue(level) == f"level-{expected}"


def test_the_table_counts_days_by_step():
    rows = stair_figure(STAIR, "large").table.rows
    assert [(row[0][:9], row[5], row[6]) for row in rows[:3]] == [
        ("Partial h", "3", "0"), ("Intensive", "3", "2"), ("Outpatien", "0", "1"),
    ]  # fmt: skip
    assert rows[3][:3] == ("Away", "Jan\u00a031, 2026", "Feb\u00a07, 2026")


def test_a_name_that_does_not_fit_is_told_below():
    short = replace(STAIR, steps=(replace(STAIR.steps[0], to_on=on(3)), replace(STAIR.steps[1], from_on=on(3))))
    assert stair_figure(STAIR, "large").told
    assert not stair_figure(short, "large").told
    assert date(2026, 1, 8) == on(3)
