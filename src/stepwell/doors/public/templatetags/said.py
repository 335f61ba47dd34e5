"""Days and clocks of the public pages, in the language of the page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time

from django import template

from stepwell.doors.public.speech import clock, day, days_told

register = template.Library()


@register.filter
def hour(at: time) -> str:
    """9 AM."""
    return clock(at)


@register.filter
def weekdays(days: Sequence[int]) -> str:
    """Mon, Wed, Fri."""
    return days_told(days)


@register.filter
def weekday_and_date(on: date) -> str:
    """Monday, March 2."""
    return day(on)
