"""Until when a claim may be filed."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from stepwell.office.claims.rules.terms import Terms


def file_by(service_on: date, terms: Terms) -> date:
    """The last day on which a service may be claimed.

    The contract's rule `filing` says it in days after the service, in months after the service, or in months
    after the month of the service. Raises LookupError when it says none.
    """
    filing = terms.payer.rules.get("filing") or terms.default.rule("filing")
    if "days" in filing.values:
        return service_on + timedelta(days=filing["days"])
    if "months" in filing.values:
        return _months_later(service_on, filing["months"], service_on.day)
    if "months_after_month" in filing.values:
        return _months_later(service_on, filing["months_after_month"], 31)
    raise LookupError(f"{terms.payer.ref} does not say until when a claim may be filed")


def _months_later(start: date, months: int, day: int) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(day, monthrange(year, month + 1)[1]))
