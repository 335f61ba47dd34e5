"""An emergency from the first look to how it ended."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.db import IntegrityError, transaction

from stepwell.care.emergencies import asking
from stepwell.care.emergencies.events import EmergencyEnded, EmergencyNoted
from stepwell.care.emergencies.gathering import DEFAULTS, facts_of
from stepwell.care.emergencies.models import Emergency, EmergencyDisclosure, EmergencyEnd, EmergencyStep
from stepwell.care.emergencies.place import day_at, site_for
from stepwell.care.emergencies.rules.calling import EMERGENCY_SERVICES, SITE, guidance
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.opening import action
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput, Conflict
from stepwell.foundation.jobs.events import announce
from stepwell.foundation.kernel.facts import BadFacts
from stepwell.foundation.policy.loading import load
from stepwell.registry.people import actions as people
from stepwell.registry.people import queries as of_people

if TYPE_CHECKING:
    from stepwell.registry.programs.models import Site

#: What a step can be. The last three end the work they name.
STEPS: Final = (
    "seen", "called", "said", "done", "no_naloxone", "help_arrived", "correction", "not_reached",
    "supervisor_told", "contacted", "reassessed",
)  # fmt: skip
NALOXONE: Final = "naloxone"
ENDS: Final = ("stayed", "hospital", "police", "home_with", "left", "died")
_FINISHES = {
    "supervisor_told": asking.SUPERVISOR,
    "contacted": asking.CONTACT,
    "reassessed": asking.REASSESS,
}
_NEEDS_WHO = {"supervisor_told": "Write who was told.", "called": "Write who was called."}
#: Doses of naloxone that one entry can mean; more is a slip of the finger.
MOST_DOSES = 20


@action(Permission.EMERGENCY_WRITE)
def note_emergency(
    access: Access,
    *,
    subject: Subject,
    kind: str,
    at: datetime,
    place: str,
    seen: str,
    address: str = "",
    callback: str = "",
    site: Site | None = None,
) -> Emergency:
    """Open an emergency: what is seen, where, and by the policy whom to call. Announces EmergencyNoted.

    kind: one of `queries.kinds`. place: "site", "video" or "elsewhere"; for the latter two `address` is where the
    person is, empty while nobody knows. site: left out, it is the site of the stay. The supervisor is to be told: that
    is on Today at once. Raises BadInput. Source: emergencies/field-defaults.
    """
    if not seen.strip():
        raise BadInput("seen", "Write in a few words what you see.")
    where, stay = site_for(access, subject, site)
    on = day_at(at, where)
    policy = load(DEFAULTS, on)
    facts = facts_of(access, subject, kind=kind, place=place, address=address, at=at, on=on, policy=policy)
    try:
        ruling = guidance(facts, policy)
    except BadFacts as fault:
        raise BadInput(fault.path, f"Choose {fault.expected}.") from None
    row = Emergency.objects.create(
        subject=subject,
        episode=stay,
        kind=kind,
        at=at,
        place=place,
        site=where if place == SITE else None,
        address=address.strip(),
        callback=callback.strip(),
        seen=seen.strip(),
        guidance=asdict(ruling.answer),
        reasons=[asdict(reason) for reason in ruling.reasons],
        policy_ref=policy.ref,
        by=access.name,
    )
    asking.ask(
        access, subject, policy, rule_id="tell-supervisor", kind=asking.SUPERVISOR, about=asking.about(row), at=at
    )
    announce(EmergencyNoted(row.pk, subject.pk))
    return row


@action(Permission.EMERGENCY_WRITE)
def write_step(
    access: Access, *, emergency: Emergency, kind: str, at: datetime, says: str = "", who: str = ""
) -> EmergencyStep:
    """Add what was done; nothing is ever changed, a mistake is mended by a "correction".

    kind: one of STEPS. "supervisor_told" (needs `who`), "contacted" and "reassessed" finish the work of that name,
    also after the end; "not_reached" leaves it. "no_naloxone" says why none was given. Raises BadInput.
    """
    if kind not in STEPS:
        raise BadInput("kind", f"A step is one of {', '.join(STEPS)}.")
    if kind in _NEEDS_WHO and not who.strip():
        raise BadInput("who", _NEEDS_WHO[kind])
    if not (says.strip() or who.strip()):
        raise BadInput("says", "Write in a few words what was done.")
    row = _step(access, emergency, kind, at, says=says.strip(), who=who.strip())
    if kind in _FINISHES:
        outcome = says.strip() or f"{who.strip()} was told."
        asking.done(access, emergency.subject, _FINISHES[kind], asking.about(emergency), at, outcome)
    return row


@action(Permission.EMERGENCY_WRITE)
def give_naloxone(
    access: Access, *, emergency: Emergency, at: datetime, doses: int, by_whom: str, says: str = ""
) -> EmergencyStep:
    """Write down naloxone: doses given at that time (1 to 20), by whom, and what it did. Raises BadInput."""
    if not 1 <= doses <= MOST_DOSES:
        raise BadInput("doses", f"Write how many doses were given at that time, 1 to {MOST_DOSES}.")
    if not by_whom.strip():
        raise BadInput("by_whom", "Write who gave it.")
    return _step(access, emergency, NALOXONE, at, says=says.strip(), who=by_whom.strip(), doses=doses)


@action(Permission.EMERGENCY_WRITE)
def end_emergency(
    access: Access,
    *,
    emergency: Emergency,
    how: str,
    at: datetime,
    where: str = "",
    with_whom: str = "",
    says: str = "",
) -> EmergencyEnd:
    """Write how it ended, and put what follows on Today. Announces EmergencyEnded.

    how: one of ENDS: "stayed", "hospital" (needs `where`), "police", "home_with" (needs `with_whom`), "left" or "died"
    (which records the death, so that nobody calls). Otherwise somebody calls within a day and somebody looks at risk
    and level again; where help was called and no disclosure is written down, that is asked for. No stay ends by it.
    Raises BadInput, Conflict when it has ended. Source: emergencies/field-defaults.
    """
    _complete(emergency, how, at, where, with_whom)
    subject = emergency.subject
    try:
        with transaction.atomic():
            row = EmergencyEnd.objects.create(
                subject=subject, emergency=emergency, how=how, at=at, where=where.strip(),
                with_whom=with_whom.strip(), says=says.strip(), by=access.name,
            )  # fmt: skip
    except IntegrityError:
        raise Conflict("Somebody has written how it ended already. What you have to add is a step.") from None
    on = day_at(at, site_for(access, subject, emergency.site)[0])
    if how == "died" and not of_people.has_died(access, subject=subject):
        people.record_death(access, subject=subject, on=on, at=at)
    _ask_what_follows(access, emergency, how, at)
    announce(EmergencyEnded(emergency.pk, subject.pk, how))
    return row


def _step(
    access: Access, emergency: Emergency, kind: str, at: datetime, *, says: str, who: str, doses: int | None = None
) -> EmergencyStep:
    if at < emergency.at:
        raise BadInput("at", "That is before the emergency began. Write the time it happened.")
    return EmergencyStep.objects.create(
        subject=emergency.subject, emergency=emergency, kind=kind, at=at, says=says, who=who, doses=doses,
        by=access.name,
    )  # fmt: skip


def _complete(emergency: Emergency, how: str, at: datetime, where: str, with_whom: str) -> None:
    if how not in ENDS:
        raise BadInput("how", f"An emergency ends in one of {', '.join(ENDS)}.")
    if at < emergency.at:
        raise BadInput("at", "That is before the emergency began. Write the time it ended.")
    if how == "hospital" and not where.strip():
        raise BadInput("where", "Write which hospital, so that somebody can call there.")
    if how == "home_with" and not with_whom.strip():
        raise BadInput("with_whom", "Write who went home with them.")


def _ask_what_follows(access: Access, emergency: Emergency, how: str, at: datetime) -> None:
    policy = load(DEFAULTS, day_at(emergency.at, site_for(access, emergency.subject, emergency.site)[0]))
    subject, thing = emergency.subject, asking.about(emergency)
    told = EmergencyDisclosure.objects.filter(emergency=emergency).exists()
    called = any(call["whom"] == EMERGENCY_SERVICES for call in emergency.guidance["calls"])
    if not told and (how == "hospital" or called):
        says = "Write down who of the medical staff was told about this person, or that nobody was."
        asking.ask(
            access,
            subject,
            policy,
            rule_id="medical-disclosure",
            kind=asking.LOG_DISCLOSURE,
            about=thing,
            at=at,
            says=says,
        )
    if not of_people.has_died(access, subject=subject):
        asking.ask(access, subject, policy, rule_id="contact", kind=asking.CONTACT, about=thing, at=at)
        asking.ask(access, subject, policy, rule_id="reassess", kind=asking.REASSESS, about=thing, at=at)
