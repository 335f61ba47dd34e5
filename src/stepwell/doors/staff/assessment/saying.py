"""Scores, changes, flags and levels as people say them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from stepwell.care.measures.models import Measure
from stepwell.care.measures.rules.change import Change
from stepwell.doors.staff.shell.said import said

#: Flags of the instruments' policies in words; others are said by their code.
FLAGS = {
    "item-9": "Question 9: thoughts of death or of harm",
    "item-16": "Question 16: risks or harm",
    "use": "Use reported",
    "high-risk": "Much risk",
    "low-protection": "Little that protects",
    "provisional-ptsd": "Pattern of PTSD to look into",
    "low-importance": "Importance is low",
    "low-confidence": "Confidence is low",
    "low-readiness": "Readiness is low",
    "prorated": "Some questions left open, score filled up",
    "incomplete": "Too few answers for a score",
    "skip-contradicted": "Answered where it was to be skipped",
}


@dataclass(frozen=True)
class Flag:
    """A flag as a chip. kind: danger where it is about danger to a person, else told."""

    says: str
    kind: str


def flags_of(measure: Measure) -> tuple[Flag, ...]:
    """The flags of one giving, danger first; a level that asks for something at once is a flag too."""
    grave = {reason["facts"].get("flag") for reason in measure.reasons if str(reason["rule"]).endswith("#safety")}
    found = [
        Flag(FLAGS.get(one, said(one).capitalize()), "danger" if one in grave else "told") for one in measure.flags
    ]
    if not grave and any(step["facts"].get("due_hours") == 0 for step in steps_of(measure)):
        found.append(Flag("Act at once", "danger"))
    return tuple(sorted(found, key=lambda flag: flag.kind != "danger"))


def steps_of(measure: Measure) -> list[dict[str, Any]]:
    """What a giving asks for next, the most urgent first, as its reasons were stored."""
    return [reason for reason in measure.reasons if str(reason["rule"]).endswith("#follow-up")]


def score_of(measure: Measure) -> str:
    """ "14", "use 4, risk 10, protective 12", or nothing where it is never summed."""
    if measure.scores is not None:
        return ", ".join(
            f"{said(name)} {'open' if points is None else points}" for name, points in measure.scores.items()
        )
    return "" if measure.score is None else f"{measure.score.normalize():f}"


def change_of(change: Change | None) -> str:
    """ "6 points better, more than chance"; empty without an earlier giving."""
    if change is None or change.direction == "unknown":
        return ""
    if change.direction == "same":
        return "No change"
    points = f"{abs(change.points)} point{'s' if abs(change.points) != 1 else ''} " if change.points else ""
    sure = {True: ", more than chance", False: ", within chance", None: ""}[change.reliable]
    return f"{points}{change.direction}{sure}".capitalize()


def level_of(level: str | None, *, coe: bool = False, bio: bool = False, rr: bool = False) -> str:
    """ "Level 2.5, high-intensity outpatient, co-occurring enhanced, with a recovery residence"."""
    if not level:
        return ""
    more = [
        *(["co-occurring enhanced"] if coe else []),
        *(["biomedically enhanced"] if bio else []),
        *(["with a recovery residence"] if rr else []),
    ]
    return ", ".join([said(level) if said(level) != level else f"Level {level}", *more])


def changes_of(reasons: Iterable[Mapping[str, Any]], asks: Mapping[str, Any]) -> list[str]:
    """What would change a level, a sentence each. asks: the rated subdimensions by id, for their plain words."""
    listed = [one for reason in reasons for one in _listed(reason)]
    found = []
    for one in listed:
        rated = asks.get(one["subdimension"])
        to = rated.says(one["to"]) if rated else one["to"]
        about = rated.asks if rated else one["subdimension"]
        level = level_of(one["level"], coe=one["coe"], bio=one["bio"], rr=one["rr"])
        found.append(f"{one['subdimension']} {about} “{to}” would make it {level}.")
    return found


def _listed(reason: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    if not str(reason["rule"]).endswith("#would-change"):
        return []
    listed: list[Mapping[str, Any]] = reason["facts"].get("would_change", [])
    return listed
