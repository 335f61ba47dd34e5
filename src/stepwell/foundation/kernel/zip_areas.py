"""What is known offline of a ZIP area: its city, its middle and its clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import zipcodes

#: The library says no types of its own.
_matching: Callable[[str], list[dict[str, str]]] = zipcodes.matching
_DIGITS = 5


@dataclass(frozen=True)
class ZipArea:
    """One area. middle: latitude and longitude in degrees; zone: its time zone. None where nobody knows them."""

    city: str
    state: str
    middle: tuple[float, float] | None
    zone: ZoneInfo | None


@lru_cache(maxsize=4096)
def zip_area(zip_code: str) -> ZipArea | None:
    """The area of a ZIP, None where no such area is known. zip_code: five digits."""
    if not (len(zip_code) == _DIGITS and zip_code.isascii() and zip_code.isdigit()):
        return None
    found = _matching(zip_code)
    if not found:
        return None
    one = found[0]
    known = one.get("lat") and one.get("long")
    middle = (float(one["lat"]), float(one["long"])) if known else None
    return ZipArea(one["city"], one["state"], middle, _zone(one["timezone"]))


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return None
