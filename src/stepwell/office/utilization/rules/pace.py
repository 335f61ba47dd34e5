"""How fast a planned week uses units, told as an expected day with an earliest and a latest."""

from __future__ import annotations

from datetime import date, timedelta

from stepwell.foundation.policy.document import Rule
from stepwell.office.utilization.rules.ledger_facts import Forecast, LedgerFacts, Span

WEEK = 7
FARTHEST = 3 * 366  # days looked ahead: longer than any authorization


def nth_attended_day(facts: LedgerFacts, ordinal: int, percent: int, until: date) -> date | None:
    """The day on which the ordinal-th attendance from now on falls, None when that is after `until` or years away.

    percent: of the planned days a week, 100 is every planned day, and never more than every day. Days on
    leave bring nothing. Attendance is spread evenly over the week, since people's weekdays change.
    """
    pace = min(facts.days_a_week * percent, WEEK * 100)
    day = facts.today if facts.today not in facts.used else facts.today + timedelta(days=1)
    gathered = 0
    for _ in range(FARTHEST):
        if day > until:
            return None
        gathered += 0 if facts.away(day) else pace
        if gathered >= ordinal * WEEK * 100:
            return day
        day += timedelta(days=1)
    return None


def forecast(facts: LedgerFacts, span: Span, units_left: int, rule: Rule) -> Forecast:
    """When a span runs out, by its last unit or by its end date, whichever comes first."""
    paces = (100, 100 + rule["more_percent"], rule["fewest_percent"])
    if units_left <= 0:
        return Forecast(facts.today, facts.today, facts.today, "units")
    days = [nth_attended_day(facts, units_left, percent, span.ends) for percent in paces]
    on, earliest, latest = (day or span.ends for day in days)
    return Forecast(on, earliest, latest, "units" if days[0] else "end_date")
