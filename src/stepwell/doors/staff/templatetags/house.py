"""Tags of every staff page: icons, the Why? drawer, codes as people say them, dates with the day beside."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from stepwell.doors.staff.shell.said import said as _said
from stepwell.foundation.kernel.ruling import Reason

register = template.Library()
register.filter("said", _said)


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """A decorative icon of the sprite; the words beside it say what it means. A page has dozens, of a few names."""
    return format_html(
        '<svg class="icon" width="20" height="20" aria-hidden="true"><use href="{}#{}"/></svg>',
        static("vendor/icons.svg"),
        name,
    )


@register.inclusion_tag("staff/why.html")
def why(
    key: str,
    says: str = "",
    reasons: Sequence[Reason] | Sequence[dict[str, Any]] = (),
    changes: Sequence[str] = (),
    by: str = "",
    at: datetime | date | None = None,
    label: str = "Why?",
) -> dict[str, Any]:
    """The Why? button and its drawer. `key` is unique on the page.

    says: the ruling's sentence. reasons: its Reasons, or the same as they were stored. changes: what would change it.
    by, at: who decided and when, where a person decided.
    """
    return {
        "key": key,
        "says": says,
        "reasons": [_reason(one) for one in reasons],
        "changes": changes,
        "by": by,
        "at": at,
        "label": label,
    }


def _reason(one: Reason | dict[str, Any]) -> dict[str, Any]:
    read = (
        one if isinstance(one, dict) else {"rule": one.rule, "says": one.says, "source": one.source, "facts": one.facts}
    )
    facts = read.get("facts")
    named = facts.items() if isinstance(facts, dict) else ()
    return {**read, "facts": [(str(_said(name)), _fact(value)) for name, value in named]}


def _fact(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(_fact(each) for each in value) or "none"
    if isinstance(value, dict):
        return "; ".join(f"{_said(name)}: {_fact(each)}" for name, each in value.items())
    return "not known" if value is None or value == "" else str(value)


@register.filter
def in_zone(at: datetime | None, zone: ZoneInfo) -> datetime | None:
    """A moment in the clinic's time."""
    return at.astimezone(zone).replace(tzinfo=None) if at else None


@register.filter
def day(on: date | datetime | None, today: date | datetime | None = None) -> str:
    """A day as people say it, with the date beside: "Today, Mar 2", "Tomorrow, Mar 3", "Thu, Mar 12"."""
    if on is None:
        return ""
    when = on.date() if isinstance(on, datetime) else on
    now = today.date() if isinstance(today, datetime) else today
    away = (when - now).days if now else None
    name = {0: "Today", 1: "Tomorrow", -1: "Yesterday"}.get(away) if away is not None else None
    year = f", {when.year}" if now and when.year != now.year else ""
    return f"{name or when.strftime('%a')}, {when.strftime('%b')} {when.day}{year}"


@register.filter
def clock(at: datetime | Any) -> str:
    """A clock time as people say it: "9:00 AM"."""
    return at.strftime("%I:%M %p").lstrip("0") if at else ""


@register.filter
def minutes(given: int | None) -> str:
    """Minutes as hours and minutes: "1 h 30 min"."""
    if given is None:
        return ""
    hours, rest = divmod(int(given), 60)
    return " ".join(
        part for part in (f"{hours} h" if hours else "", f"{rest} min" if rest or not hours else "") if part
    )


@register.filter
def money(given: Any) -> str:
    """An amount in dollars: "$1,250.00"."""
    return "" if given is None else f"${given:,.2f}"


@register.filter
def item(of: Any, key: Any) -> Any:
    """A value of a mapping by a key that is a variable."""
    return of.get(key) if hasattr(of, "get") else None
