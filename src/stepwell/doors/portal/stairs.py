"""The stair in a client's own words and language."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from django.utils.dateformat import format as formatted
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, gettext_noop

from stepwell.doors.drawing.stair import Stair, Step
from stepwell.doors.drawing.templatetags.drawing import stair as drawn
from stepwell.registry.episodes.queries import Away
from stepwell.registry.episodes.queries import Step as Span

#: Levels of care as people say them.
LEVELS = {
    "1": gettext_noop("Outpatient"),
    "1.0": gettext_noop("Outpatient"),
    "1.5": gettext_noop("Outpatient therapy"),
    "1.7": gettext_noop("Outpatient with medical care"),
    "2.1": gettext_noop("Intensive outpatient"),
    "2.5": gettext_noop("Day program"),
    "2.7": gettext_noop("Day program with medical care"),
    "3.1": gettext_noop("Residential"),
    "3.5": gettext_noop("Residential, more support"),
    "3.7": gettext_noop("Residential with medical care"),
    "4": gettext_noop("Hospital"),
}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
#: What stands in the picture and its table, in the order it is looked for.
_SAID = (
    (r"^Today$", gettext_noop("Today")),
    (r"^Away$", gettext_noop("Away")),
    (r"^As a table$", gettext_noop("As a table")),
    (r"^Level of care$", gettext_noop("Kind of care")),
    (r"^From$", gettext_noop("From")),
    (r"^To$", gettext_noop("To")),
    (r"^Hours a week$", gettext_noop("Hours a week")),
    (r"^Days a week$", gettext_noop("Days a week")),
    (r"^Days attended$", gettext_noop("Days you came")),
    (r"^Days planned$", gettext_noop("Days planned")),
    (r"^still running$", gettext_noop("going on")),
    (r"\bh a week\b", gettext_noop("h a week")),
    (r"\bdays\b", gettext_noop("days")),
    (r"\bday\b", gettext_noop("day")),
    (r"\bsince\b", gettext_noop("since")),
    (r"\bfrom\b", gettext_noop("from")),
    (r" to ", gettext_noop(" to ")),
    (r", table$", gettext_noop(", table")),
)


def level_name(level: str) -> str:
    """A level of care in kind words."""
    return gettext(LEVELS.get(level, "Care"))


def stair_of(
    steps: Iterable[Span], attended: Iterable[date], planned: Iterable[date], away: Iterable[Away], today: date
) -> Stair:
    """The way of a stay as the picture takes it."""
    found = tuple(
        Step(one.since, one.until, one.level, level_name(one.level), one.weekly_hours, one.days_per_week)
        for one in steps
    )
    came = tuple(attended)
    gaps = tuple((one.since, one.until or today + timedelta(days=1)) for one in away)
    if not found:
        return Stair((), (), (), (), today, gettext("Your way begins with your first day."))
    newest = max(found, key=lambda one: one.from_on)
    says = gettext("{level}, {hours} hours a week. You came on {days} days.").format(
        level=newest.level_label, hours=f"{newest.hours.normalize():f}", days=len(came)
    )
    return Stair(found, came, tuple(planned), gaps, today, says)


def own_stair(stair: Stair) -> SafeString:
    """The picture; its few fixed words are put into the reader's language."""
    html: str = drawn(stair, "large")
    if not (get_language() or "").startswith("es"):
        return SafeString(html)
    html = re.sub(r'(?<=aria-label=")[^"]+(?=")', lambda found: _said(found[0]), html)
    return SafeString(re.sub(r"(?<=>)[^<>]+(?=<)", lambda found: _said(found[0]), html))


def _said(text: str) -> str:
    if not text.strip():
        return text
    for pattern, words in _SAID:
        text = re.sub(pattern, gettext(words).replace("\\", ""), text)
    return re.sub(rf"\b({'|'.join(_MONTHS)})([ \u00a0]\d{{1,2}})?\b", _month, text)


def _month(found: re.Match[str]) -> str:
    name = formatted(date(2026, _MONTHS.index(found[1]) + 1, 1), "b")
    return f"{found[2].strip()} {name}" if found[2] else name
