"""Where enquiries stand, gathered from the tables around them. Called by queries, inside their open gate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Subquery

from stepwell.care.admissions.models import Contact, Enquiry, IntakeAppointment, SafetyCheck
from stepwell.care.admissions.rules.next_act import EnquiryFacts
from stepwell.care.placement import queries as placement
from stepwell.registry.coverage import queries as coverage

if TYPE_CHECKING:
    from stepwell.foundation.gate.access import Access


@dataclass(frozen=True)
class Known:
    """What stands in other tables about an enquiry. intake: "" for none, else booked or how the latest ended."""

    contact_at: datetime | None
    again_at: datetime | None
    intake: str
    intake_at: datetime | None
    safety_checked: bool
    covered: bool
    placed: bool


def known_of(access: Access, rows: Sequence[Enquiry]) -> dict[int, Known]:
    """For each enquiry. Who pays and which level is asked only of those whose next act depends on it."""
    contact = Contact.objects.filter(enquiry=OuterRef("pk")).order_by("-at", "-id")
    intake = IntakeAppointment.objects.filter(enquiry=OuterRef("pk")).order_by("-id")
    checks = SafetyCheck.objects.filter(subject=OuterRef("subject"))
    found = Enquiry.objects.filter(pk__in=[row.pk for row in rows]).values_list(
        "pk",
        "subject_id",
        Subquery(contact.values("at")[:1]),
        Subquery(contact.values("again_at")[:1]),
        Subquery(intake.values("at")[:1]),
        Subquery(intake.values("outcome")[:1]),
        Exists(checks),
    )
    stands = list(found)
    kept = [row[1] for row in stands if row[5] == "kept"]
    others = [row[1] for row in stands if row[5] not in ("kept", "")]
    placed = placement.placed(access, subject_ids=kept) if kept else set()
    covered = coverage.looked_at(access, subject_ids=others) if others else set()
    return {
        pk: Known(
            contact_at=contact_at,
            again_at=again_at,
            intake="" if intake_at is None else outcome or "booked",
            intake_at=intake_at,
            safety_checked=checked,
            covered=subject_id in covered,
            placed=subject_id in placed,
        )
        for pk, subject_id, contact_at, again_at, intake_at, outcome, checked in stands
    }


def facts_of(row: Enquiry, state: str, since: datetime, known: Known) -> EnquiryFacts:
    """For the rule of the next act. state: "new" or the latest step's; since: its moment."""
    # A step that came after the call has overtaken what was agreed then.
    agreed = known.contact_at is not None and known.contact_at >= since
    return EnquiryFacts(
        state=state,
        since=since,
        answer_due_at=row.answer_due_at,
        again_at=known.again_at if agreed else None,
        safety_checked=known.safety_checked,
        covered=known.covered,
        intake=known.intake,
        intake_at=known.intake_at,
        placed=known.placed,
    )
