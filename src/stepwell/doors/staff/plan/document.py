"""The plan as one readable document: a version that stands, and the next one while it is written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from stepwell.care.placement import queries as placement
from stepwell.care.plans import queries as plans
from stepwell.care.plans.drafted import draft_beside
from stepwell.care.plans.models import Plan, PlanDraft, PlanSignature
from stepwell.care.plans.rules.signing import SIGNERS, is_in_force
from stepwell.doors.staff.people.head import Head, head_of
from stepwell.doors.staff.plan.words import TEXTS, Frame, Trouble, drafted, frame_of, stands
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission as P
from stepwell.foundation.gate.refusals import NotFound
from stepwell.foundation.gate.roles import allowed
from stepwell.foundation.kernel.ruling import Reason
from stepwell.foundation.policy.loading import load
from stepwell.registry.episodes.models import Episode
from stepwell.registry.people import queries as people

#: Who signs, as a line of the document says it.
PARTS = {"client": "The person", "counselor": "Counselor", "clinician": "Licensed clinician, who approves it"}


@dataclass(frozen=True)
class Line:
    """One place to sign. signed: None while open. may: this role may fill it."""

    signer: str
    label: str
    signed: PlanSignature | None
    may: bool


@dataclass(frozen=True)
class Version:
    """One version to read. state: to be signed, in force or replaced. others: number, id, state."""

    head: Head
    plan: Plan | None
    state: str
    frame: Frame | None
    problems: tuple[Trouble, ...]
    texts: tuple[tuple[str, str, str], ...]
    lines: tuple[Line, ...]
    in_force: tuple[Reason, ...]
    others: tuple[tuple[int, int, str], ...]
    draft: PlanDraft | None
    may_write: bool
    review_late: bool


@dataclass(frozen=True)
class Need:
    """What a draft still needs, and the part where it is written."""

    says: str
    reasons: tuple[Reason, ...]
    key: str


@dataclass(frozen=True)
class Draft:
    """The next version while it is written."""

    head: Head
    draft: PlanDraft
    frame: Frame
    problems: tuple[Trouble, ...]
    texts: tuple[tuple[str, str, str], ...]
    needs: tuple[Need, ...]
    holds: bool
    outside_hours: bool
    may_write: bool
    before: int


@query(P.NOTE_READ)
def version(access: Access, *, person_id: int, now: datetime, plan_id: int | None = None) -> Version:
    """One version, the latest that counts where none is named. Raises NotFound."""
    head = head_of(access, person_id=person_id, now=now)
    rows = plans.versions_of(access, episode=head.episode) if head.episode else []
    states = {plan.pk: state_of(plan, signed, head.today) for plan, signed in rows}
    chosen = _chosen(rows, states, plan_id)
    plan, signed = chosen or (None, [])
    may_write = allowed(access.roles, P.PLAN_WRITE) and head.open_episode is not None
    return Version(
        head=head,
        plan=plan,
        state=states[plan.pk] if plan else "",
        frame=frame_of(plan.weekly_hours, plan.days_per_week, plan.est_end_on, plan.level_path) if plan else None,
        problems=stands(plans.tree_of(access, plan=plan)) if plan else (),
        texts=tuple(
            (name, label, getattr(plan, name)) for name, (label, _) in TEXTS.items() if getattr(plan, name, "")
        ),
        lines=tuple(_line(one, signed, access, states[plan.pk]) for one in SIGNERS) if plan else (),
        in_force=(load("plans/plan", head.today).reason("in-force", {"signed": [one.signer for one in signed]}),),
        others=tuple((one.version, one.pk, states[one.pk]) for one, _ in rows if plan and one.pk != plan.pk),
        draft=_draft(access, head, plan),
        may_write=may_write,
        review_late=bool(plan) and states[plan.pk] == "in force" and plan.review_due_on < head.today if plan else False,
    )


@query(P.NOTE_READ)
def draft(access: Access, *, person_id: int, now: datetime) -> Draft:
    """The draft that is open. Raises NotFound."""
    head = head_of(access, person_id=person_id, now=now)
    row, episode = open_draft(access, head)
    known = placement.diagnoses_of(access, subject=head.subject, on=head.today)
    ruling = plans.draft_holds(access, draft=row, episode=episode, known=known, on=head.today)
    frame = row.words["frame"]
    ends = frame.get("est_end_on")
    latest = plans.plans_of(access, episode=episode)
    return Draft(
        head=head,
        draft=row,
        frame=frame_of(
            frame.get("weekly_hours"),
            frame.get("days_per_week"),
            date.fromisoformat(ends) if ends else None,
            frame.get("level_path", ()),
            frame.get("acknowledged", ""),
        ),
        problems=drafted(row.words, staff_names(access, head.today)),
        texts=tuple((name, label, row.words["texts"].get(name, "")) for name, (label, _) in TEXTS.items()),
        needs=tuple(_need(reason, row.words) for reason in ruling.reasons),
        holds=ruling.answer.holds,
        outside_hours=ruling.answer.outside_hours,
        may_write=allowed(access.roles, P.PLAN_WRITE),
        before=latest[0].version if latest else 0,
    )


def open_draft(access: Access, head: Head) -> tuple[PlanDraft, Episode]:
    """The draft of the stay that is running. Raises NotFound where none is open."""
    row = plans.draft_of(access, episode=head.open_episode) if head.open_episode else None
    if row is None or head.open_episode is None:
        raise NotFound
    return row, head.open_episode


def staff_names(access: Access, on: date) -> dict[int, str]:
    """Who is on staff, by number."""
    return {one.pk: one.name for one in people.staff(access, on=on)}


def state_of(plan: Plan, signed: list[PlanSignature], on: date) -> str:
    """Where a version stands, in words."""
    if plan.superseded_on is not None:
        return "replaced"
    signers = {one.signer for one in signed}
    return "in force" if is_in_force(signers, load("plans/plan", on)) else "to be signed"


def _draft(access: Access, head: Head, plan: Plan | None) -> PlanDraft | None:
    if head.open_episode is None:
        return None
    return draft_beside(plan) if plan else plans.draft_of(access, episode=head.open_episode)


def _chosen(
    rows: list[tuple[Plan, list[PlanSignature]]], states: dict[int, str], plan_id: int | None
) -> tuple[Plan, list[PlanSignature]] | None:
    if plan_id is not None:
        found = next((row for row in rows if row[0].pk == plan_id), None)
        if found is None:
            raise NotFound
        return found
    for state in ("to be signed", "in force"):
        for row in rows:
            if states[row[0].pk] == state:
                return row
    return rows[0] if rows else None


def _line(signer: str, signed: list[PlanSignature], access: Access, state: str) -> Line:
    found = next((one for one in signed if one.signer == signer), None)
    return Line(signer, PARTS[signer], found, state != "replaced" and allowed(access.roles, P.PLAN_SIGN))


def _need(reason: Reason, words: dict[str, Any]) -> Need:
    """Where it is mended: the path of the rule, as problems[0].goals[1], led back to the part's key."""
    path = str(reason.facts.get("path", ""))
    node: Any = words
    key = "frame" if reason.rule.endswith("#hours") else ""
    about = ""
    for name, place in re.findall(r"(problems|goals|objectives|interventions)\[(\d+)\]", path):
        below = node.get(name, [])
        if int(place) >= len(below):
            break
        node = below[int(place)]
        key, about = node["id"], next((node[one] for one in ("says", "quote", "behaviour") if node.get(one)), about)
    if reason.rule.endswith("#diagnosis"):
        about = str(reason.facts.get("diagnosis", ""))
    return Need(f"{about}: {reason.says}" if about else reason.says, (reason,), key)
