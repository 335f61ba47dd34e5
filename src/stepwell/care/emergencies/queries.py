"""Reading emergencies and arrivals, and asking whom to call before anything is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from stepwell.care.emergencies.gathering import DEFAULTS, facts_of
from stepwell.care.emergencies.models import (
    Arrival,
    ArrivalObservation,
    ArrivalStep,
    CrisisPlan,
    Emergency,
    EmergencyDisclosure,
    EmergencyStep,
)
from stepwell.care.emergencies.place import day_at, site_for
from stepwell.care.emergencies.rules import arriving, calling
from stepwell.care.emergencies.wishes import newest_crisis_plan
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.opening import concerns, query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput, NotFound
from stepwell.foundation.gate.roles import allowed
from stepwell.foundation.kernel.facts import BadFacts
from stepwell.foundation.kernel.ruling import Reason, Ruling
from stepwell.foundation.policy.loading import load

if TYPE_CHECKING:
    from stepwell.registry.episodes.models import Episode
    from stepwell.registry.programs.models import Site


@dataclass(frozen=True)
class Choice:
    """Something one may choose, as the policy names it."""

    id: str
    says: str


@query(Permission.EMERGENCY_WRITE)
def guidance_for(
    access: Access,
    *,
    subject: Subject | None,
    kind: str,
    place: str,
    at: datetime,
    address: str = "",
    site: Site | None = None,
) -> Ruling[calling.Guidance]:
    """Whom to call and what to do, before anything is written. kind: of `kinds`. place: site, video or elsewhere.

    subject: None while nobody has said yet who it is: then nobody who stands by them is named. Raises BadInput.
    Source: emergencies/field-defaults.
    """
    where = site if subject is None else site_for(access, subject, site)[0]
    on = day_at(at, where)
    policy = load(DEFAULTS, on)
    facts = facts_of(access, subject, kind=kind, place=place, address=address, at=at, on=on, policy=policy)
    try:
        return calling.guidance(facts, policy)
    except BadFacts as fault:
        raise BadInput(fault.path, f"Choose {fault.expected}.") from None


@query(Permission.EMERGENCY_WRITE)
def kinds(access: Access, *, on: date) -> list[Choice]:
    """Kinds of emergency, the gravest first."""
    return [Choice(rule.id, rule.says) for rule in calling.kinds(load(DEFAULTS, on))]


@query(Permission.EMERGENCY_WRITE)
def signs(access: Access, *, on: date) -> list[Choice]:
    """What one may see of somebody who arrives, in the policy's order."""
    return [Choice(rule.id, rule.says) for rule in arriving.signs(load(DEFAULTS, on))]


@query(Permission.EMERGENCY_WRITE)
def ways_home(access: Access, *, on: date) -> list[str]:
    """Safe ways home; driving oneself is none."""
    return list(load(DEFAULTS, on).rule("safe-ride")["ways"])


@query(Permission.EMERGENCY_WRITE)
def medical_kinds(access: Access, *, on: date) -> list[str]:
    """Who counts as medical staff that may be told in an emergency without a consent (42 CFR 2.51)."""
    return list(load(DEFAULTS, on).rule("medical-disclosure")["kinds"])


@query(Permission.EMERGENCY_WRITE)
def emergency_by_id(access: Access, *, emergency_id: int) -> Emergency:
    """One emergency with its site and how it ended. While it is open everyone on staff may see it; afterwards those
    who may read emergencies, and who opened it. Raises NotFound."""
    found = Emergency.objects.select_related("site", "subject", "episode", "end").filter(pk=emergency_id).first()
    if found is None or not _may_see(access, found):
        raise NotFound
    concerns(found.subject_id)
    return found


@query(Permission.EMERGENCY_WRITE)
def open_emergencies(access: Access, *, limit: int = 20) -> list[Emergency]:
    """Emergencies that have not ended, the latest first; at most `limit`."""
    rows = Emergency.objects.select_related("site", "subject").filter(end=None).order_by("-at", "-id")
    found = list(rows[:limit])
    concerns(*(row.subject_id for row in found))
    return found


@query(Permission.EMERGENCY_READ)
def emergencies_of(access: Access, *, subject: Subject) -> list[Emergency]:
    """Emergencies of a person with how they ended, the latest first."""
    return list(Emergency.objects.select_related("site", "end").filter(subject=subject).order_by("-at", "-id"))


@query(Permission.EMERGENCY_WRITE)
def steps_of(access: Access, *, emergency: Emergency) -> list[EmergencyStep]:
    """What was done, in the order it happened."""
    if not _may_see(access, emergency):
        raise NotFound
    return list(EmergencyStep.objects.filter(emergency=emergency).order_by("at", "id"))


@query(Permission.EMERGENCY_WRITE)
def disclosures_of(access: Access, *, emergency: Emergency) -> list[EmergencyDisclosure]:
    """Who was told in this emergency, in order."""
    if not _may_see(access, emergency):
        raise NotFound
    return list(EmergencyDisclosure.objects.filter(emergency=emergency).order_by("at", "id"))


@query(Permission.EMERGENCY_WRITE)
def arrival_by_id(access: Access, *, arrival_id: int) -> Arrival:
    """One arrival with its looks and steps. Raises NotFound."""
    rows = Arrival.objects.select_related("site", "subject", "episode").prefetch_related("observations", "steps")
    found = rows.filter(pk=arrival_id).first()
    if found is None or not (allowed(access.roles, Permission.EMERGENCY_READ) or found.by == access.name):
        raise NotFound
    concerns(found.subject_id)
    return found


@query(Permission.EMERGENCY_READ)
def arrivals_of(access: Access, *, subject: Subject) -> list[Arrival]:
    """Arrivals of a person with their looks and steps, the latest first; withdrawn ones too (`is_withdrawn`)."""
    rows = Arrival.objects.filter(subject=subject).prefetch_related("observations", "steps")
    return list(rows.order_by("-at", "-id"))


@query(Permission.EMERGENCY_READ)
def arrivals_on(access: Access, *, on: date) -> list[Arrival]:
    """Arrivals of a day with their looks and steps, in order, without withdrawn ones."""
    rows = Arrival.objects.select_related("subject").filter(on=on).prefetch_related("observations", "steps")
    found = [row for row in rows.order_by("at", "id") if not row.is_withdrawn]
    concerns(*(row.subject_id for row in found))
    return found


@query(Permission.EMERGENCY_READ)
def observations_of(access: Access, *, arrival: Arrival) -> list[ArrivalObservation]:
    """Each look at somebody who arrived, in order."""
    return list(ArrivalObservation.objects.filter(arrival=arrival).order_by("at", "id"))


@query(Permission.EMERGENCY_READ)
def arrival_steps_of(access: Access, *, arrival: Arrival) -> list[ArrivalStep]:
    """What was said, done and arranged after an arrival, in order."""
    return list(ArrivalStep.objects.filter(arrival=arrival).order_by("at", "id"))


@query(Permission.EPISODE_READ)
def not_charged(access: Access, *, episode: Episode, on: date) -> Reason | None:
    """Why the day is not charged, or None where nothing of this area speaks against it. It tells the office no more
    than that. Source: emergencies/field-defaults."""
    return days_not_charged(access, episode=episode, from_on=on, to_on=on).get(on)


@query(Permission.EPISODE_READ)
def days_not_charged(access: Access, *, episode: Episode, from_on: date, to_on: date) -> dict[date, Reason]:
    """The days from a day to a day, both included, that are not charged, each with why, as `not_charged` tells it."""
    rows = Arrival.objects.filter(episode=episode, on__range=(from_on, to_on))
    found: dict[date, Reason] = {}
    for row in rows.prefetch_related("observations", "steps").order_by("id"):
        looks, policy = tuple(each.outcome for each in row.observations.all()), load(DEFAULTS, row.on)
        if not row.is_withdrawn and not arriving.is_charged(looks, policy):
            facts = {"arrival": row.pk, **policy.rule("not-charged")["correct_claim"]}
            found.setdefault(row.on, policy.reason("not-charged", facts))
    return found


@query(Permission.CRISIS_PLAN_WRITE)
def crisis_plan_of(access: Access, *, subject: Subject) -> CrisisPlan | None:
    """What the person wishes for a crisis, the newest version, or None."""
    return newest_crisis_plan(subject)


@query(Permission.CRISIS_PLAN_WRITE)
def crisis_plans_of(access: Access, *, subject: Subject) -> list[CrisisPlan]:
    """Every version of what the person wishes for a crisis, the newest first."""
    return list(CrisisPlan.objects.filter(subject=subject).order_by("-version"))


@query(Permission.EMERGENCY_WRITE)
def crisis_plan_in(access: Access, *, emergency: Emergency) -> CrisisPlan | None:
    """What the person wishes for a crisis, for everyone who acts in this emergency. Raises NotFound."""
    if not _may_see(access, emergency):
        raise NotFound
    concerns(emergency.subject_id)
    return newest_crisis_plan(emergency.subject)


def _may_see(access: Access, emergency: Emergency) -> bool:
    return (
        not hasattr(emergency, "end") or emergency.by == access.name or allowed(access.roles, Permission.EMERGENCY_READ)
    )
