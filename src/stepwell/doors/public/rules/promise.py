"""By when somebody is called back who chose a part of the day."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from stepwell.care.admissions.rules.answering import office_hours
from stepwell.foundation.policy.document import Policy

SOON = "soon"


def promised(at: datetime, when: str, due: datetime, always: bool, site: Policy, first: Policy) -> datetime:
    """The moment of the promise, by the site's clock. at: now. when: "soon" or a key of the rule "when-to-call".

    due: when the clinic calls back anyway (enquiries/first-contact); a part of the day never ends before it. always:
    the program is reachable day and night; else a part of the day ends with the front desk's hours.
    Source: public/site, rule "when-to-call".
    """
    rule = site.rule("when-to-call")
    window = next((one for one in rule["windows"] if one["key"] == when), None)
    if window is None:
        return due
    starts, ends = time.fromisoformat(window["starts"]), time.fromisoformat(window["ends"])
    for ahead in range(rule["days_ahead"] + 1):
        day = at.date() + timedelta(days=ahead)
        closes = _until(day.weekday(), starts, ends, always, first)
        if closes is not None and (end := datetime.combine(day, closes, at.tzinfo)) >= due:
            return end
    return due


def _until(weekday: int, starts: time, ends: time, always: bool, first: Policy) -> time | None:
    """When the part of the day ends on that weekday; None where nobody answers in it."""
    if always:
        return ends
    for of in office_hours(first):
        if of.weekday == weekday and of.opens < ends and starts < of.closes:
            return min(ends, of.closes)
    return None
