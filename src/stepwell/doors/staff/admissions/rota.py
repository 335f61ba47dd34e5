"""Who is on call: now, next, and after that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from stepwell.care.admissions import queries as admissions
from stepwell.care.admissions.models import OnCallShift
from stepwell.care.admissions.rules.answering import is_open, office_hours
from stepwell.care.admissions.rules.on_call import Rota, Shift, who_answers
from stepwell.doors.staff.people.head import clinic_zone
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import NotFound
from stepwell.foundation.gate.roles import allowed
from stepwell.foundation.kernel.ruling import Reason
from stepwell.foundation.policy.loading import load
from stepwell.registry.people import queries as people
from stepwell.registry.people.models import Staff


@dataclass(frozen=True)
class RotaPage:
    """What the page prints. answers: who answers now, a name or the front desk; shift: the one on call now."""

    zone: ZoneInfo
    now: datetime
    answers: str
    desk_open: bool
    reasons: tuple[Reason, ...]
    shift: OnCallShift | None
    coming: tuple[OnCallShift, ...]
    staff: tuple[Staff, ...]
    may_write: bool

    @property
    def choices(self) -> list[tuple[int, str]]:
        """For the form."""
        return [(one.pk, one.name) for one in self.staff]

    def member(self, staff_id: int) -> Staff:
        """One of the staff. Raises NotFound."""
        found = next((one for one in self.staff if one.pk == staff_id), None)
        if found is None:
            raise NotFound
        return found


@query(Permission.PROGRAM_READ)
def page(access: Access, *, now: datetime) -> RotaPage:
    """Who answers now and who comes after."""
    zone = clinic_zone(access)
    local = now.astimezone(zone)
    first = load("enquiries/first-contact", local.date())
    coming = admissions.rota(access, at=now)
    running = [one for one in coming if one.during.lower <= now]
    shift = max(running, key=lambda one: one.during.lower, default=None)
    desk = first.rule("opening-hours")
    shifts = tuple(Shift(one.staff.name, one.during.lower, one.during.upper) for one in running)
    rota = Rota(desk["desk"], desk["stand_in"], office_hours(first), shifts)
    ruling = who_answers(rota, local, load("safety/hard-stops", local.date()))
    may_write = allowed(access.roles, Permission.STAFF_WRITE)
    return RotaPage(
        zone=zone,
        now=local,
        answers=ruling.answer,
        desk_open=is_open(local, first),
        reasons=ruling.reasons,
        shift=shift,
        coming=tuple(one for one in coming if one.during.lower > now),
        staff=tuple(people.staff(access, on=local.date())) if may_write else (),
        may_write=may_write,
    )


@query(Permission.STAFF_WRITE)
def to_write(access: Access, *, now: datetime) -> RotaPage:
    """The same, for those who keep the rota."""
    return page(access, now=now)
