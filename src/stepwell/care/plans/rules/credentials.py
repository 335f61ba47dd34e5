"""Which credentials a place on the team, a signature or a kind of session asks for."""

from __future__ import annotations

from collections.abc import Iterable

from stepwell.foundation.kernel.ruling import Ruling
from stepwell.foundation.policy.document import Policy


def of_classes(classes: Iterable[str], team: Policy) -> frozenset[str]:
    """The credentials of the classes ("licensed", "counselor", …), in small letters. team: plans/team."""
    known = team.rule("credentials")["classes"]
    return frozenset(name.casefold() for one in classes for name in known[one])


def enough(held: Iterable[str], classes: Iterable[str], team: Policy) -> bool:
    """Whether one of the credentials held is of one of the classes; no class asked for is always enough."""
    asked = of_classes(classes, team)
    return not asked or any(one.casefold() in asked for one in held)


def may_lead(lead: str, held: Iterable[str], team: Policy) -> Ruling[bool]:
    """Whether somebody with these credentials leads a kind of session that asks for `lead`.

    lead: the word of a program's policy, as "counselor" or "lpha"; one that plans/team does not know asks for a
    license, the stricter reading.
    """
    rule = team.rule("leads")
    classes = rule["leads"].get(lead, rule["leads"]["lpha"])
    kinds = sorted(held)
    fine = enough(kinds, classes, team)
    facts = {"asks_for": lead, "held": kinds, "would_change": sorted(of_classes(classes, team))}
    says = "The leader holds what this kind of session asks for."
    if not fine:
        says = f"This kind of session is led by {_words(lead)}; the leader holds {', '.join(kinds) or 'no credential'}."
    return Ruling(fine, (team.reason("leads", facts, says=says),))


def _words(lead: str) -> str:
    return {"lpha": "a licensed clinician", "therapist": "a therapist"}.get(lead, f"a {lead.replace('_', ' ')}")
