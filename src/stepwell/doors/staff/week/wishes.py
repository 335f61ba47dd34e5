"""When somebody can come, as an address can carry it: ticked parts of days, and exact windows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from stepwell.care.scheduling.rules.seats_facts import DAYS
from stepwell.registry.programs.rules.shapes import Daypart

_MODES = ("in_person", "video")
#: More exact windows than a week needs are not read.
_MOST = 20


@dataclass(frozen=True)
class Wishes:
    """What was asked. ticked: "0-morning"; exact: weekday, starts, ends. hours, days: None is what the plan asks."""

    ticked: frozenset[str]
    exact: tuple[tuple[int, time, time], ...]
    hours: Decimal | None
    days: int | None
    part: str
    mode: str
    since: date | None
    until: date | None

    def windows(self, parts: Sequence[Daypart]) -> list[dict[str, Any]]:
        """As the finder takes them. A ticked part lasts until the next part begins; parts in a row are one window."""
        found: list[tuple[int, time, time]] = list(self.exact)
        for weekday in range(7):
            for place, part in enumerate(parts):
                if f"{weekday}-{part.key}" in self.ticked:
                    found.append((weekday, *span(parts, place)))
        return [{"weekday": day, "starts": starts, "ends": ends} for day, starts, ends in _joined(found)]

    def with_window(self, weekday: int, starts: time, ends: time) -> str:
        """The same wishes with one more window, as a query string."""
        exact = [*self.exact, (weekday, starts, ends)]
        pairs: list[tuple[str, str]] = [("w", one) for one in sorted(self.ticked)]
        pairs += [("x", f"{day}-{begin:%H:%M}-{end:%H:%M}") for day, begin, end in exact]
        pairs += [(name, str(value)) for name, value in self._more() if value]
        return urlencode(pairs)

    def exact_said(self) -> list[tuple[str, str]]:
        """Each exact window as an address carries it and as it is said."""
        return [
            (f"{day}-{begin:%H:%M}-{end:%H:%M}", f"{DAYS[day]} {begin:%H:%M} to {end:%H:%M}")
            for day, begin, end in self.exact
        ]

    def _more(self) -> list[tuple[str, Any]]:
        return [("hours", self.hours), ("days", self.days), ("part", self.part), ("mode", self.mode),
                ("since", self.since), ("until", self.until)]  # fmt: skip


def span(parts: Sequence[Daypart], place: int) -> tuple[time, time]:
    """A part's window: from its start, the first from six, until the next begins, the last until its end."""
    starts = parts[place].starts if place else min(parts[0].starts, time(6))
    later = [one.starts for one in parts if one.starts > parts[place].starts]
    return starts, min(later) if later else max(parts[place].ends, time(22))


def wishes_of(asked: QueryDict) -> Wishes:
    """What an address asks; what cannot be read is left out."""
    exact = [_exact(text) for text in asked.getlist("x")[:_MOST]]
    exact.append(_exact(f"{asked.get('xday', '')}-{asked.get('xfrom', '')}-{asked.get('xuntil', '')}"))
    mode = asked.get("mode", "")
    return Wishes(
        ticked=frozenset(asked.getlist("w")[:100]),
        exact=tuple(dict.fromkeys(one for one in exact if one)),
        hours=_hours(asked.get("hours", "")),
        days=_days(asked.get("days", "")),
        part=asked.get("part", "")[:30],
        mode=mode if mode in _MODES else "",
        since=_date(asked.get("since", "")),
        until=_date(asked.get("until", "")),
    )


def _joined(windows: list[tuple[int, time, time]]) -> list[tuple[int, time, time]]:
    joined: list[tuple[int, time, time]] = []
    for day, starts, ends in sorted(windows):
        if joined and joined[-1][0] == day and starts <= joined[-1][2]:
            joined[-1] = (day, joined[-1][1], max(joined[-1][2], ends))
        else:
            joined.append((day, starts, ends))
    return joined


def _exact(text: str) -> tuple[int, time, time] | None:
    try:
        day, starts, ends = text.split("-")
        found = int(day), time.fromisoformat(starts), time.fromisoformat(ends)
    except ValueError:
        return None
    usable = 0 <= found[0] <= 6 and found[1] < found[2] and not (found[1].tzinfo or found[2].tzinfo)
    return found if usable else None


def _hours(text: str) -> Decimal | None:
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found.is_finite() and 0 < found <= 60 else None


def _days(text: str) -> int | None:
    return int(text) if text in {"1", "2", "3", "4", "5", "6", "7"} else None


def _date(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 2000 <= found.year < 2100 else None
