"""By when somebody of the team has answered a message."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from stepwell.foundation.kernel.ruling import Ruling
from stepwell.foundation.policy.document import Policy
from stepwell.registry.coverage.rules.business_days import business_days_later, is_business_day


def answered_by(at: datetime, zone: ZoneInfo, policy: Policy) -> Ruling[datetime]:
    """The end of the business day by which a message is answered, on the clinic's clock. policy: messages/team.

    at: when it was written, with a time zone. What comes after closing, or on a day that is none, counts from the next
    business day on.
    """
    rule = policy.rule("answered")
    local, closes, off = at.astimezone(zone), time.fromisoformat(rule["closes"]), rule["holidays"]
    counts = is_business_day(local.date(), off) and local.time() < closes
    start: date = local.date() if counts else business_days_later(local.date(), 1, off)
    by = business_days_later(start, rule["business_days"], off)
    due = datetime.combine(by, closes, zone)
    return Ruling(due, (policy.reason("answered", {"written": at.isoformat(), "by": due.isoformat()}),))
