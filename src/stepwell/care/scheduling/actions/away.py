"""A member of staff is away for a while, and comes back."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from stepwell.care.scheduling.models import StaffAbsence
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import action
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput, Conflict
from stepwell.foundation.policy.loading import load

if TYPE_CHECKING:
    from stepwell.registry.people.models import Staff

CHANGES = "scheduling/changes"


@action(Permission.STAFF_AWAY)
def mark_away(
    access: Access, *, staff: Staff, starts: datetime, ends: datetime, word: str, at: datetime
) -> StaffAbsence:
    """Somebody is away from a moment to a moment, both with their zone. Their meetings stay until somebody decides.

    word: unplanned, planned or training, as scheduling/changes has it; never a reason. Raises BadInput, Conflict when
    they are away then already.
    """
    words = load(CHANGES, starts.date()).rule("away")["words"]
    if word not in words:
        raise BadInput("word", f"Say one of {', '.join(words)}; nothing about health is kept.")
    if starts.tzinfo is None or ends.tzinfo is None or ends <= starts:
        raise BadInput("ends", "Somebody is away from a moment to a later one, both with their zone.")
    try:
        with transaction.atomic():
            return StaffAbsence.objects.create(
                staff=staff, during=DateTimeTZRange(starts, ends), word=word, at=at, by=access.name
            )
    except IntegrityError:
        raise Conflict(f"{staff.name} is written down as away in that time already.") from None


@action(Permission.STAFF_AWAY)
def back_again(access: Access, *, absence: StaffAbsence, at: datetime) -> StaffAbsence:
    """They are here from the moment on. Meetings that were given to somebody else stay there. Raises Conflict."""
    if not StaffAbsence.objects.filter(pk=absence.pk, ended_at=None).update(ended_at=at):
        raise Conflict("They are back already.")
    if absence.during.lower < at < absence.during.upper:
        StaffAbsence.objects.create(
            staff=absence.staff,
            during=DateTimeTZRange(absence.during.lower, at),
            word=absence.word,
            at=at,
            by=access.name,
        )
    absence.refresh_from_db()
    return absence
