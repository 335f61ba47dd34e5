"""Writing down what somebody wishes for a crisis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from stepwell.care.emergencies.models import CrisisPlan
from stepwell.care.emergencies.place import day_at, site_for
from stepwell.care.emergencies.rules.wishing import PARTS, Wishes, plan_faults
from stepwell.care.emergencies.wishes import CRISIS_PLAN, newest_crisis_plan
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.opening import action
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput, Conflict, NotAllowed
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.jobs import actions as jobs
from stepwell.foundation.policy.loading import load


@action(Permission.CRISIS_PLAN_WRITE)
def write_crisis_plan(
    access: Access,
    *,
    subject: Subject,
    at: datetime,
    parts: Mapping[str, str],
    people: Sequence[tuple[str, str]] = (),
    seen: int | None = None,
) -> CrisisPlan:
    """Keep the next version of what the person wishes for a crisis, written by themself or by staff with them.

    parts: words by the names in PARTS (warning_signs, what_helps, safe_places, wants, does_not_want); one that is not
    given is empty. people: name and phone of whom they call, in their order; lines without both are left out. seen: the
    number of the version they started from, 0 for none. Whoever treats is asked to read it.
    Raises NotAllowed when all of it is empty or too long, BadInput, Conflict when another version came between.
    """
    house = Access.system(access.operator_id)
    unknown = set(parts) - set(PARTS)
    if unknown:
        raise BadInput(min(unknown), f"The parts are {', '.join(PARTS)}.")
    words = {name: str(parts.get(name, "")).replace("\x00", "").strip() for name in PARTS}
    called = tuple((name.strip()[:120], phone.strip()[:40]) for name, phone in people if name.strip() or phone.strip())
    policy = load(CRISIS_PLAN, day_at(at, site_for(house, subject, None)[0]))
    ruling = plan_faults(Wishes(words, called), policy)
    if ruling.answer:
        raise NotAllowed(ruling.reasons)
    before = newest_crisis_plan(subject)
    version = before.version if before else 0
    if seen is not None and seen != version:
        raise Conflict("Somebody has changed this plan since you opened it. Look at both, then keep yours.")
    try:
        with transaction.atomic():
            row = CrisisPlan.objects.create(
                subject=subject,
                version=version + 1,
                at=at,
                by=access.name,
                own=Role.CLIENT in access.roles,
                people=[{"name": name, "phone": phone} for name, phone in called],
                **words,
            )
    except IntegrityError:
        raise Conflict("Somebody else changes this plan at this moment. Look at both, then keep yours.") from None
    rule = policy.rule("told")
    jobs.ask_for(
        house,
        subject=subject,
        kind=rule["task"],
        says=rule.says,
        for_role=rule["for_role"],
        due_at=at + timedelta(hours=rule["within_hours"]),
        about=f"crisis-plan:{subject.pk}",
    )
    return row
