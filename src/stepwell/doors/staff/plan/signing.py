"""Who signs a version, under which name and with which credential."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from stepwell.care.plans import queries as plans
from stepwell.care.plans.models import Plan
from stepwell.care.plans.rules.signing import SIGNERS, may_sign
from stepwell.doors.staff.people.head import Head, head_of
from stepwell.doors.staff.plan.document import PARTS
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission as P
from stepwell.foundation.gate.refusals import NotFound
from stepwell.foundation.policy.loading import load
from stepwell.registry.people import queries as people


@dataclass(frozen=True)
class Signing:
    """One place to sign. held: credentials of the member of staff that are enough, valid today in the site's state."""

    head: Head
    plan: Plan
    signer: str
    label: str
    name: str
    held: tuple[str, ...]

    @property
    def for_person(self) -> bool:
        """Whether the client signs here."""
        return self.signer == "client"


@query(P.PLAN_SIGN)
def signing(access: Access, *, person_id: int, plan_id: int, signer: str, now: datetime) -> Signing:
    """Gather the page. Raises NotFound."""
    head = head_of(access, person_id=person_id, now=now)
    plan = plans.plan_by_id(access, plan_id=plan_id)
    if plan.subject_id != head.subject.pk or signer not in SIGNERS:
        raise NotFound
    name = head.person.name
    held: tuple[str, ...] = ()
    if signer != "client" and access.staff_id is not None:
        member = people.staff_member(access, staff_id=access.staff_id)
        rows = people.credentials(access, staff=member, on=head.today, state=plan.episode.program.site.state)
        rules = load("plans/plan", head.today), load("plans/team", head.today)
        name = member.name
        held = tuple(sorted({one.kind for one in rows if may_sign(signer, one.kind, *rules).answer}))
    return Signing(head, plan, signer, PARTS[signer], name, held)
