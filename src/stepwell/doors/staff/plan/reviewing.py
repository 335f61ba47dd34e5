"""A review of the plan: what has changed since the last one or since it was signed, and what is asked again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from stepwell.care.measures import queries as measures
from stepwell.care.measures.models import Measure
from stepwell.care.plans import queries as plans
from stepwell.care.plans.models import Objective, Plan, PlanReview
from stepwell.care.plans.rules.signing import GOES_ON
from stepwell.care.sessions import queries as sessions
from stepwell.doors.staff.assessment.saying import change_of
from stepwell.doors.staff.people.head import Head, head_of
from stepwell.doors.staff.shell.said import said
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission as P
from stepwell.foundation.gate.refusals import NotFound
from stepwell.registry.programs import queries as programs


@dataclass(frozen=True)
class Row:
    """One thing then and now. kind: met, due or calm."""

    what: str
    before: str
    now: str
    says: str = ""
    kind: str = "calm"


@dataclass(frozen=True)
class Step:
    """One objective at a review. before: percent at the last look."""

    number: int
    behaviour: str
    goal: str
    measured: str
    before: int
    percent: int
    status: str


@dataclass(frozen=True)
class Reviewing:
    """What the page prints. since: the last review, else the day the version began."""

    head: Head
    plan: Plan
    since: date
    after_review: bool
    changed: tuple[Row, ...]
    steps: tuple[Step, ...]
    asks: tuple[str, ...]
    last: PlanReview | None

    @property
    def mark(self) -> str:
        """Changes with every review and every progress."""
        told = ",".join(f"{one.number}:{one.percent}:{one.status}" for one in self.steps)
        return f"{self.plan.pk}/{self.last.pk if self.last else 0}/{told}"[:80]


@query(P.NOTE_READ)
def reviewing(access: Access, *, person_id: int, now: datetime) -> Reviewing | None:
    """Gather the page; None where no plan is in force. Raises NotFound."""
    head = head_of(access, person_id=person_id, now=now)
    episode = head.open_episode
    plan = plans.plan_in_force(access, episode=episode, on=head.today) if episode else None
    if plan is None or episode is None:
        return None
    reviews = [one for one in plans.reviews_of(access, episode=episode) if one.plan_id == plan.pk]
    last = reviews[0] if reviews else None
    since = last.on if last else plan.starts_on
    told = {int(one["objective"]): int(one["percent"]) for one in last.progress} if last else {}
    rules = programs.rules_of(access, program=episode.program, on=head.today)
    steps = tuple(
        Step(
            one.pk, one.behaviour, one.goal.quote, f"{one.measure}: {one.baseline} to {one.target} by {one.target_on}",
            told.get(one.pk, 0), one.percent_met, one.status,
        )
        for one in plans.objectives(access, plan=plan)
    )  # fmt: skip
    changed = (_level(head, since), *(_step(one) for one in steps))
    return Reviewing(head, plan, since, last is not None, changed, steps, tuple(rules.motivation_asks), last)


@dataclass(frozen=True)
class Moved:
    """Measures and hours since the last look."""

    head: Head
    since: date
    rows: tuple[Row, ...]


@query(P.NOTE_READ)
def moved(access: Access, *, person_id: int, now: datetime) -> Moved:
    """What instruments and hours did since the last look at the plan in force. Raises NotFound without one."""
    head = head_of(access, person_id=person_id, now=now)
    plan = plans.plan_in_force(access, episode=head.open_episode, on=head.today) if head.open_episode else None
    if plan is None or head.open_episode is None:
        raise NotFound
    reviews = [one for one in plans.reviews_of(access, episode=head.open_episode) if one.plan_id == plan.pk]
    since = reviews[0].on if reviews else plan.starts_on
    return Moved(head, since, (*_measures(access, head, since), _hours(access, head, plan, since)))


def _measures(access: Access, head: Head, since: date) -> list[Row]:
    """The last giving up to the day against the latest after it, by the rule of the instrument."""
    given = sorted(measures.all_given(access, subject=head.subject), key=lambda one: (one.instrument, one.at))
    rows = []
    for name, several in groupby(given, key=lambda one: one.instrument):
        all_of = [one for one in several if one.score is not None]
        before = [one for one in all_of if one.at.astimezone(head.zone).date() <= since]
        after = [one for one in all_of if one.at.astimezone(head.zone).date() > since]
        if not all_of:
            continue
        first = before[-1] if before else all_of[0]
        was = _said(first, head)
        if not after or after[-1].pk == first.pk:
            rows.append(Row(name.upper(), was, "not given since", kind="due"))
            continue
        change = measures.changed_from(access, first=first, last=after[-1])
        kind = {"better": "met", "worse": "due"}.get(change.direction, "calm")
        rows.append(Row(name.upper(), was, _said(after[-1], head), change_of(change), kind))
    return rows


def _said(one: Measure, head: Head) -> str:
    on = one.at.astimezone(head.zone)
    return f"{one.score:.0f}, {on:%b} {on.day}"


def _hours(access: Access, head: Head, plan: Plan, since: date) -> Row:
    episode = head.episode
    assert episode is not None
    minutes = sessions.minutes_between(access, episode=episode, from_on=since, to_on=head.today)
    weeks = max((head.today - since).days / 7, 1)
    kept = minutes / 60 / weeks
    planned = f"{plan.weekly_hours.normalize():f} planned a week"
    short = kept < float(plan.weekly_hours)
    return Row("Hours", planned, f"{kept:.1f} attended a week", f"over {weeks:.0f} weeks", "due" if short else "met")


def _level(head: Head, since: date) -> Row:
    then = [step for step in head.stair.steps if step.from_on <= since] or list(head.stair.steps[:1])
    now = head.stair.steps[-1]
    before = then[-1]
    same = (before.level, before.hours, before.days) == (now.level, now.hours, now.days)
    said_of = [f"{said(one.level)}, {one.hours.normalize():f} hours on {one.days} days" for one in (before, now)]
    return Row("Level", said_of[0], said_of[1], "as it was" if same else "changed")


def _step(one: Step) -> Row:
    gained = one.percent - one.before
    kind = "met" if one.status == "met" or gained > 0 else "calm"
    return Row(one.behaviour, f"{one.before}%", f"{one.percent}%", said(one.status), kind)


@dataclass(frozen=True)
class Progressing:
    """One objective and what it may become."""

    head: Head
    row: Objective
    statuses: tuple[str, ...]


@query(P.PLAN_WRITE)
def progressing(access: Access, *, person_id: int, objective_id: int, now: datetime) -> Progressing:
    """Gather the page. Raises NotFound."""
    head = head_of(access, person_id=person_id, now=now)
    row = plans.objective_by_id(access, objective_id=objective_id)
    if row.subject_id != head.subject.pk:
        raise NotFound
    order = ("new", "progressing", "met", "revised", "discontinued")
    return Progressing(head, row, tuple(one for one in order if one in GOES_ON[row.status]))
