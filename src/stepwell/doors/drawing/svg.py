"""A picture as SVG text: presentation attributes and classes only, everything escaped."""

from __future__ import annotations

from functools import cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from stepwell.doors.drawing.marks import Box, Dots, Mark, Picture, Point, Rings, Strokes, Trace, Words

#: What an image that says nothing new is to a screen reader.
DECORATION = SafeString('aria-hidden="true"')


def written(picture: Picture) -> SafeString:
    """The whole <svg>, named by its sentence (decoration where it says nothing); `tells` becomes its description."""
    return format_html(
        '<svg class="picture {}" viewBox="0 0 {} {}" {} focusable="false">{}{}</svg>',
        looks(picture.look),
        _n(picture.width),
        _n(picture.height),
        format_html('role="img" aria-label="{}"', picture.says) if picture.says else DECORATION,
        format_html("<title>{}</title><desc>{}</desc>", picture.says, picture.tells) if picture.tells else "",
        format_html_join("", "{}", ((_mark(mark),) for mark in picture.marks)),
    )


@cache
def looks(look: str) -> str:
    """The classes of a look, prefixed so that a page's own "name" or "held" never reaches into a picture."""
    return " ".join(f"d-{each}" for each in look.split())


def _mark(mark: Mark) -> SafeString:
    match mark:
        case Box():
            return format_html(
                '<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="{}"/>',
                looks(mark.look), _n(mark.x), _n(mark.y), _n(mark.width), _n(mark.height), _n(mark.curve),
            )  # fmt: skip
        case Trace():
            d = "M" + "L".join(_at(point) for point in mark.points) + ("Z" if mark.closed else "")
        case Strokes():
            d = "".join(f"M{_n(x1)} {_n(y1)}L{_n(x2)} {_n(y2)}" for x1, y1, x2, y2 in mark.segments)
        case Dots() | Rings():
            r = _n(mark.radius)
            turn = f"a{r} {r} 0 1 0 {_n(2 * mark.radius)} 0a{r} {r} 0 1 0 {_n(-2 * mark.radius)} 0Z"
            d = "".join(f"M{_at((x - mark.radius, y))}{turn}" for x, y in mark.points)
        case Words():
            return format_html(
                '<text class="{}" x="{}" y="{}" text-anchor="{}">{}</text>',
                looks(mark.look), _n(mark.x), _n(mark.y), mark.anchor, mark.text,
            )  # fmt: skip
    return format_html('<path class="{}" d="{}"/>', looks(mark.look), d)


def _at(point: Point) -> str:
    return f"{_n(point[0])} {_n(point[1])}"


def _n(number: float) -> str:
    """Two decimals at most, none where it is whole."""
    return f"{round(number, 2):g}"
