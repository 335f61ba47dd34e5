"""Days and moments; today is always passed in."""

from __future__ import annotations

from datetime import UTC, date, datetime, time


def start_of(day: date) -> datetime:
    """Noon UTC of a day: the same calendar day in every time zone of the United States. For work due "that day"."""
    return datetime.combine(day, time(12), UTC)
