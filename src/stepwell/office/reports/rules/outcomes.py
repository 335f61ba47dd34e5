"""Outcomes counted honestly: each figure carries its definition, its denominator and who was left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

#: TEDS discharge reasons (SAMHSA, Treatment Episode Data Set codebook).
COMPLETED, TRANSFERRED, INCARCERATED, DEATH = 1, 4, 5, 6


@dataclass(frozen=True)
class Stay:
    """One stay as it is counted. teds: discharge reason 1 to 7, None while the stay is open. stepped_down: a transfer
    to a lower or the recommended level. Minutes are of the whole stay: attended and planned."""

    admitted_on: date
    ended_on: date | None
    teds: int | None
    stepped_down: bool
    expected: int
    attended: int
    attended_minutes: int
    planned_minutes: int


@dataclass(frozen=True)
class Figure:
    """A figure: value is None when nobody can be counted. left_out says who is not in the denominator and how many."""

    id: str
    says: str
    value: float | None
    numerator: float
    denominator: int
    left_out: str = ""


@dataclass(frozen=True)
class Change:
    """First and last score of one person on one instrument."""

    instrument: str
    first: float
    last: float
    reliable: bool
    better: bool


def census(stays: Sequence[Stay], on: date) -> Figure:
    """How many people are in treatment on a day."""
    here = sum(stay.admitted_on <= on and (stay.ended_on is None or on <= stay.ended_on) for stay in stays)
    return Figure("census", f"People whose stay includes {on.isoformat()}.", here, here, 1)


def show_rate(stays: Sequence[Stay]) -> Figure:
    """Sessions attended of sessions expected; excused absences are expected sessions too."""
    expected = sum(stay.expected for stay in stays)
    return _ratio(
        "show-rate", "Sessions attended, of all sessions people were expected at.", _sum(stays, "attended"), expected
    )


def hours_kept(stays: Sequence[Stay]) -> Figure:
    """Treatment hours attended of treatment hours planned, never above all of them."""
    planned = _sum(stays, "planned_minutes")
    kept = sum(min(stay.attended_minutes, stay.planned_minutes) for stay in stays)
    return _ratio("hours-kept", "Treatment minutes attended, of treatment minutes planned.", kept, planned)


def length_of_stay(stays: Sequence[Stay]) -> Figure:
    """Median days from admission to the last day, both counted, of stays that have ended."""
    days = [(stay.ended_on - stay.admitted_on).days + 1 for stay in stays if stay.ended_on]
    value = float(median(days)) if days else None
    open_stays = sum(stay.ended_on is None for stay in stays)
    return Figure(
        "length-of-stay",
        "Median days of stays that have ended.",
        value,
        float(sum(days)),
        len(days),
        f"{open_stays} stays still open" if open_stays else "",
    )


def retention(stays: Sequence[Stay], today: date, days: int) -> Figure:
    """Of those admitted at least `days` ago (the program's retention target): who stayed that long, or completed.

    Someone admitted more recently cannot be counted yet and is left out, named.
    """
    cohort = [stay for stay in stays if stay.admitted_on + timedelta(days=days) <= today]
    kept = sum(
        stay.teds == COMPLETED
        or stay.ended_on is None
        or (stay.ended_on - stay.admitted_on).days >= days
        for stay in cohort
    )  # fmt: skip
    late = len(stays) - len(cohort)
    return _ratio(
        f"retention-{days}",
        f"People still in treatment {days} days after admission, or who completed before, of all admitted by then.",
        kept,
        len(cohort),
        f"{late} admitted too recently to count" if late else "",
    )


def completion(stays: Sequence[Stay]) -> tuple[Figure, Figure, Figure]:
    """Three declared definitions side by side, so that none can be picked for its looks."""
    ended = [stay for stay in stays if stay.teds is not None]
    counted = [stay for stay in ended if stay.teds not in (DEATH, INCARCERATED)]
    completed = sum(stay.teds == COMPLETED for stay in counted)
    stepped = sum(stay.teds == TRANSFERRED and stay.stepped_down for stay in counted)
    out = len(ended) - len(counted)
    left_out = f"{out} who died or were incarcerated" if out else ""
    return (
        _ratio("completion-discharges", "Completed, of all who were discharged.", completed, len(counted), left_out),
        _ratio(
            "completion-or-step-down",
            "Completed, or transferred to a lower or the recommended level, of all who were discharged.",
            completed + stepped,
            len(counted),
            left_out,
        ),
        _ratio("completion-intent-to-treat", "Completed, of everyone admitted.", completed, len(stays)),
    )


def change_in_measures(changes: Sequence[Change], instrument: str) -> Figure:
    """Of people with a first and a later score: how many reliably improved."""
    known = [change for change in changes if change.instrument == instrument]
    better = sum(change.reliable and change.better for change in known)
    return _ratio(
        f"reliable-improvement-{instrument}",
        f"People who reliably improved on {instrument.upper()}, of those with a first and a later score.",
        better,
        len(known),
    )


def _sum(stays: Sequence[Stay], field: str) -> int:
    return sum(getattr(stay, field) for stay in stays)


def _ratio(id_: str, says: str, numerator: int, denominator: int, left_out: str = "") -> Figure:
    value = round(numerator / denominator, 4) if denominator else None
    return Figure(id_, says, value, numerator, denominator, left_out)
