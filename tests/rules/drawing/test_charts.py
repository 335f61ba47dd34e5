"""Charts: round ticks, cut points at their place, stacks that add up, steps that never rise."""

from __future__ import annotations

import itertools
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from stepwell.doors.drawing.bars import Bar, BarChart, bar_figure
from stepwell.doors.drawing.burning import BurnDown, burn_figure
from stepwell.doors.drawing.cohort import cohort_figure, layers
from stepwell.doors.drawing.curves import Curve, CurveChart, CurvePoint, curve_figure, steps
from stepwell.doors.drawing.figures import Figure
from stepwell.doors.drawing.lines import line_figure
from stepwell.doors.drawing.marks import Box, Strokes, Trace, Words, hatch
from stepwell.doors.drawing.plot import Plot, spread
from stepwell.doors.drawing.sparks import Sparkline, spark_figure
from stepwell.doors.drawing.ticks import day, months, nice, saying, whole
from tests.rules.drawing.scenes import BURN, COHORT, CURVE, LINES, LYING, SPARK, STANDING, about, on
from tests.rules.drawing.test_stair import corners

PLOT = Plot(40, 540, 10, 210, (0, 100), (0, 50))


@given(st.floats(-1e4, 1e4), st.floats(0.1, 1e5), st.integers(2, 10))
def test_ticks_are_round_even_and_reach_both_ends(low: float, length: float, about_so_many: int):
    ticks = nice(low, low + length, about_so_many)
    step = ticks[1] - ticks[0]
    assert all(b - a == pytest.approx(step) for a, b in itertools.pairwise(ticks))
    assert ticks[0] <= low + step * 1e-6
    assert ticks[-1] >= low + length - step * 1e-6
    assert float(f"{step:e}".split("e")[0]) in {1.0, 2.0, 2.5, 5.0}
    assert len(ticks) <= about_so_many + 3


def test_ticks_of_nothing_and_of_whole_things():
    assert nice(0, 0) == (0, 0.2, 0.4, 0.6, 0.8, 1)
    assert nice(0, 27, 5) == (0, 10, 20, 30)
    assert whole(0, 3, 4) == (0, 1, 2, 3, 4)


def test_months_are_thinned_and_the_end_is_outside():
    assert months(date(2025, 12, 15), date(2026, 2, 1)) == (date(2026, 1, 1),)
    assert [each.month for each in months(date(2026, 1, 1), date(2027, 1, 1), 4)] == [1, 4, 7, 10]


def test_numbers_and_days_as_people_read_them():
    assert [saying(each) for each in (9, Decimal("4.50"), 12000, Decimal("0"), Decimal("100"))] == [
        "9", "4.5", "12,000", "0", "100",
    ]  # fmt: skip
    assert day(date(2026, 3, 3), True) == "Mar\u00a03, 2026"


@given(st.floats(0, 100), st.floats(0, 100), st.floats(0.5, 300), st.floats(0.5, 300))
def test_hatching_fills_its_place_and_ends_at_its_edges(x: float, y: float, width: float, height: float):
    for x1, y1, x2, y2 in hatch(x, y, width, height):
        assert all(x - 0.01 <= each <= x + width + 0.01 for each in (x1, x2))
        assert all(y - 0.01 <= each <= y + height + 0.01 for each in (y1, y2))
        assert x2 - x1 == pytest.approx(y1 - y2), "all of one slope"


@given(st.lists(st.floats(20, 180), min_size=1, max_size=6))
def test_words_at_the_edge_keep_their_order_and_do_not_touch(wanted: list[float]):
    found = spread(wanted, 15, 0, 200)
    order = sorted(range(len(wanted)), key=lambda each: wanted[each])
    assert all(found[b] - found[a] >= 14.99 for a, b in itertools.pairwise(order))
    assert all(-0.01 <= each <= 200.01 for each in found)


@pytest.mark.parametrize(
    "figure",
    [
        cohort_figure(COHORT), line_figure(LINES), bar_figure(LYING), bar_figure(STANDING), curve_figure(CURVE),
        burn_figure(BURN), spark_figure(SPARK),
    ],
    ids=["cohort", "lines", "lying", "standing", "curve", "burn-down", "spark"],
)  # fmt: skip
def test_everything_stays_on_the_sheet(figure: Figure):
    for picture in figure.pictures:
        for x, y in corners(picture):
            assert 0 <= x <= picture.width
            assert 0 <= y <= picture.height


def test_bands_lie_under_the_lines_with_their_cut_points():
    picture = line_figure(LINES).pictures[1]
    looks = [mark.look for mark in picture.marks]
    assert looks.index("band band-4") < looks.index("line series-2"), "painted first"
    heights = [mark.height for mark in picture.marks if isinstance(mark, Box)]
    assert [height / sum(heights) for height in heights] == pytest.approx([5 / 27, 5 / 27, 10 / 27, 7 / 27])
    numbers = [mark.text for mark in picture.marks if isinstance(mark, Words) and mark.anchor == "end"]
    assert numbers[:5] == ["0", "5", "10", "20", "27"]


def test_a_score_that_was_not_given_breaks_the_line_and_says_so_in_the_table():
    figure = line_figure(LINES)
    assert [mark.look for mark in figure.pictures[0].marks if isinstance(mark, Strokes)].count(
        "line missing series-1"
    ) == 1
    assert figure.table.rows[1] == ("Jan\u00a019, 2026", "not given", "not given", "")
    assert figure.table.rows[2][3] == "mild, mild"


@given(st.lists(st.lists(st.integers(0, 400), min_size=3, max_size=3), min_size=1, max_size=6), st.booleans())
def test_a_stack_is_as_long_as_its_sum(values: list[list[int]], standing: bool):
    bars = tuple(Bar(f"b{n}", tuple(each)) for n, each in enumerate(values))
    chart = BarChart(about(), ("a", "b", "c"), bars, standing)
    picture = bar_figure(chart).pictures[2]
    boxes = [mark for mark in picture.marks if isinstance(mark, Box)]
    along = [box.height if standing else box.width for box in boxes]
    longest = max(bar.total() for bar in bars)
    if longest:
        per_unit = sum(along) / sum(bar.total() for bar in bars)
        assert sum(along) == pytest.approx(sum(bar.total() for bar in bars) * per_unit)
        shown = [value for bar in bars for value in bar.values if value]
        assert along == pytest.approx([value * per_unit for value in shown])
    pieces = iter(boxes)
    for bar in bars:
        reached = None
        for piece in (next(pieces) for value in bar.values if value):
            start = piece.y + piece.height if standing else piece.x
            assert reached is None or start == pytest.approx(reached), "each piece begins where the one before it ends"
            reached = piece.y if standing else piece.x + piece.width


def test_a_number_that_is_not_shown_says_why():
    figure = bar_figure(LYING)
    assert figure.table.rows[1] == ("Saturday", "fewer than 11 sessions")
    assert not any(isinstance(mark, Words) and mark.text == "0" for mark in figure.pictures[0].marks)


def test_standing_bars_lie_down_where_it_is_narrow():
    small, medium, _ = bar_figure(STANDING).pictures
    assert {mark.height for mark in small.marks if isinstance(mark, Box)} == {20.0}
    assert len({mark.width for mark in medium.marks if isinstance(mark, Box)}) == 1


@given(st.lists(st.integers(0, 100), min_size=2, max_size=12))
def test_a_step_curve_is_level_and_then_falls_straight(shares: list[int]):
    ordered = sorted(shares, reverse=True)
    points = steps(((n * 5, Decimal(each) / 2) for n, each in enumerate(ordered)), 100, PLOT)
    for (x1, y1), (x2, y2) in itertools.pairwise(points):
        assert x1 == x2 or y1 == y2
        assert x2 >= x1
        assert y2 >= y1, "what has fallen does not rise"
    assert points[-1][0] == PLOT.x(100)


def test_people_at_risk_stand_under_their_day():
    words = [mark for mark in curve_figure(CURVE).pictures[2].marks if isinstance(mark, Words)]
    at_zero = [
        mark for mark in words if mark.look == "count" and mark.x == min(w.x for w in words if w.look == "count")
    ]
    assert [mark.text for mark in at_zero] == ["40", "30"]
    assert CURVE.curves[0].at(45).at_risk == 31


def test_a_curve_that_begins_later_is_a_mistake():
    with pytest.raises(ValueError, match="begins on day 0"):
        curve_figure(CurveChart(about(), (Curve("late", (CurvePoint(3, 1, 9),)),)))


def test_the_forecast_lands_where_it_says():
    picture = burn_figure(BURN).pictures[2]
    (cone,) = [mark for mark in picture.marks if isinstance(mark, Trace) and mark.look == "forecast"]
    (landing,) = [mark for mark in picture.marks if isinstance(mark, Strokes) and mark.look == "landing"]
    assert (cone.points[1][0], cone.points[2][0]) == (landing.segments[0][0], landing.segments[0][2])
    (likely,) = [mark for mark in picture.marks if isinstance(mark, Strokes) and mark.look == "likely"]
    assert cone.points[1][0] < likely.segments[0][2] < cone.points[2][0]
    assert BURN.says().endswith("likely to run out on Feb\u00a024, between Feb\u00a019 and Mar\u00a04.")


@given(st.lists(st.integers(0, 60), max_size=30))
@example([*range(25)])
def test_units_left_never_rise_and_never_pass_nothing(days: list[int]):
    chart = BurnDown(about("A", "days"), 20, on(0), on(60), tuple(on(each) for each in days), on(30))
    picture = burn_figure(chart).pictures[0]
    (line,) = [mark for mark in picture.marks if isinstance(mark, Trace) and mark.look == "line series-1"]
    heights = [y for _, y in line.points]
    assert heights == sorted(heights)
    floor = max(
        y for mark in picture.marks if isinstance(mark, Strokes) and mark.look == "rung" for *_, y in mark.segments
    )
    assert heights[-1] <= floor + 0.01
    assert chart.left == max(0, 20 - len(days))


def test_layers_of_a_cohort_lie_on_each_other():
    edges = layers(COHORT, Plot(0, 100, 0, 100, (on(0).toordinal(), on(35).toordinal()), (0, 20)))
    for below, above in itertools.pairwise(edges):
        assert all(upper <= lower for (_, lower), (_, upper) in zip(below, above, strict=True))
    assert edges[-1][0][1] == pytest.approx(100 - 14 * 5)


def test_a_level_sparkline_lies_in_the_middle():
    (picture,) = spark_figure(Sparkline("Even.", (("a", 4), ("b", 4)))).pictures
    (line,) = [mark for mark in picture.marks if isinstance(mark, Trace)]
    assert {y for _, y in line.points} == {10.0}
