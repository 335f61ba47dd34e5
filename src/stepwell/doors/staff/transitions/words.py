"""Criteria of a review as people say them: what is asked, and how it stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from stepwell.care.transitions.queries import StayLook
from stepwell.care.transitions.rules.stay_facts import StayFacts

ADVICE = {
    "step_up": "More than this level gives is needed: step up",
    "step_down": "Ready to step down",
    "thin": "Stable enough for fewer days at this level",
    "continue": "The stay goes on",
    "review": "Look at it together: no criterion speaks for staying or moving",
}


@dataclass(frozen=True)
class Line:
    """One criterion in words."""

    says: str
    now: str
    holds: bool


def lines(look: StayLook, for_what: str) -> list[Line]:
    """The criteria for stepping down ("step-down") or fewer days ("thin")."""
    return [
        Line(_ASKED[one.name](one.asked), _NOW[one.name](look.facts), one.holds)
        for one in look.criteria
        if one.for_what == for_what and one.name in _ASKED
    ]


def changes(look: StayLook) -> list[str]:
    """What would make the criteria say otherwise, a sentence each."""
    missing = {one.name: one for one in look.criteria if one.for_what == "step-down" and not one.holds}
    return [f"{_ASKED[name](one.asked)} Now: {_NOW[name](look.facts)}." for name, one in missing.items()]


def _weeks(given: tuple[Any, ...], said: Callable[[Any], str]) -> str:
    return ", ".join(said(one) for one in given) or "no whole week yet"


def _use(facts: StayFacts) -> str:
    days = facts.days_since_risky_use
    return (
        "none known" if days is None else f"{days} days ago" + (", met by a plan" if facts.planned_management else "")
    )


_ASKED: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "attendance": lambda asked: f"At least {asked['percent']}% attended in each of {asked['weeks']} weeks.",
    "hours": lambda asked: f"Hours reached in each of {asked['weeks']} weeks.",
    "no_risky_use": lambda asked: (
        f"No risky use for {asked['days']} days"
        + (
            f", or {asked['days_with_a_plan']} where a plan meets it."
            if asked["days_with_a_plan"] < asked["days"]
            else "."
        )
    ),
    "objectives": lambda asked: f"At least {asked['percent']}% of the objectives reached.",
    "risk_of_use_low": lambda asked: "Rated again, and use that does harm is not likely.",
    "measures_stable": lambda asked: "No measure got worse for sure.",
    "relapse_plan": lambda asked: "A plan for a lapse.",
    "aftercare_booked": lambda asked: "The first appointment after is booked.",
}
_NOW: Mapping[str, Callable[[StayFacts], str]] = {
    "attendance": lambda facts: _weeks(facts.attendance_percent, lambda one: f"{one}%"),
    "hours": lambda facts: _weeks(facts.hours_kept, lambda one: "reached" if one else "short"),
    "no_risky_use": _use,
    "objectives": lambda facts: f"{facts.objectives_met_percent}%",
    "risk_of_use_low": lambda facts: f"rated {facts.rating_4a}" if facts.rating_4a else "not rated again at this level",
    "measures_stable": lambda facts: "stable" if facts.measures_stable else f"worse {facts.worsenings} times in a row",
    "relapse_plan": lambda facts: "there is one" if facts.relapse_plan else "not told yet",
    "aftercare_booked": lambda facts: "booked" if facts.aftercare_booked else "not told yet",
}
