"""Who is on call."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from stepwell.care.admissions.models import OnCallShift
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import action
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput, Conflict

if TYPE_CHECKING:
    from stepwell.registry.people.models import Staff


@action(Permission.STAFF_WRITE)
def put_on_call(access: Access, *, staff: Staff, starts: datetime, ends: datetime, phone: str) -> OnCallShift:
    """Put a member of staff on call from `starts` until `ends` (not included), reached at `phone`.

    Two may be on call at once; the one who came on last is named. Raises BadInput, Conflict.
    """
    if ends <= starts:
        raise BadInput("ends", "A shift ends after it starts.")
    if not phone.strip():
        raise BadInput("phone", "Write the number the one on call is reached at.")
    during = DateTimeTZRange(starts, ends)
    if OnCallShift.objects.filter(staff=staff, during__overlap=during).exists():
        raise Conflict(f"{staff.name} is on call in that time already.")
    return OnCallShift.objects.create(staff=staff, during=during, phone=phone)
