"""Who may give a clinician's word: in person, with a credential that is valid on the day and is enough."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from stepwell.care.placement.rules.selection import may_confirm
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.refusals import NotAllowed
from stepwell.foundation.kernel.ruling import Reason
from stepwell.foundation.policy.loading import load
from stepwell.registry.people import queries as people
from stepwell.registry.programs import queries as programs

if TYPE_CHECKING:
    from stepwell.registry.people.models import Credential, Staff

WHO_MAY = "placement/who-may"


def held(access: Access, by: Staff, on: date, state: str) -> list[Credential]:
    """Credentials of `by` that are valid on the day in the state; without one, in any state with a site of ours.

    Raises NotAllowed when somebody else is signed in: a clinician's word is given in person, and when no credential
    is valid.
    """
    if access.staff_id is not None and access.staff_id != by.pk:
        says = f"Only {by.name} can give this word, signed in as themselves."
        raise NotAllowed((_reason("in-person", says, {"signed_in": access.staff_id, "named": by.pk}),))
    states = {state} if state else {program.site.state for program in programs.programs(access)}
    valid = [one for one in people.credentials(access, staff=by, on=on) if one.state in states]
    if not valid:
        says = f"{by.name} holds no credential that is valid in {' or '.join(sorted(states))} on {on.isoformat()}."
        facts = {"staff": by.pk, "on": on.isoformat(), "states": sorted(states)}
        raise NotAllowed((_reason("credential-valid", says, facts | {"would_change": "a renewed credential"}),))
    return valid


def holds(credentials: list[Credential], kind: str, by: Staff, on: date) -> None:
    """Raises NotAllowed unless the credential that is named is among those in force."""
    kinds = [one.kind for one in credentials]
    if kind.casefold() not in {one.casefold() for one in kinds}:
        says = f"{by.name} does not hold {kind} on {on.isoformat()}; in force: {', '.join(kinds)}."
        raise NotAllowed((_reason("credential-held", says, {"named": kind, "would_change": kinds}),))


def may_diagnose(credentials: list[Credential], by: Staff, on: date) -> None:
    """Raises NotAllowed unless one of the credentials in force is a license that lets its holder diagnose.

    The licenses are those that determine a level of care (placement/who-may); nurses and others whom the law counts
    among them do not diagnose, which their role says.
    """
    policy = load(WHO_MAY, on)
    if any(may_confirm(one.kind, policy).answer for one in credentials):
        return
    says = "This credential does not diagnose; a licensed clinician does."
    facts = {
        "staff": by.pk,
        "held": [one.kind for one in credentials],
        "would_change": policy.rule("licensed")["credentials"],
    }
    raise NotAllowed((policy.reason("not", facts, says=says),))


def _reason(rule: str, says: str, facts: dict[str, object]) -> Reason:
    return Reason(f"care/placement#{rule}", says, "Stepwell, 'Credentials'", facts)
