"""Pictures in a page: {% load drawing %}, then {% stair stair size="large" %} and the others."""

from __future__ import annotations

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from stepwell.doors.drawing.figures import stair_figure
from stepwell.doors.drawing.marks import Picture
from stepwell.doors.drawing.seats import SeatRow, seat_figure
from stepwell.doors.drawing.stair import Stair
from stepwell.doors.drawing.svg import looks as prefixed
from stepwell.doors.drawing.svg import written
from stepwell.doors.drawing.tables import Figure

register = template.Library()


@register.simple_tag
def picture(picture: Picture) -> SafeString:
    """One picture as SVG, without its table: for the templates of this area."""
    return written(picture)


@register.filter
def looks(look: str) -> str:
    """The prefixed classes of a look, for the swatches of a key."""
    return prefixed(look)


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


def _figure(figure: Figure, hidden: bool = False) -> SafeString:
    return SafeString(render_to_string("drawing/figure.html", {"figure": figure, "hidden": hidden}).strip())
