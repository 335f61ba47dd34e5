"""Treatment hours of a week: attended clinical minutes against floor, ceiling and plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from stepwell.care.sessions.rules.hours_facts import Hours, HoursFacts, Present, Status
from stepwell.care.sessions.rules.intervals import Stretch, minutes, stretch, union, without
from stepwell.foundation.kernel.ruling import Reason, Ruling
from stepwell.foundation.policy.document import Policy

BREAK = "break"


@dataclass(frozen=True)
class Band:
    """Minutes a week of a level of care: at least floor, at most ceiling; from next_level on it is another level."""

    floor: int
    ceiling: int | None
    next_level: int | None


def treatment_hours(facts: HoursFacts, policy: Policy) -> Ruling[Hours]:
    """The week's treatment hours and how they stand.

    policy: `scheduling/treatment-hours`. The week is Monday to Sunday, by the date on which a session starts.
    No minute counts twice, however sessions overlap. Short is a matter for an offer, never for blame.
    """
    band = band_of(facts, policy)
    attended = minutes(counted(_within(facts, facts.attended), policy))
    coming = _to_come(facts, policy)
    target = max(band.floor, facts.plan_minutes or 0)
    expected = attended + coming
    flags = tuple(_flags(facts, band, attended, expected))
    answer = Hours(
        attended_minutes=attended,
        planned_minutes=coming,
        expected_minutes=expected,
        attended_hours=round(attended / 60, 2),
        expected_hours=round(expected / 60, 2),
        floor_minutes=band.floor,
        ceiling_minutes=band.ceiling,
        plan_minutes=facts.plan_minutes,
        short_by_minutes=max(target - attended, 0),
        status=_status(band, target, attended, expected),
        flags=flags,
    )
    return Ruling(answer, (_standing(answer, target, policy), *(policy.reason(flag) for flag in flags)))


def band_of(facts: HoursFacts, policy: Policy) -> Band:
    """Floor and ceiling of the person's level and age group."""
    values = policy.rule(f"level-{facts.level}")["adolescent" if facts.adolescent else "adult"]
    floor, ceiling, following = (
        None if values.get(key) is None else int(values[key] * 60)
        for key in ("floor_hours", "ceiling_hours", "next_level_hours")
    )
    return Band(floor or 0, ceiling, following)


def counted(present: Iterable[Present], policy: Policy) -> list[Stretch]:
    """The stretches that are treatment: clinical sessions and short breaks on the same day, without long breaks
    and without what never counts, even where that lies inside a session."""
    days: dict[date, list[Present]] = {}
    for one in present:
        days.setdefault(one.starts.date(), []).append(one)
    return [part for of_day in days.values() for part in _counted_on_a_day(of_day, policy)]


def is_treatment(one: Present, policy: Policy) -> bool:
    """Whether a session's minutes are treatment: not what is excluded, and holistic ones only when a therapist
    leads them and they are on the plan."""
    if one.kind in policy.rule("counting")["never_counted"]:
        return False
    return one.kind not in policy.rule("holistic")["kinds"] or (one.therapist_led and one.on_plan)


def _counted_on_a_day(present: Sequence[Present], policy: Policy) -> list[Stretch]:
    longest = timedelta(minutes=policy.rule("counting")["counted_break_minutes"])
    breaks = union(_stretches(one for one in present if one.kind == BREAK))
    sessions = [one for one in present if one.kind != BREAK]
    clinical = _stretches(one for one in sessions if is_treatment(one, policy))
    never = _stretches(one for one in sessions if not is_treatment(one, policy))
    long = [of for of in breaks if of[1] - of[0] > longest]
    short = [of for of in breaks if of[1] - of[0] <= longest] if clinical else []
    return without([*clinical, *short], [*never, *long])


def _stretches(present: Iterable[Present]) -> list[Stretch]:
    return [stretch(one.starts, one.ends) for one in present]


def _within(facts: HoursFacts, present: Iterable[Present]) -> list[Present]:
    sunday = facts.monday + timedelta(days=6)
    return [one for one in present if facts.monday <= one.starts.date() <= sunday]


def _to_come(facts: HoursFacts, policy: Policy) -> int:
    """Minutes of seats from today on that have not been attended already."""
    ahead = [one for one in _within(facts, facts.planned) if one.starts.date() >= facts.today]
    return minutes(without(counted(ahead, policy), _stretches(facts.attended)))


def _status(band: Band, target: int, attended: int, expected: int) -> Status:
    if band.ceiling is not None and attended > band.ceiling:
        return "over"
    if attended >= target:
        return "met"
    return "on_course" if expected >= target else "short"


def _flags(facts: HoursFacts, band: Band, attended: int, expected: int) -> Iterator[str]:
    """Flags are rules of the policy; each is explained by the rule of its name."""
    under = (attended if facts.over else expected) < band.floor
    if under:
        yield "under-floor"
    if under and facts.last_week_minutes is not None and facts.last_week_minutes < band.floor:
        yield "two-weeks-under"
    if facts.plan_minutes is not None and expected < facts.plan_minutes:
        yield "under-plan"
    if band.ceiling is not None and expected > band.ceiling:
        yield "above-ceiling"
    if band.next_level is not None and expected >= band.next_level:
        yield "reaches-next-level"


def _standing(answer: Hours, target: int, policy: Policy) -> Reason:
    seen: dict[str, Any] = {
        "attended_minutes": answer.attended_minutes,
        "planned_minutes": answer.planned_minutes,
        "target_minutes": target,
    }
    if answer.status in ("short", "on_course"):
        seen["would_change"] = f"{answer.short_by_minutes} more attended minutes this week"
    says = f"{policy.rule(answer.status).says} {_hours(answer.attended_minutes)} of {_hours(target)} attended."
    return policy.reason(answer.status, seen, says)


def _hours(amount: int) -> str:
    whole, rest = divmod(amount, 60)
    return f"{whole} h {rest} min" if rest else f"{whole} h"
