"""The sentences of a review packet from the record, each with where it comes from. Called inside an open gate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, Any

from stepwell.care.measures import queries as measures
from stepwell.care.medications import queries as medications
from stepwell.care.placement import queries as placement
from stepwell.care.plans import queries as plans
from stepwell.care.sessions import queries as sessions
from stepwell.care.testing import queries as testing
from stepwell.care.transitions import queries as transitions
from stepwell.foundation.gate.access import Access
from stepwell.foundation.policy.loading import load
from stepwell.office.utilization.rules.packet import Evidence, Sentence
from stepwell.registry.episodes import queries as episodes

if TYPE_CHECKING:
    from stepwell.care.measures.models import Measure
    from stepwell.care.placement.models import Assessment
    from stepwell.care.plans.models import Plan
    from stepwell.foundation.policy.document import Policy
    from stepwell.office.utilization.models import Authorization
    from stepwell.registry.episodes.models import Episode

CRITERIA = "placement/fourth-edition"
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class More:
    """What is asked for now, beyond the request: days of the code and until when."""

    units: int
    until: date | None = None


def gathered(
    access: Access, authorization: Authorization, on: date, policy: Policy, more: More | None
) -> dict[str, list[Sentence]]:
    """Sentences by section, as of a day; what the record does not have is simply not there."""
    subject, stay = authorization.subject, authorization.episode
    found = {
        "request": _request(authorization, more, on),
        "diagnoses": [
            _told(f"{row.code} {row.label}{', principal' if row.principal else ''}.", "diagnosis", row.pk, row.made_on)
            for row in placement.diagnoses_of(access, subject=subject, on=on)
        ],
        "dimensions": _dimensions(access, authorization, on),
        "measures": _measures(access, authorization),
        "medications": [
            _told(f"{row.drug} {row.dose} {row.frequency}, {row.prescriber}.", "medication", row.pk, row.since)
            for row in medications.taken_on(access, subject=subject, on=on)
        ],
    }
    return {**found, **_of_stay(access, stay, on, policy)} if stay is not None else found


def _of_stay(access: Access, stay: Episode, on: date, policy: Policy) -> dict[str, list[Sentence]]:
    plan = plans.plan_in_force(access, episode=stay, on=on)
    return {
        "level": _level(access, stay, on),
        "attendance": _attendance(access, stay, on, policy.rule("attendance")["weeks"]),
        "plan": _plan(access, plan, on),
        "tests": _tests(access, stay, on),
        "barriers": _said(plan, "barriers"),
        "discharge": _leaving(access, stay, plan),
    }


def _told(says: str, kind: str, number: int, on: date) -> Sentence:
    return Sentence(says, (Evidence(kind, number, on),))


def _request(authorization: Authorization, more: More | None, on: date) -> list[Sentence]:
    asked = (
        f"Asked for: {authorization.asked_units} days of {authorization.code} at level {authorization.level}, "
        f"{authorization.asked_from} to {authorization.asked_to}."
    )
    said = [_told(asked, "authorization", authorization.pk, authorization.asked_from)]
    if more is not None:
        until = f" until {more.until}" if more.until else ""
        says = f"Asked for now: {more.units} more days of {authorization.code}{until}."
        said.append(_told(says, "authorization", authorization.pk, on))
    return said


def _level(access: Access, stay: Episode, on: date) -> list[Sentence]:
    step = episodes.level_on(access, episode=stay, on=on)
    if step is None:
        return []
    says = (
        f"Level {step.level} since {step.since}: {_number(step.weekly_hours)} hours on {step.days_per_week} days "
        f"a week; in treatment since {stay.admitted_on}."
    )
    return [_told(says, "level_span", stay.pk, step.since)]


def _attendance(access: Access, stay: Episode, on: date, weeks: int) -> list[Sentence]:
    this = on - timedelta(days=on.weekday())
    mondays = [
        monday
        for monday in (this - WEEK * back for back in reversed(range(weeks)))
        if monday + WEEK > stay.admitted_on and (stay.ended_on is None or monday <= stay.ended_on)
    ]
    found = []
    each = sessions.hours_of_weeks(access, episode=stay, mondays=mondays, on=on)
    for monday, hours in zip(mondays, (week.answer for week in each), strict=True):
        planned = "" if hours.plan_minutes is None else f" of {_number(Decimal(hours.plan_minutes) / 60)} planned"
        says = f"Week of {monday}: attended {_number(hours.attended_hours)}{planned} hours."
        found.append(_told(says, "week", stay.pk, monday))
    return found


def _dimensions(access: Access, authorization: Authorization, on: date) -> list[Sentence]:
    """Each subdimension as it was rated last, by whichever assessment that was, and what it was before."""
    rated: dict[str, list[tuple[str, Assessment]]] = {}
    for row in placement.assessments_of(access, subject=authorization.subject):
        for key, rating in row.ratings.items() if row.started_on <= on else ():
            rated.setdefault(key, []).append((rating, row))
    return [_rated(key, given) for key, given in sorted(rated.items())]


def _rated(key: str, given: list[tuple[str, Assessment]]) -> Sentence:
    """given: the ratings with their assessments, the latest first."""
    (now, last), before = given[0], given[1:2]
    seen = [Evidence("assessment", row.pk, row.started_on) for _, row in given[:2]]
    rules = load(CRITERIA, last.started_on).rules
    label = f"{key} {rules[key].says}" if key in rules else key
    changed = "".join(", as before" if was == now else f", was {was} on {row.started_on}" for was, row in before)
    return Sentence(f"{label}: {now}{changed}.", tuple(seen))


def _measures(access: Access, authorization: Authorization) -> list[Sentence]:
    found = []
    every = sorted(measures.all_given(access, subject=authorization.subject), key=lambda row: row.instrument)
    for instrument, rows in groupby(every, key=lambda row: row.instrument):
        given = list(rows)
        first, last = given[0], given[-1]
        seen = [Evidence("measure", last.pk, last.at.date())]
        says = f"{instrument.upper()} {_score(last)} on {last.at:%Y-%m-%d}"
        if last != first:
            change = measures.changed_from(access, first=first, last=last)
            says += f"; at first {_score(first)} on {first.at:%Y-%m-%d}"
            says += f", {_direction(change)}"
            seen.append(Evidence("measure", first.pk, first.at.date()))
        found.append(Sentence(f"{says}.", tuple(seen)))
    return found


def _direction(change: Any) -> str:
    sure = {True: ", more than chance", False: ", within chance", None: ""}[change.reliable]
    return {"better": "better", "worse": "worse", "same": "the same"}.get(change.direction, "not comparable") + sure


def _plan(access: Access, plan: Plan | None, on: date) -> list[Sentence]:
    if plan is None:
        return []
    return [
        _told(
            f"{row.goal.problem.says}: {row.behaviour} ({row.measure}, from {row.baseline} to {row.target} by "
            f"{row.target_on}): {row.percent_met} % reached, {row.status}.",
            "objective",
            row.pk,
            plan.starts_on,
        )
        for row in plans.objectives(access, plan=plan)
    ]


def _tests(access: Access, stay: Episode, on: date) -> list[Sentence]:
    found = []
    for course in testing.tests_of(access, episode=stay):
        for row in course.results:
            sure = "confirmed by the laboratory" if row.method == "definitive" else "a screen, not confirmed"
            says = f"{row.at:%Y-%m-%d} {row.analyte}: {'detected' if row.detected else 'not detected'}, {sure}."
            found.append(_told(says, "test_result", row.pk, row.at.date()))
        if not course.results and course.test.due_on <= on:
            says = f"{course.test.due_on} test: {course.state}, no result yet."
            found.append(_told(says, "test", course.test.pk, course.test.due_on))
    return found


def _said(plan: Plan | None, field: str) -> list[Sentence]:
    text = str(getattr(plan, field)).strip() if plan is not None else ""
    return [_told(text, "plan", plan.pk, plan.starts_on)] if plan is not None and text else []


def _leaving(access: Access, stay: Episode, plan: Plan | None) -> list[Sentence]:
    found = _said(plan, "discharge_criteria")
    if plan is not None:
        steps = [str(one.get("level", "") if isinstance(one, dict) else one) for one in plan.level_path]
        path = ", then ".join(f"level {step}" for step in steps if step)
        says = f"Expected to end on {plan.est_end_on}{f'; the way: {path}' if path else ''}."
        found.append(_told(says, "plan", plan.pk, plan.starts_on))
    reviews = transitions.stay_reviews(access, episode=stay)
    if reviews:
        row = reviews[0]
        why = f": {row.why}" if row.why else ""
        says = f"Reviewed on {row.on}: {row.decided.replace('_', ' ')}{why}."
        found.append(_told(says, "stay_review", row.pk, row.on))
    return found


def _score(row: Measure) -> str:
    return " ".join(part for part in (_number(row.score), row.band) if part) or "by scales"


def _number(value: Decimal | float | int | None) -> str:
    """Without needless zeros: 9, 7.5."""
    return "" if value is None else f"{Decimal(str(value)).normalize():f}"
