"""One part of a draft as a form: what it starts from, what may be chosen, what the record says now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from stepwell.care.measures import queries as measures
from stepwell.care.placement import queries as placement
from stepwell.care.plans import queries as plans
from stepwell.care.plans.models import PlanDraft
from stepwell.care.plans.rules import drafting
from stepwell.care.plans.rules.suggesting import Found, Suggested
from stepwell.doors.staff.people.head import Head, head_of
from stepwell.doors.staff.plan import forms
from stepwell.doors.staff.plan.document import open_draft, staff_names
from stepwell.doors.staff.plan.words import TEXTS
from stepwell.doors.staff.shell.said import said
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission as P
from stepwell.foundation.gate.refusals import NotFound
from stepwell.registry.episodes.models import Episode
from stepwell.registry.programs import queries as programs

FORMS: dict[str, type[Any]] = {
    "frame": forms.Frame, "text": forms.Text, "problem": forms.Problem, "goal": forms.Goal,
    "objective": forms.Objective, "intervention": forms.Intervention,
}  # fmt: skip
NAMES = {
    "frame": "Hours, days and dates", "problem": "Problem", "goal": "Goal", "objective": "Objective",
    "intervention": "What we do",
}  # fmt: skip
_SHORT = {"language_culture": 200, "drug_test_schedule": 200}
#: Levels a way may lead through.
_LEVELS = ("1.0", "1.5", "1.7", "2.1", "2.5", "2.7", "3.1")


@dataclass(frozen=True)
class Part:
    """One part to write. key: empty for a new one. mark: changes with its words."""

    head: Head
    draft: PlanDraft
    kind: str
    key: str
    under: str
    title: str
    initial: dict[str, Any]
    options: dict[str, Any]
    mark: str

    @property
    def theirs(self) -> dict[str, str]:
        """The words as they are now, for whoever was overtaken."""
        by = {"Changed by": self.draft.written_by}
        said_now = {said(name).capitalize(): said(value) or "nothing" for name, value in self.initial.items()}
        return {**by, **said_now}


@query(P.PLAN_WRITE)
def part(access: Access, *, person_id: int, key: str, now: datetime) -> Part:
    """A part that stands. Raises NotFound."""
    head = head_of(access, person_id=person_id, now=now)
    row, episode = open_draft(access, head)
    try:
        kind, words = drafting.part(row.words, key)
    except KeyError:
        raise NotFound from None
    mark = drafting.mark(row.words, key)
    return _part(access, head, row, episode, kind, key, "", _initial(kind, words), mark)


@query(P.PLAN_WRITE)
def new(access: Access, *, person_id: int, under: str, now: datetime) -> Part:
    """A part that is to be added under another. Raises NotFound."""
    head = head_of(access, person_id=person_id, now=now)
    row, episode = open_draft(access, head)
    try:
        above = "plan" if under == "plan" else drafting.part(row.words, under)[0]
        kind = drafting.UNDER[above]
    except KeyError:
        raise NotFound from None
    initial: dict[str, Any] = {}
    if kind == "objective":
        initial["target_on"] = row.words["frame"].get("est_end_on", "")
    if kind == "intervention":
        initial |= {"per_week": 1, "minutes": 50, "weeks": 8, "responsible": access.staff_id or ""}
    return _part(access, head, row, episode, kind, "", under, initial, "")


def _part(
    access: Access, head: Head, row: PlanDraft, episode: Episode, kind: str, key: str, under: str,
    initial: dict[str, Any], mark: str,
) -> Part:  # fmt: skip
    title = TEXTS[key][0] if kind == "text" else NAMES[kind]
    return Part(
        head, row, kind, key, under, title, initial, _options(access, head, episode, kind, key), mark
    )  # fmt: skip


def _options(access: Access, head: Head, episode: Episode, kind: str, key: str) -> dict[str, Any]:
    if kind == "frame":
        return {"levels": [(one, said(one)) for one in _LEVELS]}
    if kind == "text":
        return {"label": TEXTS[key][0], "help_text": TEXTS[key][1], "longest": _SHORT.get(key, 4000)}
    if kind == "problem":
        known = placement.diagnoses_of(access, subject=head.subject, on=head.today)
        return {"diagnoses": [(one.code, f"{one.code} {one.label}") for one in known]}
    if kind == "intervention":
        rules = programs.rules_of(access, program=episode.program, on=head.today)
        kinds = sorted({one.kind for one in rules.session_kinds if one.offered})
        names = sorted(staff_names(access, head.today).items(), key=lambda one: one[1])
        return {
            "kinds": [(one, said(one).capitalize()) for one in kinds],
            "staff": [("", "Choose"), *((str(number), name) for number, name in names)],
        }
    return {}


def _initial(kind: str, words: Mapping[str, Any]) -> dict[str, Any]:
    if kind != "frame":
        return {name: value for name, value in words.items() if name in FORMS[kind].base_fields}
    found = {name: words.get(name, "") for name in ("weekly_hours", "days_per_week", "est_end_on", "acknowledged")}
    for place, step in enumerate(words.get("level_path", ()), start=1):
        if isinstance(step, Mapping):
            found |= {f"level{place}": step.get("level", ""), f"weeks{place}": step.get("weeks") or ""}
    return found


@dataclass(frozen=True)
class Suggestions:
    """What the assessment suggests. texts: name, heading and words for the whole plan. taken: ids that are in the
    draft."""

    head: Head
    draft: PlanDraft
    problems: tuple[Suggested, ...]
    texts: tuple[tuple[str, str, str], ...]
    taken: frozenset[str]
    rated_on: date | None


@query(P.PLAN_WRITE)
def suggestions(access: Access, *, person_id: int, now: datetime) -> Suggestions:
    """What ratings, scores and diagnoses suggest, to take or to leave. Raises NotFound."""
    head = head_of(access, person_id=person_id, now=now)
    row, _ = open_draft(access, head)
    subject = head.subject
    rated = next((one for one in placement.assessments_of(access, subject=subject) if one.ratings), None)
    latest = {one.instrument: one for one in measures.all_given(access, subject=subject)}
    found = Found(
        ratings=rated.ratings if rated else {},
        scores={name: int(one.score) for name, one in latest.items() if one.score is not None},
        diagnoses={
            one.code: one.label for one in placement.diagnoses_of(access, subject=subject, on=head.today)
        },
    )  # fmt: skip
    said_before = {
        "strengths": (rated.strengths or rated.words.get("strengths", "")) if rated else "",
        "barriers": rated.words.get("barriers", "") if rated else "",
        "family": (rated.family_note or rated.words.get("family_note", "")) if rated else "",
    }
    return Suggestions(
        head=head,
        draft=row,
        problems=plans.suggested(access, found=found, on=head.today).answer,
        texts=tuple(
            (name, TEXTS[name][0], text)
            for name, text in said_before.items()
            if text and not row.words["texts"].get(name)
        ),
        taken=frozenset(str(node.get("taken_from", "")) for _, node in drafting.nodes(row.words)),
        rated_on=rated.started_on if rated else None,
    )


def filled(words: Mapping[str, Any], *, ends_on: str, staff_id: int | None) -> dict[str, Any]:
    """A suggested problem with its dates and who gives it, so that only the person's own words are left to write."""
    goals = [
        {
            **goal,
            "objectives": [
                {
                    **step,
                    "target_on": ends_on,
                    "interventions": [{**one, "responsible": staff_id or ""} for one in step["interventions"]],
                }
                for step in goal["objectives"]
            ],
        }
        for goal in words["goals"]
    ]
    return {**words, "goals": goals}
