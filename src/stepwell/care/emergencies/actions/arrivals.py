"""Somebody arrives and does not look fit to take part: what is seen, who drives them home, when they are seen again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from stepwell.care.emergencies import asking
from stepwell.care.emergencies.events import ArrivalObserved
from stepwell.care.emergencies.gathering import DEFAULTS
from stepwell.care.emergencies.models import WITHDRAWN, Arrival, ArrivalObservation, ArrivalStep
from stepwell.care.emergencies.place import day_at, site_for
from stepwell.care.emergencies.rules.arriving import EMERGENCY, JOIN, ArrivalFacts, may_join, way_home
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.opening import action
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput, Conflict, NotAllowed
from stepwell.foundation.jobs.events import announce
from stepwell.foundation.kernel.facts import BadFacts
from stepwell.foundation.policy.document import Policy
from stepwell.foundation.policy.loading import load

if TYPE_CHECKING:
    from stepwell.registry.programs.models import Site

#: What a step can be; "withdrawn" takes the entry back as a mistake.
STEPS: Final = ("said", "done", "naloxone_offered", "left_without_ride", "reassessed", WITHDRAWN)
RIDE: Final = "ride"


@action(Permission.EMERGENCY_WRITE)
def observe_arrival(
    access: Access,
    *,
    subject: Subject,
    at: datetime,
    seen: Sequence[str] = (),
    says: str = "",
    breath_alcohol: Decimal | None = None,
    vitals: Mapping[str, int] | None = None,
    site: Site | None = None,
) -> ArrivalObservation:
    """Write one look at somebody who arrived, and what it means: join, observe or emergency.

    seen: ids of `queries.signs`. says: further words, as neutral as the signs; words that judge are only hinted at, in
    the reasons. breath_alcohol: grams per 210 liters, 0 to 1. vitals: breaths_per_minute, oxygen_percent, pulse,
    systolic, as far as taken. Further looks on the same day belong to the same arrival. Observe asks for a safe ride
    and a new appointment, an emergency for help at once; the day is not charged; no stay ends by it. Announces
    ArrivalObserved. Raises BadInput. Source: emergencies/field-defaults.
    """
    where, stay = site_for(access, subject, site)
    on = day_at(at, where)
    policy = load(DEFAULTS, on)
    if breath_alcohol is not None and not 0 <= breath_alcohol <= 1:
        raise BadInput("breath_alcohol", "Write grams per 210 liters of breath, from 0 to 1.")
    facts = ArrivalFacts(tuple(seen), says.strip(), breath_alcohol, dict(vitals or {}))
    try:
        ruling = may_join(facts, policy)
    except BadFacts as fault:
        raise BadInput(fault.path, f"Choose {fault.expected}.") from None
    Subject.objects.select_for_update().get(pk=subject.pk)  # two looks at once make one arrival
    arrival = _of_day(subject, on) or Arrival.objects.create(
        subject=subject, episode=stay, site=where, at=at, on=on, by=access.name
    )
    row = ArrivalObservation.objects.create(
        subject=subject,
        arrival=arrival,
        at=at,
        seen=list(facts.seen),
        says=facts.says,
        breath_alcohol=breath_alcohol,
        vitals=dict(facts.vitals),
        outcome=ruling.answer,
        reasons=[asdict(reason) for reason in ruling.reasons],
        policy_ref=policy.ref,
        by=access.name,
    )
    if ruling.answer != JOIN:
        _ask(access, arrival, ruling.answer, at, policy)
    _announce(arrival)
    return row


@action(Permission.EMERGENCY_WRITE)
def arrange_ride(
    access: Access, *, arrival: Arrival, how: str, at: datetime, who: str = "", says: str = ""
) -> ArrivalStep:
    """Write down the safe way home. how: one of `queries.ways_home`; who: needed for relative, friend, staff, on foot.

    Driving oneself is refused, with what to offer. Raises BadInput, NotAllowed. Source: emergencies/field-defaults.
    """
    policy = load(DEFAULTS, arrival.on)
    try:
        ruling = way_home(how, who, policy)
    except BadFacts as fault:
        raise BadInput(fault.path, f"Choose {fault.expected}.") from None
    if not ruling.answer:
        raise NotAllowed(ruling.reasons)
    row = _step(access, arrival, RIDE, at, says, who, how)
    outcome = " ".join(part for part in (how.replace("_", " "), who.strip()) if part)
    asking.done(access, arrival.subject, asking.RIDE, _about(arrival), at, f"Way home: {outcome}.")
    return row


@action(Permission.EMERGENCY_WRITE)
def write_arrival_step(
    access: Access, *, arrival: Arrival, kind: str, at: datetime, says: str, who: str = ""
) -> ArrivalStep:
    """Add what was said or done afterwards; nothing is ever changed.

    kind: "said", "done", "naloxone_offered", "left_without_ride" (somebody calls at once), "reassessed" (the new look
    was had) or "withdrawn" (the entry was a mistake: its work ends, the day is charged as others). Raises BadInput,
    Conflict for a withdrawn entry.
    """
    if kind not in STEPS:
        raise BadInput("kind", f"A step is one of {', '.join(STEPS)}.")
    if not says.strip():
        raise BadInput("says", "Write in a few words what was said or done.")
    if arrival.is_withdrawn:
        raise Conflict("This entry was taken back as a mistake. Write a new one.")
    row = _step(access, arrival, kind, at, says, who)
    thing = _about(arrival)
    if kind == "left_without_ride":
        asking.done(access, arrival.subject, asking.RIDE, thing, at, "Left without a ride.")
        policy = load(DEFAULTS, arrival.on)
        asking.ask(access, arrival.subject, policy, rule_id="left-without-ride", kind=asking.LEFT, about=thing, at=at)
    elif kind == "reassessed":
        asking.done(access, arrival.subject, asking.LOOK_AGAIN, thing, at, says.strip())
    elif kind == WITHDRAWN:
        for work in asking.OF_ARRIVAL:
            asking.done(access, arrival.subject, work, thing, at, "The entry was taken back as a mistake.")
        _announce(arrival)
    return row


def _of_day(subject: Subject, on: date) -> Arrival | None:
    rows = Arrival.objects.filter(subject=subject, on=on).prefetch_related("steps").order_by("-id")
    return next((row for row in rows if not row.is_withdrawn), None)


def _ask(access: Access, arrival: Arrival, outcome: str, at: datetime, policy: Policy) -> None:
    thing, subject = _about(arrival), arrival.subject
    if outcome == EMERGENCY:
        asking.ask(access, subject, policy, rule_id=EMERGENCY, kind=asking.CARE, about=thing, at=at)
    else:
        asking.ask(access, subject, policy, rule_id="safe-ride", kind=asking.RIDE, about=thing, at=at)
    asking.ask(access, subject, policy, rule_id="look-again", kind=asking.LOOK_AGAIN, about=thing, at=at)


def _step(access: Access, arrival: Arrival, kind: str, at: datetime, says: str, who: str, how: str = "") -> ArrivalStep:
    if at < arrival.at:
        raise BadInput("at", "That is before they arrived. Write the time it happened.")
    return ArrivalStep.objects.create(
        subject=arrival.subject, arrival=arrival, kind=kind, at=at, how=how, who=who.strip(), says=says.strip(),
        by=access.name,
    )  # fmt: skip


def _about(arrival: Arrival) -> str:
    return f"arrival:{arrival.pk}"


def _announce(arrival: Arrival) -> None:
    announce(ArrivalObserved(arrival.pk, arrival.subject_id, arrival.episode_id or 0, arrival.on.isoformat()))
