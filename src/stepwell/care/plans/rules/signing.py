"""Who may sign a plan, when it is in force, and how an objective goes on."""

from __future__ import annotations

from collections.abc import Iterable

from stepwell.care.plans.rules.credentials import enough, of_classes
from stepwell.foundation.kernel.ruling import Ruling
from stepwell.foundation.policy.document import Policy

SIGNERS = ("client", "counselor", "clinician")

#: What may become of an objective. What was met can slip and be worked on again; what was revised lives on in the
#: next version.
GOES_ON: dict[str, frozenset[str]] = {
    "new": frozenset({"new", "progressing", "met", "revised", "discontinued"}),
    "progressing": frozenset({"progressing", "met", "revised", "discontinued"}),
    "met": frozenset({"met", "progressing"}),
    "revised": frozenset({"revised"}),
    "discontinued": frozenset({"discontinued"}),
}
#: An objective a note may cite: what is met is kept up until the plan ends or another version replaces it.
WORKED_ON = frozenset({"new", "progressing", "met"})


def may_sign(signer: str, credential: str, plan: Policy, team: Policy) -> Ruling[bool]:
    """Whether a signature in that place may be given with that credential. plan: plans/plan; team: plans/team.

    signer: client, counselor or clinician. The client needs no credential.
    """
    rule = plan.rule(f"sign-{signer}")
    classes = rule.get("classes", [])
    held = [credential] if credential else []
    facts = {"signer": signer, "credential": credential, "would_change": sorted(of_classes(classes, team))}
    return Ruling(enough(held, classes, team), (plan.reason(rule.id, facts),))


def is_in_force(signers: Iterable[str], plan: Policy) -> bool:
    """Whether all have signed whose signatures put a plan in force; a client who declined with a reason counts."""
    return set(plan.rule("in-force")["signers"]) <= set(signers)
