"""Spending what payers grant: one unit a day, never twice, and giving it back."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction

from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import action
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput, Conflict
from stepwell.office.utilization.models import Authorization, UnitUse
from stepwell.office.utilization.spans import history, standing_grant


@action(Permission.BILLING_WRITE)
def spend_unit(access: Access, *, authorization: Authorization, on: date) -> UnitUse:
    """Spend one unit on an attended day; the same day again gives the same unit.

    Raises Conflict when none is left, also when two reach for the last one: the row is locked, and the database
    itself refuses a number twice or beyond the grant.
    """
    locked = Authorization.objects.select_for_update().get(pk=authorization.pk)
    spent = {use.on: use for use in UnitUse.objects.filter(authorization=locked, voided_at=None)}
    if on in spent:
        return spent[on]
    granted = standing_grant(history([locked])[locked.pk])
    if granted is None:
        raise Conflict("The payer has granted nothing here. Ask for days, then bill the day.")
    if not granted.span_from <= on <= granted.span_to:
        raise BadInput("on", f"{granted.number} covers {granted.span_from} to {granted.span_to}, not {on}.")
    taken = {use.number for use in spent.values()}
    number = next((free for free in range(1, granted.units + 1) if free not in taken), None)
    gone = f"All {granted.units} units of {granted.number} are spent. Ask the payer for more days."
    if number is None:
        raise Conflict(gone)
    try:
        with transaction.atomic():
            return UnitUse.objects.create(
                subject_id=locked.subject_id, authorization=locked, on=on, number=number, granted=granted.units
            )
    except IntegrityError:
        raise Conflict(gone) from None


@action(Permission.BILLING_WRITE)
def void_unit(access: Access, *, use: UnitUse, at: datetime, why: str) -> UnitUse:
    """Give a unit back: the day it was spent on is not billed. Doing it again changes nothing."""
    if use.voided_at is None:
        use.voided_at, use.voided_why = at, why
        use.save()
    return use
