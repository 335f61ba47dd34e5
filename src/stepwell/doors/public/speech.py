"""Days, clocks and money as people say them, in the language of the page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal

from django.utils import translation
from django.utils.dateformat import format as written
from django.utils.translation import gettext as _

from stepwell.doors.public import words


def spanish() -> bool:
    """Whether the page is in Spanish."""
    return (translation.get_language() or "en").startswith("es")


def clock(at: time | datetime) -> str:
    """9 AM, 1:30 PM; in Spanish 9 a. m., 1:30 p. m."""
    hour = at.hour % 12 or 12
    minutes = f":{at.minute:02}" if at.minute else ""
    half = ("p. m." if at.hour >= 12 else "a. m.") if spanish() else ("PM" if at.hour >= 12 else "AM")
    return f"{hour}{minutes} {half}"


def hours(starts: time, ends: time) -> str:
    """9 AM to 12 PM."""
    return _("%(starts)s to %(ends)s") % {"starts": clock(starts), "ends": clock(ends)}


def day(on: date) -> str:
    """Monday, March 2; in Spanish lunes 2 de marzo."""
    return written(on, "l j \\d\\e F") if spanish() else written(on, "l, F j")


def full_day(on: date) -> str:
    """March 2, 2026; in Spanish 2 de marzo de 2026."""
    return written(on, "j \\d\\e F \\d\\e Y") if spanish() else written(on, "F j, Y")


def moment(at: datetime, today: date) -> str:
    """today by 2 PM, tomorrow by …, else the day; at and today by the site's clock."""
    ahead = (at.date() - today).days
    named = {"clock": clock(at), "day": day(at.date())}
    if ahead == 0:
        return _("today by %(clock)s") % named
    if ahead == 1:
        return _("tomorrow, %(day)s, by %(clock)s") % named
    return _("%(day)s, by %(clock)s") % named


def until(at: datetime, today: date) -> str:
    """Until when something is kept: today, 2 PM; tomorrow, …; else the day. at and today by the site's clock."""
    ahead = (at.date() - today).days
    named = {"clock": clock(at), "day": day(at.date())}
    if ahead == 0:
        return _("today, %(clock)s") % named
    if ahead == 1:
        return _("tomorrow, %(day)s, %(clock)s") % named
    return _("%(day)s, %(clock)s") % named


def days_told(days: Sequence[int]) -> str:
    """Mon, Wed, Fri."""
    return ", ".join(str(words.SHORT_DAYS[each]) for each in days)


def dollars(amount: Decimal) -> str:
    """$350, $1,250, $12.50: as prices are written in the United States, in both languages."""
    return f"${amount:,.0f}" if amount == amount.to_integral_value() else f"${amount:,.2f}"


def span(least: object, most: object) -> str:
    """3 to 5; 9 or more; up to 12."""
    if least is not None and most is not None:
        return str(least) if least == most else _("%(least)s to %(most)s") % {"least": least, "most": most}
    if least is not None:
        return _("%(least)s or more") % {"least": least}
    return _("up to %(most)s") % {"most": most} if most is not None else ""
