"""By when somebody who asks is called back. Pure: the moment is given, by the site's clock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from stepwell.care.admissions.rules.on_call import OfficeHours
from stepwell.foundation.policy.document import Policy


def office_hours(policy: Policy) -> tuple[OfficeHours, ...]:
    """The front desk's hours. policy: enquiries/first-contact."""
    return tuple(_hours(entry) for entry in policy.rule("opening-hours")["hours"])


def is_open(at: datetime, policy: Policy) -> bool:
    """Whether the front desk answers at that moment by the site's clock; at closing it does not."""
    return _open_now(at, policy) is not None


def answer_due(at: datetime, always: bool, policy: Policy) -> datetime:
    """When the call back is due. at: by the site's clock. always: the program is reachable day and night.

    Source: the policy enquiries/first-contact, rule "answer-due".
    """
    rule = policy.rule("answer-due")
    soon = at + timedelta(hours=rule["within_hours"])
    if always:
        return soon
    now = _open_now(at, policy)
    if now is None:
        return _next_opening(at, policy) + timedelta(hours=rule["after_opening_hours"])
    least = at + timedelta(minutes=rule["least_minutes"])
    return min(soon, max(least, datetime.combine(at.date(), now.closes, at.tzinfo)))


def _hours(entry: Mapping[str, Any]) -> OfficeHours:
    opens, closes = (time.fromisoformat(entry[end]) for end in ("opens", "closes"))
    return OfficeHours(entry["weekday"], opens, closes)


def _open_now(at: datetime, policy: Policy) -> OfficeHours | None:
    hours = (of for of in office_hours(policy) if of.weekday == at.weekday())
    return next((of for of in hours if of.opens <= at.time() < of.closes), None)


def _next_opening(at: datetime, policy: Policy) -> datetime:
    """The first opening after the moment; every week has one."""
    openings = (
        datetime.combine(at.date() + timedelta(days=ahead), of.opens, at.tzinfo)
        for ahead in range(8)
        for of in office_hours(policy)
        if of.weekday == (at.weekday() + ahead) % 7
    )
    return min(opening for opening in openings if opening > at)
