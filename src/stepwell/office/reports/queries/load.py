"""What staff carry: people, groups, and notes that wait for a signature."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from stepwell.care.plans import queries as plans
from stepwell.care.scheduling import queries as scheduling
from stepwell.care.sessions import queries as sessions
from stepwell.care.sessions.queries import Waiting
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.policy.loading import load
from stepwell.office.reports.queries.census import DASHBOARD
from stepwell.office.reports.rules import counting
from stepwell.office.reports.rules.counting import Basis
from stepwell.registry.people import queries as people

NOTHING = Waiting(0, 0, None)


@dataclass(frozen=True)
class StaffMember:
    """What somebody carries. caseload_max: 0 carries no caseload. oldest: when the session of the oldest unsigned
    part began."""

    staff_id: int
    name: str
    roles: tuple[str, ...]
    caseload: int
    caseload_max: int
    groups_a_week: int
    unsigned: int
    oldest: datetime | None


@dataclass(frozen=True)
class StaffLoad:
    """Everybody who carries something or may, those with the oldest unsigned part first."""

    basis: Basis
    members: tuple[StaffMember, ...]


@query(Permission.REPORT_READ)
def staff_load(access: Access, *, on: date, at: datetime) -> StaffLoad:
    """Caseload, groups a week and unsigned parts of everybody on staff on the day. Six reads. at: now."""
    loads = plans.loads_on(access, on=on)
    groups = scheduling.groups_led(access, on=on)
    waiting = sessions.waiting_by_leader(access, at=at)
    found = [
        StaffMember(
            staff_id=each.pk,
            name=each.name,
            roles=tuple(each.roles),
            caseload=loads.get(each.pk, 0),
            caseload_max=each.caseload_max,
            groups_a_week=groups.get(each.pk, 0),
            unsigned=(one := waiting.get(each.pk, NOTHING)).own_parts + one.shared_parts,
            oldest=one.oldest,
        )
        for each in people.staff(access, on=on)
    ]
    carrying = [one for one in found if one.caseload or one.caseload_max or one.groups_a_week or one.unsigned]
    carrying.sort(key=lambda one: (one.oldest is None, one.oldest or at, one.name))
    basis = counting.basis(load(DASHBOARD, on), "staff-load", len(carrying), "staff", on, on)
    return StaffLoad(basis, tuple(carrying))
