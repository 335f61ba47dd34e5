"""Pages of an emergency: what to do and whom to call first, then what is written down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from stepwell.care.emergencies import queries as emergencies
from stepwell.care.emergencies.models import CrisisPlan, Emergency, EmergencyDisclosure, EmergencyEnd, EmergencyStep
from stepwell.doors.staff.messages.pages import parts_of
from stepwell.doors.staff.urgent.who import Moment, Picking, Who, moment_of, picking, who_of
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput
from stepwell.foundation.gate.roles import allowed
from stepwell.foundation.kernel.ruling import Reason
from stepwell.registry.people import queries as people

#: What is shown before anybody has said what it is.
ANYTHING = "other"
OUTSIDE = ("911", "988")


@dataclass(frozen=True)
class Call:
    """Somebody to call. may_tell: whether treatment may be spoken of with them. called: when it was written down."""

    name: str
    number: str
    may_tell: bool
    says: str
    called: datetime | None = None


@dataclass(frozen=True)
class ToDo:
    """One thing to do now. done: when it was written down."""

    says: str
    done: datetime | None = None


@dataclass(frozen=True)
class Help:
    """What to do and whom to call."""

    says: str
    calls: tuple[Call, ...]
    steps: tuple[ToDo, ...]
    naloxone: bool
    address_first: bool
    reasons: tuple[Any, ...]


@dataclass(frozen=True)
class Wishes:
    """What the person wishes for a crisis. parts: heading and words of what is not empty."""

    plan: CrisisPlan
    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class NewPage:
    """Before anything is written. kinds: (id, sentence). who: None until somebody was chosen."""

    moment: Moment
    kinds: tuple[tuple[str, str], ...]
    kind: str
    help: Help
    who: Who | None
    pick: Picking | None
    wishes: Wishes | None


@dataclass(frozen=True)
class Page:
    """One emergency. end: how it ended, None while it is open. doses: of naloxone in all."""

    moment: Moment
    row: Emergency
    who: Who
    kind_says: str
    help: Help
    done: tuple[EmergencyStep, ...]
    told: tuple[EmergencyDisclosure, ...]
    end: EmergencyEnd | None
    doses: int
    wishes: Wishes | None


@query(Permission.EMERGENCY_WRITE)
def new(access: Access, *, person_id: int | None, kind: str, words: str, now: datetime) -> NewPage:
    """Whom to call before a word is written; with a person, those who stand by them too. Raises NotFound."""
    moment = moment_of(access, now)
    kinds = tuple((one.id, one.says) for one in emergencies.kinds(access, on=moment.today))
    chosen = kind if kind in dict(kinds) else ""
    who = who_of(access, person_id) if person_id else None
    found = _help(access, who, chosen or ANYTHING, "site", "", now, dict(kinds))
    reads = who is not None and allowed(access.roles, Permission.CRISIS_PLAN_WRITE)
    plan = emergencies.crisis_plan_of(access, subject=who.subject) if who and reads else None
    pick = None if who else picking(access, words=words, now=now)
    return NewPage(moment, kinds, chosen, found, who, pick, _wishes(plan))


@query(Permission.EMERGENCY_WRITE)
def help_now(access: Access, *, person_id: int | None, kind: str, place: str, address: str, now: datetime) -> Help:
    """What to do for what was chosen so far. Raises NotFound."""
    kinds = {one.id: one.says for one in emergencies.kinds(access, on=moment_of(access, now).today)}
    who = who_of(access, person_id) if person_id else None
    try:
        return _help(access, who, kind if kind in kinds else ANYTHING, place, address, now, kinds)
    except BadInput:
        return _help(access, who, ANYTHING, "site", "", now, kinds)


@query(Permission.EMERGENCY_WRITE)
def page(access: Access, *, emergency_id: int, now: datetime) -> Page:
    """One emergency, as the login may see it. Raises NotFound."""
    row = emergencies.emergency_by_id(access, emergency_id=emergency_id)
    moment = moment_of(access, now)
    person = people.person(access, subject=row.subject)
    done = tuple(emergencies.steps_of(access, emergency=row))
    kinds = {one.id: one.says for one in emergencies.kinds(access, on=row.at.astimezone(moment.zone).date())}
    return Page(
        moment=moment,
        row=row,
        who=Who(person.pk, person.name, row.subject),
        kind_says=kinds.get(row.kind, row.kind),
        help=_kept(row.guidance, row.reasons, done, kinds.get(row.kind, "")),
        done=done,
        told=tuple(emergencies.disclosures_of(access, emergency=row)),
        # A look at `.end` of one that is still open finds nothing.
        end=getattr(row, "end", None),
        doses=sum(step.doses or 0 for step in done),
        wishes=_wishes(emergencies.crisis_plan_in(access, emergency=row)),
    )


@query(Permission.EMERGENCY_WRITE)
def medical_kinds(access: Access, *, now: datetime) -> list[str]:
    """Who counts as medical staff today."""
    return emergencies.medical_kinds(access, on=moment_of(access, now).today)


def _wishes(plan: CrisisPlan | None) -> Wishes | None:
    return Wishes(plan, parts_of(plan)) if plan else None


def _help(
    access: Access, who: Who | None, kind: str, place: str, address: str, now: datetime, kinds: Mapping[str, str]
) -> Help:
    ruling = emergencies.guidance_for(
        access, subject=who.subject if who else None, kind=kind, place=place, address=address, at=now
    )
    found = ruling.answer
    return Help(
        says=kinds.get(kind, ""),
        calls=tuple(Call(one.name, one.number, one.may_tell, one.says) for one in found.calls),
        steps=tuple(ToDo(one) for one in found.steps),
        naloxone=found.naloxone,
        address_first=found.address_first,
        reasons=ruling.reasons,
    )


def _kept(guidance: Mapping[str, Any], reasons: list[Reason], done: tuple[EmergencyStep, ...], says: str) -> Help:
    """As it was ruled when it began, with what was done since."""
    called = {step.who: step.at for step in reversed(done) if step.kind == "called"}
    acted = {step.says: step.at for step in reversed(done) if step.kind == "done"}
    calls = guidance["calls"]
    return Help(
        says=says,
        calls=tuple(
            Call(one["name"], one["number"], one["may_tell"], one["says"], called.get(one["name"])) for one in calls
        ),
        steps=tuple(ToDo(one, acted.get(one)) for one in guidance["steps"]),
        naloxone=guidance["naloxone"],
        address_first=guidance["address_first"],
        reasons=tuple(reasons),
    )
