"""How long people stay and how stays end: length, retention curves, completion by its definitions, measures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from stepwell.care.transitions import queries as transitions
from stepwell.care.transitions.queries import Ending
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput
from stepwell.foundation.policy.loading import load
from stepwell.office.reports.queries.census import DASHBOARD
from stepwell.office.reports.queries.outcomes import Period, reliable_change
from stepwell.office.reports.rules import counting, outcomes, retention
from stepwell.office.reports.rules.counting import Bar, Basis, Spread
from stepwell.office.reports.rules.outcomes import Figure, Stay
from stepwell.office.reports.rules.retention import Point, Seen
from stepwell.registry.episodes import queries as episodes

if TYPE_CHECKING:
    from stepwell.foundation.policy.document import Policy
    from stepwell.registry.episodes.models import Episode


@dataclass(frozen=True)
class Curve:
    """A retention curve with its definition."""

    basis: Basis
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Stays:
    """Length of stay, two retention curves side by side, completion by its definitions, change in measures.

    few_of: for each figure of completion and measures, by its id, what to say when it counts too few."""

    length_basis: Basis
    length: Spread
    bars: tuple[Bar, ...]
    curves: tuple[Curve, Curve]
    completion: tuple[Figure, Figure, Figure]
    measures: tuple[Figure, ...]
    few_of: dict[str, str]
    from_on: date
    to_on: date


@query(Permission.REPORT_READ)
def stays(access: Access, *, from_on: date, to_on: date, site_id: int | None = None) -> Stays:
    """Count the stays of every program, or of one site's, as they stood on `to_on`. Six reads.

    Length and two of the completions are of stays that ended in the period; the curves and the third completion of
    those admitted in it; measures of everyone with a day in it. Raises BadInput.
    """
    if to_on < from_on:
        raise BadInput("to_on", "The last day of a report cannot be before the first.")
    policy, period = load(DASHBOARD, to_on), Period(from_on, to_on)
    rows = episodes.every_stay_between(access, from_on=from_on, to_on=to_on, site_id=site_id)
    endings = transitions.endings_of(access, episodes=rows)
    ended = [row for row in rows if period.holds(row.ended_on)]
    admitted = [row for row in rows if period.holds(row.admitted_on)]
    days = [(row.ended_on - row.admitted_on).days + 1 for row in ended if row.ended_on]
    still = len(rows) - len(ended)
    discharges, or_step_down, _ = outcomes.completion([_stay(row, endings, to_on) for row in ended])
    admitted_then = outcomes.completion([_stay(row, endings, to_on) for row in admitted])[2]
    figures = (discharges, or_step_down, admitted_then)
    changed = reliable_change(access, rows=rows, period=period)
    return Stays(
        length_basis=counting.basis(
            policy, "length-of-stay", len(days), "stays", from_on, to_on, f"{still} still open" if still else ""
        ),
        length=counting.spread(days),
        bars=counting.bars(days, policy.rule("length-of-stay")["up_to_days"]),
        curves=(
            _curve(policy, "retention", admitted, endings, period),
            _curve(policy, "retention-left-early", admitted, endings, period),
        ),
        completion=figures,
        measures=changed,
        few_of={figure.id: counting.few(figure.denominator, policy) for figure in (*figures, *changed)},
        from_on=from_on,
        to_on=to_on,
    )


def _curve(policy: Policy, rule_id: str, admitted: list[Episode], endings: dict[int, Ending], period: Period) -> Curve:
    rule = policy.rule(rule_id)
    no_leaving = set(rule.get("ends_without_leaving", ()))
    seen = []
    for row in admitted:
        ended = row.ended_on is not None and row.ended_on <= period.to_on
        until = row.ended_on if ended and row.ended_on else period.to_on
        seen.append(Seen((until - row.admitted_on).days, ended and _leaves(endings.get(row.pk), no_leaving)))
    still = sum(row.ended_on is None or row.ended_on > period.to_on for row in admitted)
    left_out = f"nobody; {still} still open are counted as far as seen" if still else ""
    basis = counting.basis(policy, rule_id, len(admitted), "people", period.from_on, period.to_on, left_out)
    return Curve(basis, retention.curve(seen, rule["at_days"]))


def _leaves(ending: Ending | None, no_leaving: set[int]) -> bool:
    """Whether an ending is leaving, as the curve defines it; any ending is, where it names none that are not."""
    if ending is None or not no_leaving:
        return True
    return ending.teds not in no_leaving and not (ending.teds == outcomes.TRANSFERRED and ending.stepped_down)


def _stay(row: Episode, endings: dict[int, Ending], to_on: date) -> Stay:
    ended = row.ended_on if row.ended_on is not None and row.ended_on <= to_on else None
    ending = endings.get(row.pk) if ended else None
    teds, down = (ending.teds, ending.stepped_down) if ending else (None, False)
    return Stay(row.admitted_on, ended, teds, down, 0, 0, 0, 0)
