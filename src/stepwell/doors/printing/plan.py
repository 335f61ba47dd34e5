"""The plan as one readable document: problem, goal in the person's words, objective, what is done, who signed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stepwell.care.plans import queries as plans
from stepwell.doors.printing.sheets import Section, day, identity, labelled, local, number, sheet, tabled, words
from stepwell.foundation.gate.access import Access
from stepwell.registry.people import queries as people

if TYPE_CHECKING:
    from stepwell.care.plans.models import Plan, PlanSignature
    from stepwell.registry.programs.models import Site

_TEXTS = (
    "strengths", "barriers", "discharge_criteria", "medication_needs", "drug_test_schedule", "family",
    "language_culture",
)  # fmt: skip


def plan_pdf(access: Access, plan_id: int) -> bytes:
    """One version of the plan, signed or not. Raises NotFound."""
    plan = plans.plan_by_id(access, plan_id=plan_id)
    person, site = people.person(access, subject=plan.subject), plan.episode.program.site
    text = plans.written(access, plan=plan)
    about = identity(person, ("Stay", plan.episode.number), ("Version", str(plan.version)))
    return sheet(
        "Treatment plan",
        site=site,
        about=about,
        sections=plan_sections(access, plan, text),
        signatures=[_signature(one, site) for one in plans.signatures_of(access, plan=plan)] or _unsigned(person.name),
    )


def plan_sections(access: Access, plan: Plan, text: dict[str, Any]) -> list[Section]:
    """What a version of the plan says, as sections. text: as `plans.queries.written` gives it."""
    steps = [_step(one) for one in text["level_path"]]
    frame = [
        ("From", day(plan.starts_on)),
        ("Expected to end", day(plan.est_end_on)),
        ("Next review", day(plan.review_due_on)),
        ("A week", f"{number(plan.weekly_hours)} hours on {plan.days_per_week} days"),
        ("The way", ", then ".join(step for step in steps if step)),
    ]
    told = [{"heading": words(name), "paragraphs": [text[name]]} for name in _TEXTS if text[name]]
    problems = [
        section for place, one in enumerate(text["problems"], start=1) for section in _problem(access, place, one)
    ]
    return [labelled("The plan", frame), *problems, *told]


def _step(one: Any) -> str:
    if not isinstance(one, dict):
        return str(one)
    weeks = f" for {one['weeks']} weeks" if one.get("weeks") else ""
    return f"level {one['level']}{weeks}" if one.get("level") else ""


def _problem(access: Access, place: int, one: dict[str, Any]) -> list[Section]:
    code = f" ({one['diagnosis']})" if one["diagnosis"] else ""
    found = [{"heading": f"{place}. {one['says']}{code}", "paragraphs": [one["evidence"]] if one["evidence"] else []}]
    for goal in one["goals"]:
        rows = [
            [
                row["behaviour"],
                f"{row['measure']}: from {row['baseline']} to {row['target']}",
                day(row["target_on"]),
                "; ".join(_done(access, each) for each in row["interventions"]),
            ]
            for row in goal["objectives"]
        ]
        quote = f"“{goal['quote']}”" + (f" {goal['outcome']}" if goal["outcome"] else "")
        found.append({"paragraphs": [quote], **tabled("", ("Objective", "Measured by", "By", "What we do"), rows)})
    return found


def _done(access: Access, one: dict[str, Any]) -> str:
    name = people.staff_member(access, staff_id=one["responsible"]).name
    often = f"{number(one['per_week'])} times {one['minutes']} minutes a week for {one['weeks']} weeks"
    return f"{one['modality']} in {one['session_kind']} sessions, {often} ({name})"


def _signature(one: PlanSignature, site: Site) -> dict[str, str]:
    on = day(local(one.at, site).date())
    name = f"{one.name}, {one.credential}" if one.credential else one.name
    if one.declined_reason:
        return {"role": words(one.signer), "name": name, "on": on, "how": f"Declined: {one.declined_reason}"}
    return {"role": words(one.signer), "name": name, "on": on, "how": words(one.method)}


def _unsigned(name: str) -> list[dict[str, str]]:
    """Lines to sign on, while nobody has."""
    return [{"role": "Client", "name": name}, {"role": "Clinician"}]
