"""Tags of the portal: days and times as people say them in their language, the stair in their words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.utils.dateformat import format as formatted
from django.utils.safestring import SafeString
from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext

from stepwell.care.admissions.rules.consent_wording import named
from stepwell.doors.drawing.stair import Stair
from stepwell.doors.portal.seeing import ROLES, in_words
from stepwell.doors.portal.stairs import own_stair
from stepwell.doors.staff.papers.pages import FORMS
from stepwell.foundation.policy.loading import load

register = template.Library()


def _spanish() -> bool:
    return (get_language() or "").startswith("es")


@register.filter
def my_day(on: date | datetime | None, today: date | None = None) -> str:
    """ "Today, November 22", "lunes 23 de noviembre"."""
    if on is None:
        return ""
    when = on.date() if isinstance(on, datetime) else on
    away = (when - today).days if today else None
    dated = formatted(when, r"j \d\e F" if _spanish() else "F j")
    if today and when.year != today.year:
        dated += formatted(when, r" \d\e Y" if _spanish() else ", Y")
    if away == 0:
        return gettext("Today, {date}").format(date=dated)
    if away == 1:
        return gettext("Tomorrow, {date}").format(date=dated)
    name = formatted(when, "l")
    return f"{name} {dated}" if _spanish() else f"{name}, {dated}"


@register.filter
def my_date(on: date | datetime | None) -> str:
    """ "November 22, 2026", "22 de noviembre de 2026"."""
    if on is None:
        return ""
    return formatted(on, r"j \d\e F \d\e Y" if _spanish() else "F j, Y")


@register.filter
def my_clock(at: datetime | None) -> str:
    """ "6:00 PM", "6:00 p. m."."""
    if at is None:
        return ""
    said = at.strftime("%I:%M").lstrip("0")
    if _spanish():
        return f"{said} {'a' if at.hour < 12 else 'p'}.\u00a0m."
    return f"{said} {'AM' if at.hour < 12 else 'PM'}"


@register.filter
def my_hours(minutes: int | None) -> str:
    """Minutes as hours: "9", "7.5"; in Spanish "7,5"."""
    if minutes is None:
        return ""
    said = f"{round(minutes / 60, 1):g}"
    return said.replace(".", ",") if _spanish() else said


@register.simple_tag
def my_stair(stair: Stair) -> SafeString:
    """The large stair, in the reader's language."""
    return own_stair(stair)


@register.filter
def of(mapping: Any, key: Any) -> Any:
    """A value of a mapping."""
    return mapping.get(key) if hasattr(mapping, "get") else None


@register.filter
def dollars(amount: Any) -> str:
    """An amount kept as text: "$120.00"."""
    return f"${Decimal(str(amount)):,.2f}"


@register.filter
def iso_date(on: str) -> str:
    """A day kept as text, as `my_date` says it."""
    return my_date(date.fromisoformat(str(on)[:10]))


@register.filter
def category_words(codes: Sequence[str]) -> list[str]:
    """Kinds of information in the client's own words, as their consents have them."""
    return named(codes, "categories", (get_language() or "en")[:2], load(FORMS, localdate()))


@register.filter
def told_to(recipient: str) -> str:
    """Who was told; themself is "You"."""
    return gettext("You") if recipient == "The person" else recipient


@register.filter
def role_words(roles: Sequence[str]) -> str:
    """What somebody does at the clinic, in plain words."""
    return ", ".join(gettext(ROLES.get(role, "Team")) for role in roles)


@register.filter
def door_words(said: Sequence[str]) -> str:
    """What somebody did, in plain words and the reader's language."""
    return ", ".join(dict.fromkeys(in_words(one) for one in said))
