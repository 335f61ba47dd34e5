"""A week too short for the level of care: a flag for the clinician and the reviewer, seldom for the
biller."""

from __future__ import annotations

from dataclasses import dataclass

from stepwell.foundation.kernel.ruling import Ruling
from stepwell.office.claims.rules.terms import Terms


@dataclass(frozen=True)
class WeekFlag:
    """short: under the contract's days or hours. unbills: the contract takes the week's days back for it."""

    short: bool
    unbills: bool


def week_flag(days: int, minutes: int, adolescent: bool, terms: Terms) -> Ruling[WeekFlag]:
    """Whether a contract week was too short.

    days: attended program days. minutes: counted minutes of the week. Whether a short week also takes back
    its days is a field of the contract; by default it does not. Source: the payer's policy, rule `week`.
    """
    week = terms.merged("week")
    hours = week["min_hours"]["adolescent" if adolescent else "adult"]
    short = days < week["min_days"] or minutes < hours * 60
    seen = {"days": days, "min_days": week["min_days"], "minutes": minutes, "min_minutes": hours * 60}
    return Ruling(WeekFlag(short, short and week["unbills"]), (terms.reason("week", seen),))
