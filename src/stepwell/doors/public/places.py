"""How far it is, by the middles of ZIP areas: offline, and said to be approximate."""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

from stepwell.foundation.kernel.zip_areas import zip_area

#: The earth's mean radius in miles.
RADIUS = 3958.8


@dataclass(frozen=True)
class Place:
    """The middle of a ZIP area. latitude, longitude: degrees."""

    zip_code: str
    city: str
    state: str
    latitude: float
    longitude: float


def place_of(zip_code: str) -> Place | None:
    """The middle of the area, None where no such area is known. zip_code: five digits."""
    area = zip_area(zip_code)
    if area is None or area.middle is None:
        return None
    return Place(zip_code, area.city, area.state, *area.middle)


def miles_between(one: Place, other: Place) -> int:
    """The straight line in whole miles, as the crow flies; 0 within the same area."""
    rise, run = radians(other.latitude - one.latitude), radians(other.longitude - one.longitude)
    half = sin(rise / 2) ** 2 + cos(radians(one.latitude)) * cos(radians(other.latitude)) * sin(run / 2) ** 2
    return round(2 * RADIUS * asin(sqrt(min(1.0, half))))
