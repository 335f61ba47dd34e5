"""When something may reach somebody: in the hours of the day, by every clock that counts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from stepwell.foundation.kernel.ruling import Ruling
from stepwell.foundation.policy.document import Policy

#: Days after which clocks that have no hour in common are given up.
_MOST_DAYS = 3


def next_allowed(asked: datetime, zones: Iterable[ZoneInfo], policy: Policy) -> Ruling[datetime]:
    """The first moment at or after `asked` that is outside quiet hours in every zone. policy: notices/sending.

    asked: with a time zone; the answer is in the same. The last minute counts as quiet: at not_after nothing is sent
    any more. Raises ValueError where the zones have no such hour in common.
    """
    rule = policy.rule("quiet")
    opens, closes = time.fromisoformat(rule["not_before"]), time.fromisoformat(rule["not_after"])
    clocks, at = list(zones), asked
    while at - asked < timedelta(days=_MOST_DAYS):
        later = max((_in_zone(at, zone, opens, closes) for zone in clocks), default=at)
        if later == at:
            return Ruling(at, (policy.reason("quiet", {"asked": asked.isoformat(), "at": at.isoformat()}),))
        at = later
    raise ValueError(f"The clocks of {', '.join(str(zone) for zone in clocks)} have no hour in common.")


def _in_zone(at: datetime, zone: ZoneInfo, opens: time, closes: time) -> datetime:
    """The first moment at or after it that is outside the quiet hours of one zone."""
    local = at.astimezone(zone)
    if opens <= local.time() < closes:
        return at
    day = local.date() + timedelta(days=local.time() >= closes)
    return datetime.combine(day, opens, zone).astimezone(at.tzinfo)
