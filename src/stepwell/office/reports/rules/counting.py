"""How the dashboard counts: what a figure rests on, rates by week, when a number is too small to compare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from stepwell.foundation.policy.document import Policy

ATTENDED, NO_SHOW, EXCUSED = "attended", "no_show", "excused"


@dataclass(frozen=True)
class Basis:
    """What a figure rests on. definition: a plain sentence; n: how many are counted, of `what`; few: what to say when
    they are too few, else empty; left_out: who is not counted and how many; rule: where the definition stands."""

    definition: str
    n: int
    what: str
    from_on: date
    to_on: date
    few: str
    left_out: str
    rule: str


@dataclass(frozen=True)
class Share:
    """So many of so many. share: between 0 and 1, None when nobody is counted."""

    count: int
    of: int

    @property
    def share(self) -> float | None:
        return round(self.count / self.of, 4) if self.of else None


@dataclass(frozen=True)
class WeekShare:
    """A share of the week that begins on the Monday."""

    monday: date
    share: Share


@dataclass(frozen=True)
class Bar:
    """Stays of a length: more than `over` and up to `up_to` days, None without an end."""

    over: int
    up_to: int | None
    stays: int


@dataclass(frozen=True)
class Spread:
    """The middle and the quarters of a distribution in days; None when nobody is counted."""

    median: float | None
    lower_quarter: float | None
    upper_quarter: float | None


def basis(policy: Policy, rule_id: str, n: int, what: str, from_on: date, to_on: date, left_out: str = "") -> Basis:
    """What a figure rests on, by a rule of reports/dashboard. what: "people", "stays", "weeks", "sessions"."""
    rule = policy.rule(rule_id)
    return Basis(rule.says, n, what, from_on, to_on, few(n, policy), left_out, f"{policy.ref}#{rule.id}")


def few(n: int, policy: Policy) -> str:
    """What to say of a number that is too small to compare; empty for one that is not. The count is never hidden."""
    least = int(policy.rule("small-numbers")["least"])
    return f"Only {n}: too few to compare. Below {least} a rate says little." if n < least else ""


def show(outcomes: Mapping[str, int], policy: Policy) -> Share:
    """Sessions attended of sessions expected. outcomes: how often each; what nobody decided yet is no part of it."""
    attended = outcomes.get(ATTENDED, 0)
    excused = outcomes.get(EXCUSED, 0) if policy.rule("show-rate")["excused_count"] else 0
    return Share(attended, attended + outcomes.get(NO_SHOW, 0) + excused)


def kept(attended_minutes: int, planned_minutes: int, policy: Policy) -> bool:
    """Whether a week's treatment hours were what the level asks for."""
    return attended_minutes * 100 >= planned_minutes * int(policy.rule("hours-kept")["least_percent"])


def mondays(from_on: date, to_on: date) -> list[date]:
    """The Mondays of the weeks that have a day from a day to a day, both included, in order."""
    first = from_on - timedelta(days=from_on.weekday())
    return [first + timedelta(weeks=number) for number in range((to_on - first).days // 7 + 1)]


def bars(days: Sequence[int], edges: Sequence[int]) -> tuple[Bar, ...]:
    """How many stays are of which length. days: of each stay; edges: upper ends in days, rising."""
    lows, highs = (0, *edges), (*edges, None)
    return tuple(
        Bar(low, high, sum(low < each and (high is None or each <= high) for each in days))
        for low, high in zip(lows, highs, strict=True)
    )


def spread(days: Sequence[int]) -> Spread:
    """Median and quarters; a quarter is the median of the half below or above, the middle one belonging to both."""
    if not days:
        return Spread(None, None, None)
    ordered = sorted(days)
    half = (len(ordered) + 1) // 2
    return Spread(float(median(ordered)), float(median(ordered[:half])), float(median(ordered[len(ordered) - half :])))
