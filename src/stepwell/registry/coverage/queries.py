"""Reading coverage and what is known of it."""

from __future__ import annotations

from datetime import date

from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.opening import concerns, query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import NotFound
from stepwell.registry.coverage.models import Coverage, Estimate, PaymentPlan, Referral, SlidingFee, Verification


@query(Permission.COVERAGE_READ)
def in_force(access: Access, *, subject: Subject, on: date) -> list[Coverage]:
    """Health plans of the person on the day, the primary first."""
    return [row for row in plans_of(access, subject=subject) if row.is_in_force(on)]


@query(Permission.COVERAGE_READ)
def plans_of(access: Access, *, subject: Subject) -> list[Coverage]:
    """Every health plan the person has or had, the primary first."""
    return list(Coverage.objects.filter(subject=subject).order_by("priority", "id"))


@query(Permission.AUTHORIZATION_READ)
def primary_of(access: Access, *, subject_ids: list[int], on: date) -> dict[int, Coverage]:
    """The primary health plan of each of these people on the day, in one read; who has none is left out."""
    concerns(*subject_ids)
    rows = Coverage.objects.filter(subject_id__in=subject_ids, since__lte=on).exclude(ended_on__lte=on)
    found: dict[int, Coverage] = {}
    for row in rows.order_by("priority", "id"):
        found.setdefault(row.subject_id, row)
    return found


@query(Permission.COVERAGE_READ)
def coverage_by_id(access: Access, *, coverage_id: int) -> Coverage:
    """One health plan of somebody. Raises NotFound."""
    found = Coverage.objects.select_related("subject").filter(pk=coverage_id).first()
    if found is None:
        raise NotFound
    concerns(found.subject_id)
    return found


@query(Permission.COVERAGE_READ)
def newest_verification(access: Access, *, coverage: Coverage) -> Verification | None:
    """What the plan said last, or None."""
    return Verification.objects.filter(coverage=coverage).order_by("-on", "-id").first()


@query(Permission.COVERAGE_READ)
def referrals(access: Access, *, coverage: Coverage) -> list[Referral]:
    """Referrals of a coverage, the newest first."""
    return list(Referral.objects.filter(coverage=coverage).order_by("-on", "-id"))


@query(Permission.COVERAGE_READ)
def sliding_fee_on(access: Access, *, subject: Subject, on: date) -> SlidingFee | None:
    """The sliding fee in force on the day, or None when none was set or it must be shown again."""
    return SlidingFee.objects.filter(subject=subject, on__lte=on, expires_on__gt=on).order_by("-on", "-id").first()


@query(Permission.COVERAGE_READ)
def estimates_of(access: Access, *, subject: Subject) -> list[Estimate]:
    """What the person was told that treatment will cost, the newest first."""
    return list(Estimate.objects.filter(subject=subject).order_by("-on", "-id"))


@query(Permission.COVERAGE_READ)
def payment_plans_of(access: Access, *, subject: Subject) -> list[PaymentPlan]:
    """Agreements to pay in parts, the newest first."""
    return list(PaymentPlan.objects.filter(subject=subject).order_by("-on", "-id"))


@query(Permission.PERSON_READ)
def looked_at(access: Access, *, subject_ids: list[int]) -> set[int]:
    """Of these people those for whom it has been looked at who pays: a plan was asked, or an estimate or fee made.

    Only that it was done; what was found is read by those who may read coverage.
    """
    concerns(*subject_ids)
    asked, told, set_fee = (
        table.objects.filter(subject_id__in=subject_ids).values_list("subject_id", flat=True)
        for table in (Verification, Estimate, SlidingFee)
    )
    return set(asked.union(told, set_fee))


@query(Permission.COVERAGE_READ)
def verifications_of(access: Access, *, subject: Subject) -> list[Verification]:
    """What every plan of the person said, the newest first."""
    return list(Verification.objects.filter(subject=subject).order_by("-on", "-id"))


@query(Permission.COVERAGE_READ)
def referrals_of(access: Access, *, subject: Subject) -> list[Referral]:
    """Referrals of every plan of the person, the newest first."""
    return list(Referral.objects.filter(subject=subject).order_by("-on", "-id"))
