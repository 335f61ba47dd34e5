"""Whether somebody who arrives joins the group, is looked after, or needs emergency care. The gravest sign governs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from stepwell.foundation.kernel.facts import BadFacts
from stepwell.foundation.kernel.ruling import Reason, Ruling
from stepwell.foundation.policy.document import Policy, Rule

JOIN: Final = "join"
OBSERVE: Final = "observe"
EMERGENCY: Final = "emergency"
OUTCOMES: Final = (JOIN, OBSERVE, EMERGENCY)
_GRAVER = {outcome: number for number, outcome in enumerate(OUTCOMES)}


@dataclass(frozen=True)
class ArrivalFacts:
    """What was seen and measured at one look. seen: signs by their ids in the policy. says: further words.

    breath_alcohol: grams per 210 liters of breath. vitals: by the names of the policy's limits (breaths_per_minute,
    oxygen_percent, pulse, systolic), whole numbers; what was not taken is left out.
    """

    seen: tuple[str, ...] = ()
    says: str = ""
    breath_alcohol: Decimal | None = None
    vitals: Mapping[str, int] = field(default_factory=dict)


def may_join(facts: ArrivalFacts, policy: Policy) -> Ruling[str]:
    """join, observe or emergency: never milder than the gravest thing that was seen or measured.

    Where nothing was looked at yet, they wait with somebody (observe). Raises BadFacts for a sign or vital sign the
    policy does not know. Source: emergencies/field-defaults.
    """
    found = list(_found(facts, policy))
    looked = bool(facts.seen or facts.vitals or facts.breath_alcohol is not None)
    if not looked:
        found.append((OBSERVE, policy.reason("nothing-looked-at")))
    outcome = max((leads_to for leads_to, _ in found), key=_GRAVER.__getitem__, default=JOIN)
    because = tuple(reason for leads_to, reason in found if leads_to == outcome and leads_to != JOIN)
    return Ruling(outcome, (policy.reason(outcome), *because, *_words(facts.says, policy)))


def signs(policy: Policy) -> tuple[Rule, ...]:
    """What one may see, in the policy's order."""
    return tuple(rule for rule in policy.rules.values() if rule.get("sign"))


def words_to_change(text: str, policy: Policy) -> tuple[str, ...]:
    """Words in the text that judge; a hint, nothing is refused for them."""
    return tuple(word for word in policy.rule("neutral-words")["avoid"] if re.search(rf"\b{word}\b", text, re.I))


def way_home(how: str, who: str, policy: Policy) -> Ruling[bool]:
    """Whether that is a safe way home. Driving oneself never is; some ways need a name.

    Raises BadFacts for a way there is none of.
    """
    rule = policy.rule("safe-ride")
    if how in policy.rule("never-drives")["ways"]:
        return Ruling(False, (policy.reason("never-drives", {"how": how, "would_change": ", ".join(rule["ways"])}),))
    if how not in rule["ways"]:
        raise BadFacts("how", f"one of {', '.join(rule['ways'])}", how)
    if how in rule["needs_who"] and not who.strip():
        says = "Write who goes with them."
        return Ruling(False, (policy.reason("safe-ride", {"how": how, "would_change": "who it is"}, says),))
    return Ruling(True, (policy.reason("safe-ride", {"how": how}),))


def is_charged(outcomes: tuple[str, ...], policy: Policy) -> bool:
    """Whether a day with these looks is charged: not once one of them kept the person from joining."""
    return not set(outcomes) & set(policy.rule("not-charged")["outcomes"])


def _found(facts: ArrivalFacts, policy: Policy) -> Iterator[tuple[str, Reason]]:
    known = {rule.id: rule for rule in signs(policy)}
    for sign in sorted(set(facts.seen)):
        if sign not in known:
            raise BadFacts("seen", f"one of {', '.join(known)}", sign)
        yield known[sign]["leads_to"], policy.reason(sign, {"seen": sign})
    limits = policy.rule("vital-signs")["limits"]
    for name, value in sorted(facts.vitals.items()):
        if name not in limits:
            raise BadFacts("vitals", f"one of {', '.join(limits)}", name)
        yield _within(value, limits[name]), policy.reason("vital-signs", {name: value})
    if facts.breath_alcohol is not None:
        yield (
            _breath(facts.breath_alcohol, policy),
            policy.reason("breath-alcohol", {"breath_alcohol": str(facts.breath_alcohol)}),
        )


def _within(value: int, limit: Mapping[str, Any]) -> str:
    for outcome in (EMERGENCY, OBSERVE):
        below, above = limit.get(f"{outcome}_below"), limit.get(f"{outcome}_above")
        if (below is not None and value < below) or (above is not None and value > above):
            return outcome
    return JOIN


def _breath(value: Decimal, policy: Policy) -> str:
    rule = policy.rule("breath-alcohol")
    if value >= rule["emergency_from"]:
        return EMERGENCY
    return OBSERVE if value > rule["observe_above"] else JOIN


def _words(text: str, policy: Policy) -> Iterator[Reason]:
    found = words_to_change(text, policy)
    if found:
        yield policy.reason("neutral-words", {"words": list(found), "would_change": "other words"})
