"""How far it is, by the middles of ZIP areas: offline, and said to be approximate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt

import zipcodes

#: The library says no types of its own.
_matching: Callable[[str], list[dict[str, str]]] = zipcodes.matching
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


@lru_cache(maxsize=4096)
def place_of(zip_code: str) -> Place | None:
    """The middle of the area, None where no such area is known. zip_code: five digits."""
    if not (len(zip_code) == 5 and zip_code.isascii() and zip_code.isdigit()):
        return None
    found = _matching(zip_code)
    if not found or not found[0].get("lat") or not found[0].get("long"):
        return None
    one = found[0]
    return Place(zip_code, one["city"], one["state"], float(one["lat"]), float(one["long"]))


def miles_between(one: Place, other: Place) -> int:
    """The straight line in whole miles, as the crow flies; 0 within the same area."""
    rise, run = radians(other.latitude - one.latitude), radians(other.longitude - one.longitude)
    half = sin(rise / 2) ** 2 + cos(radians(one.latitude)) * cos(radians(other.latitude)) * sin(run / 2) ** 2
    return round(2 * RADIUS * asin(sqrt(min(1.0, half))))
