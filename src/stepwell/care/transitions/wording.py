"""How a summary writes days, numbers and the keys people fill in."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo


def day(on: date | None) -> str:
    """March 2, 2026."""
    return f"{on:%B} {on.day}, {on.year}" if on else ""


def moment(at: datetime, zone: ZoneInfo) -> str:
    """March 2, 2026, 10:30 by the site's clock."""
    local = at.astimezone(zone)
    return f"{day(local.date())}, {local:%H:%M}"


def number(value: Decimal | float | int | None) -> str:
    """Without needless zeros: 9, 7.5."""
    return "" if value is None else f"{Decimal(str(value)).normalize():f}"


def label(key: str) -> str:
    """A key as people read it: "mutual_help" is "Mutual help"."""
    return key.replace("_", " ").replace("-", " ").capitalize()


def section(heading: str, value: Any) -> dict[str, Any]:
    """One section of what somebody filled in: a text, a list of texts, or labels with texts."""
    if isinstance(value, dict):
        return {"heading": heading, "rows": [[label(key), str(text)] for key, text in value.items()]}
    if isinstance(value, list | tuple):
        return {"heading": heading, "items": [str(one) for one in value]}
    return {"heading": heading, "paragraphs": [str(value)]}
