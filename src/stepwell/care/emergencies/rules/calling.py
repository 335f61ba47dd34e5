"""Who is called in an emergency, in which order, and what is said and done until help is there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from stepwell.foundation.kernel.facts import BadFacts
from stepwell.foundation.kernel.ruling import Reason, Ruling
from stepwell.foundation.policy.document import Policy, Rule

EMERGENCY_SERVICES = "911"
ON_CALL = "on_call"
EMERGENCY_CONTACT = "emergency_contact"
SITE, VIDEO, ELSEWHERE = "site", "video", "elsewhere"
PLACES = (SITE, VIDEO, ELSEWHERE)


@dataclass(frozen=True)
class Contact:
    """An emergency contact. agreed: a consent in force names them for it."""

    name: str
    phone: str
    agreed: bool


@dataclass(frozen=True)
class EmergencyFacts:
    """What is known when it begins. kind: a kind of the policy. place: one of PLACES. address: where the person is,
    empty while nobody knows. on_call: name and number, or None in a gap of the rota."""

    kind: str
    place: str
    address: str = ""
    on_call: tuple[str, str] | None = None
    contacts: tuple[Contact, ...] = ()


@dataclass(frozen=True)
class Call:
    """One call. whom: "911", "988", "on_call" or "emergency_contact". may_tell: whether treatment may be spoken of
    with them. says: what to mind, or nothing."""

    whom: str
    name: str
    number: str
    may_tell: bool
    says: str = ""


@dataclass(frozen=True)
class Guidance:
    """What to do now: calls and steps in their order; naloxone: give it; address_first: say where the person is."""

    calls: tuple[Call, ...]
    steps: tuple[str, ...]
    naloxone: bool
    address_first: bool


def guidance(facts: EmergencyFacts, policy: Policy) -> Ruling[Guidance]:
    """Whom to call and what to do, by kind and place.

    Whatever an operator's policy says, a danger to life calls 911 first: that is an invariant. Raises BadFacts for a
    kind or place there is none of. Source: emergencies/field-defaults.
    """
    if facts.place not in PLACES:
        raise BadFacts("place", f"one of {', '.join(PLACES)}", facts.place)
    rule = kind_of(facts.kind, policy)
    away = facts.place != SITE
    where = _where(facts, policy) if away else None
    answer = Guidance(
        calls=tuple(call for whom in _order(rule) for call in _calls(whom, facts, policy)),
        steps=(*(where["steps"] if where else ()), *rule["steps"]),
        naloxone=rule["naloxone"],
        address_first=away,
    )
    return Ruling(answer, tuple(_reasons(rule, where, facts, policy)))


def kinds(policy: Policy) -> tuple[Rule, ...]:
    """The kinds of emergency there are, the gravest first."""
    return tuple(rule for rule in policy.rules.values() if rule.get("kind"))


def kind_of(kind: str, policy: Policy) -> Rule:
    """The rule of a kind. Raises BadFacts."""
    found = policy.rules.get(kind)
    if found is None or not found.get("kind"):
        raise BadFacts("kind", f"one of {', '.join(rule.id for rule in kinds(policy))}", kind)
    return found


def _where(facts: EmergencyFacts, policy: Policy) -> Rule:
    return policy.rule("say-where" if facts.address.strip() else "ask-where")


def _order(rule: Rule) -> list[str]:
    calls = [str(whom) for whom in rule["calls"]]
    if not rule["danger_to_life"]:
        return calls
    return [EMERGENCY_SERVICES, *(whom for whom in calls if whom != EMERGENCY_SERVICES)]


def _calls(whom: str, facts: EmergencyFacts, policy: Policy) -> Iterator[Call]:
    numbers = policy.rule("numbers")
    if whom == EMERGENCY_CONTACT:
        for contact in facts.contacts:
            says = "" if contact.agreed else policy.rule("contact-without-consent").says
            yield Call(whom, contact.name, contact.phone, contact.agreed, says)
    elif whom == ON_CALL:
        name, number = facts.on_call or (numbers["stand_in"], "")
        yield Call(whom, name, number, may_tell=True)
    else:
        yield Call(whom, numbers["names"].get(whom, whom), whom, may_tell=whom == EMERGENCY_SERVICES)


def _reasons(rule: Rule, where: Rule | None, facts: EmergencyFacts, policy: Policy) -> Iterator[Reason]:
    yield policy.reason(rule.id, {"kind": facts.kind, "danger_to_life": rule["danger_to_life"]})
    if where is not None:
        yield policy.reason(where.id, {"place": facts.place, "address_known": bool(facts.address.strip())})
    if facts.on_call is None:
        yield policy.reason("numbers", {"gap_in_rota": True}, policy.rule("numbers")["stand_in"])
