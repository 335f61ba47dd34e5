"""Telling medical staff in an emergency, written down at once (42 CFR 2.51)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from stepwell.care.emergencies import asking
from stepwell.care.emergencies.gathering import DEFAULTS
from stepwell.care.emergencies.models import Emergency, EmergencyDisclosure
from stepwell.care.emergencies.place import day_at, site_for
from stepwell.foundation.gate import consents
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import action
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput, NotAllowed
from stepwell.foundation.policy.document import Policy
from stepwell.foundation.policy.loading import load


@action(Permission.EMERGENCY_WRITE)
def disclose(
    access: Access,
    *,
    emergency: Emergency,
    recipient: str,
    affiliation: str,
    recipient_kind: str,
    nature: str,
    told: str,
    at: datetime,
    disclosed_by: str = "",
) -> EmergencyDisclosure:
    """Write down what medical staff were told without a consent; it stands in the accounting of disclosures.

    recipient and affiliation: who was told and where they work ("Medic 4", "County Fire"). recipient_kind: one of
    `queries.medical_kinds`. nature: of the emergency. told: in a line what was said. disclosed_by: who told them, the
    writer where it is empty. Raises BadInput for what is missing, NotAllowed for anybody but medical staff.
    Source: 42 CFR 2.51.
    """
    said_by = disclosed_by.strip() or access.name
    _complete({"recipient": recipient, "affiliation": affiliation, "nature": nature, "told": told})
    policy = load(DEFAULTS, day_at(at, site_for(access, emergency.subject, emergency.site)[0]))
    categories = _categories(policy, recipient_kind)
    disclosure = consents.disclose_in_emergency(
        access,
        subject=emergency.subject,
        recipient=f"{recipient.strip()}, {affiliation.strip()}",
        categories=categories,
        content=f"{nature.strip()}: {told.strip()}",
        at=at,
        by=said_by,
    )
    row = EmergencyDisclosure.objects.create(
        subject=emergency.subject,
        emergency=emergency,
        disclosure=disclosure,
        recipient=recipient.strip(),
        affiliation=affiliation.strip(),
        recipient_kind=recipient_kind,
        nature=nature.strip(),
        disclosed_by=said_by,
        at=at,
    )
    asking.done(
        access,
        emergency.subject,
        asking.LOG_DISCLOSURE,
        asking.about(emergency),
        at,
        f"{recipient.strip()} was told; written down.",
    )
    return row


def _complete(needed: Mapping[str, str]) -> None:
    for field, value in needed.items():
        if not value.strip():
            raise BadInput(field, "The law asks for this in an emergency disclosure: write it as far as you know it.")


def _categories(policy: Policy, recipient_kind: str) -> frozenset[str]:
    """What medical staff may be told. Raises NotAllowed for anybody else."""
    rule = policy.rule("medical-disclosure")
    if recipient_kind not in rule["kinds"]:
        change = {"recipient_kind": recipient_kind, "would_change": "a consent, or words that name no treatment"}
        raise NotAllowed((policy.reason("not-medical", change),))
    return frozenset(rule["categories"])
