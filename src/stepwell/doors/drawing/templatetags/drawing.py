"""Pictures in a page: {% load drawing %}, then {% stair stair size="large" %} and the others."""

from __future__ import annotations

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from stepwell.doors.drawing.bars import BarChart, bar_figure
from stepwell.doors.drawing.burning import BurnDown, burn_figure
from stepwell.doors.drawing.cohort import Cohort, cohort_figure
from stepwell.doors.drawing.curves import CurveChart, curve_figure
from stepwell.doors.drawing.figures import stair_figure
from stepwell.doors.drawing.lines import LineChart, line_figure
from stepwell.doors.drawing.marks import Picture
from stepwell.doors.drawing.seats import SeatRow, seat_figure
from stepwell.doors.drawing.sparks import Sparkline, spark_figure
from stepwell.doors.drawing.stair import Stair
from stepwell.doors.drawing.svg import written
from stepwell.doors.drawing.tables import Figure

register = template.Library()


@register.simple_tag
def picture(picture: Picture) -> SafeString:
    """One picture as SVG, without its table: for the templates of this area."""
    return written(picture)


@register.simple_tag
def stair(stair: Stair, size: str = "large", table: bool = True) -> SafeString:
    """The stair, large or as a ribbon. table=False: the ribbon alone, where only phrasing may stand, as in a link.

    A stair without steps prints its sentence.
    """
    if not stair.steps:
        return format_html('<span class="drawing-none">{}</span>', stair.says)
    figure = stair_figure(stair, size)
    if size == "ribbon" and not table:
        return written(figure.pictures[0])
    return _figure(figure, hidden=size == "ribbon")


@register.simple_tag
def seats(row: SeatRow, table: str = "hidden") -> SafeString:
    """Twelve seats and their sentence. table: hidden (for readers of lists) or open (behind "As a table")."""
    return _figure(seat_figure(row), hidden=table == "hidden")


@register.simple_tag
def cohort_stair(cohort: Cohort) -> SafeString:
    """The stairs of many, summed by level and week."""
    return _figure(cohort_figure(cohort))


@register.simple_tag
def line_chart(chart: LineChart) -> SafeString:
    """Measure scores over time, over their bands."""
    return _figure(line_figure(chart))


@register.simple_tag
def bar_chart(chart: BarChart) -> SafeString:
    """Bars, lying or standing, stacked by series."""
    return _figure(bar_figure(chart))


@register.simple_tag
def step_curve(chart: CurveChart) -> SafeString:
    """A retention curve with how many it is counted of."""
    return _figure(curve_figure(chart))


@register.simple_tag
def burn_down(chart: BurnDown) -> SafeString:
    """Units of an authorization: used, left, and when they run out."""
    return _figure(burn_figure(chart))


@register.simple_tag
def sparkline(spark: Sparkline) -> SafeString:
    """A small line for a row, its table hidden."""
    return _figure(spark_figure(spark), hidden=True)


def _figure(figure: Figure, hidden: bool = False) -> SafeString:
    return SafeString(render_to_string("drawing/figure.html", {"figure": figure, "hidden": hidden}).strip())
