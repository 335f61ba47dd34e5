"""Receiving a grievance and taking it to its answer; every step is added, none is changed."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction

from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.opening import action
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput, Conflict, NotAllowed, NotFound
from stepwell.foundation.jobs import actions as jobs
from stepwell.foundation.jobs.events import announce
from stepwell.foundation.kernel.facts import BadFacts
from stepwell.foundation.policy.loading import load
from stepwell.office.grievances.events import GrievanceMoved
from stepwell.office.grievances.models import NOTE, Grievance, GrievanceStep
from stepwell.office.grievances.rules.deadlines import NEXT, kind_of
from stepwell.office.grievances.rules.path import (
    ANSWERED,
    CLOSED,
    ENDS,
    RECEIVED,
    STATES,
    THEIRS,
    Answering,
    may_answer,
    may_close,
    may_follow,
)
from stepwell.office.grievances.standing import DEFAULTS, Standing, policy_of, standing
from stepwell.registry.programs import queries as programs

if TYPE_CHECKING:
    from stepwell.registry.people.models import Staff
    from stepwell.registry.programs.models import Site

RAISED_BY: Final = ("client", "relative", "other", "unnamed")
WAYS: Final = ("spoken", "written", "phone", "email", "portal")


@action(Permission.GRIEVANCE_WRITE)
def receive(
    access: Access,
    *,
    kind: str,
    words: str,
    raised_by: str,
    way: str,
    received_at: datetime,
    client: Subject | None = None,
    name: str = "",
    reach: str = "",
    wish: str = "",
    about_staff: Staff | None = None,
    site: Site | None = None,
) -> Grievance:
    """Keep a grievance in the words it was said in. Announces GrievanceMoved.

    kind: one of `queries.kinds`. raised_by: one of RAISED_BY; "client" needs `client`, "relative" and "other" a name.
    way: one of WAYS. reach: how they wish to be answered. about_staff: who it is about; they neither see nor answer it.
    site: left out, the operator's first. What comes next is on Today ahead of its deadline, in words that name nobody.
    Raises BadInput. Source: grievances/field-defaults.
    """
    _complete(words, raised_by, way, client, name)
    site = site or next((each.site for each in programs.programs(access)), None)
    local = received_at.astimezone(ZoneInfo(site.time_zone)) if site else received_at
    policy = load(DEFAULTS, local.date())
    try:
        kind_of(kind, policy)
    except BadFacts as fault:
        raise BadInput(fault.path, f"Choose {fault.expected}.") from None
    row = Grievance.objects.create(
        file=Subject.objects.create(),
        client=None if raised_by == "unnamed" else client,
        raised_by=raised_by,
        name="" if raised_by == "unnamed" else name.strip(),
        reach=reach.strip(),
        kind=kind,
        way=way,
        words=words,
        wish=wish,
        about_staff=about_staff,
        site=site,
        received_at=received_at,
        received_by=access.name,
        receiver_login=access.login_id,
        receiver_staff=access.staff_id,
        policy_ref=policy.ref,
    )
    _add(access, row, [], RECEIVED, received_at, "")
    return row


@action(Permission.GRIEVANCE_ANSWER)
def take_further(
    access: Access, *, grievance: Grievance, state: str, at: datetime, says: str, content: bool = False
) -> GrievanceStep:
    """Acknowledge, look into, answer, answer an appeal, close. `says` is what was told or found.

    state: "acknowledged", "looked_into", "answered", "appeal_answered" or "closed", each only after the one before.
    content: they said that they are content, so that an answered one may be closed before the days to appeal are over.
    Raises BadInput, NotFound, Conflict for a step that cannot follow, NotAllowed for who may not answer or closes too
    soon. Source: grievances/field-defaults.
    """
    if state in THEIRS or state not in STATES:
        raise BadInput("state", f"Choose one of {', '.join(each for each in STATES[1:] if each not in THEIRS)}.")
    steps, now = _now(access, grievance, at, says)
    _follows(now, state)
    policy = policy_of(grievance)
    first = next((step.by_staff for step in steps if step.state == ANSWERED), None)
    ruling = may_answer(Answering(now.state, access.staff_id, grievance.about_staff_id, first), policy)
    if ruling.answer and state == CLOSED:
        ruling = may_close(now.state, now.since, at, content, policy)
    if not ruling.answer:
        raise NotAllowed(ruling.reasons)
    return _add(access, grievance, steps, state, at, says)


@action(Permission.GRIEVANCE_WRITE)
def say_again(access: Access, *, grievance: Grievance, state: str, at: datetime, words: str) -> GrievanceStep:
    """What only they can decide: "appealed" after an answer, or "withdrawn", in their words.

    Whoever received it, or answers grievances, writes it down. Raises BadInput, NotFound, Conflict.
    """
    if state not in THEIRS:
        raise BadInput("state", f"Choose one of {', '.join(THEIRS)}.")
    steps, now = _now(access, grievance, at, words)
    _follows(now, state)
    return _add(access, grievance, steps, state, at, words)


@action(Permission.GRIEVANCE_WRITE)
def add_note(access: Access, *, grievance: Grievance, at: datetime, says: str) -> GrievanceStep:
    """Add what came to light or was said on the way; it moves nothing. Raises BadInput, NotFound."""
    steps, _ = _now(access, grievance, at, says)
    return _add(access, grievance, steps, NOTE, at, says)


def _complete(words: str, raised_by: str, way: str, client: Subject | None, name: str) -> None:
    if not words.strip():
        raise BadInput("words", "Write it as it was said.")
    if raised_by not in RAISED_BY:
        raise BadInput("raised_by", f"It is raised by one of {', '.join(RAISED_BY)}.")
    if way not in WAYS:
        raise BadInput("way", f"It came by one of {', '.join(WAYS)}.")
    if raised_by == "client" and client is None:
        raise BadInput("client", "Say which client it was, or that they do not want to be named.")
    if raised_by in ("relative", "other") and not name.strip():
        raise BadInput("name", "Write who it was, or that they do not want to be named.")


def _now(access: Access, grievance: Grievance, at: datetime, says: str) -> tuple[list[GrievanceStep], Standing]:
    """Its steps and where it stands, once what is to be added can be used."""
    if not grievance.is_seen_by(access):
        raise NotFound
    if not says.strip():
        raise BadInput("says", "Write in a few words what was said, found or done.")
    steps = list(GrievanceStep.objects.filter(grievance=grievance).order_by("number"))
    if at < steps[-1].at:
        raise BadInput("at", "That is before the step before it. Write when it was.")
    return steps, standing(grievance, steps)


def _follows(now: Standing, state: str) -> None:
    if now.state in ENDS:
        raise Conflict(f"It is {now.state}. Receive a new one and name this one in it.")
    if not may_follow(now.state, state):
        raise Conflict(f"It is {now.state.replace('_', ' ')}; {state.replace('_', ' ')} cannot follow that yet.")


def _add(
    access: Access, grievance: Grievance, before: list[GrievanceStep], state: str, at: datetime, says: str
) -> GrievanceStep:
    try:
        with transaction.atomic():
            row = GrievanceStep.objects.create(
                grievance=grievance, number=len(before) + 1, state=state, at=at, says=says.strip(), by=access.name,
                by_staff=access.staff_id,
            )  # fmt: skip
    except IntegrityError:
        raise Conflict(
            "Somebody took it a step further a moment ago. Look at it again; nothing of yours was kept."
        ) from None
    if state != NOTE:
        _ask_for_next(access, grievance, standing(grievance, [*before, row]), at)
        announce(GrievanceMoved(grievance.pk, state))
    return row


def _ask_for_next(access: Access, grievance: Grievance, now: Standing, at: datetime) -> None:
    """End the work that led here and put what comes next on Today, ahead of its deadline."""
    about = f"grievance:{grievance.pk}"
    does = now.due.does if now.due else ""
    others = [f"grievance-{other}" for other in set(NEXT.values()) - {does}]
    jobs.finish_all_about(
        access, subject=grievance.file, kinds=others, about=[about], at=at, outcome=f"It is {now.state}."
    )
    if now.due is not None:
        by = f"{now.due.due_at:%a, %b} {now.due.due_at.day}, {now.due.due_at:%H:%M}"
        jobs.ask_for(
            access,
            subject=grievance.file,
            kind=f"grievance-{does}",
            says=f"Grievance {grievance.pk}, by {by}: {now.due.says}"[:300],
            for_role=now.due.for_role,
            due_at=now.due.remind_at,
            about=about,
        )
