"""What the public pages read: programs and counts. No query here can answer anything about a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.text import slugify

from stepwell.care.admissions import queries as admissions
from stepwell.care.admissions.rules.answering import is_open
from stepwell.care.scheduling import queries as scheduling
from stepwell.doors.public.models import Knock
from stepwell.doors.public.offers import Clinic, Offer
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.policy.loading import load
from stepwell.registry.programs import queries as programs

SITE = "public/site"
FIRST_CONTACT = "enquiries/first-contact"
IOP = "iop"


@dataclass(frozen=True)
class Reached:
    """Whether somebody answers right now. desk: the front desk is open; on_call: somebody is on call."""

    desk: bool
    on_call: bool


@query(Permission.PUBLIC_READ, trailed=False)
def offers_of(access: Access, *, clinic: Clinic, now: datetime) -> list[Offer]:
    """Programs of one operator with their room, in the order of the sites; three reads."""
    house = Access.system(access.operator_id)
    running = [
        (one, now.astimezone(ZoneInfo(one.site.time_zone)).date())
        for one in programs.programs(house)
        if not one.site.services or IOP in one.site.services
    ]
    running = [(one, on) for one, on in running if one.since <= on and (one.until is None or on <= one.until)]
    if not running:
        return []
    today = min(on for _, on in running)
    policy = load(SITE, today)
    groups = scheduling.open_groups(access, after=today, weeks=policy.rule("ahead")["weeks"])
    taken: set[str] = set()
    found = []
    for program, on in running:
        site = program.site
        key = _key(f"{site.name} {program.policy_id.rpartition('/')[2]}", taken)
        found.append(
            Offer(
                clinic=clinic,
                program_id=program.pk,
                site_id=site.pk,
                key=key,
                program=program.name,
                site=site.name,
                street=site.street.title(),
                city=site.city.title(),
                state=site.state,
                zip_code=site.zip_code[:5],
                phone=_dashed(site.phone),
                zone=site.time_zone,
                today=on,
                rules=programs.rules_of(house, program=program, on=on),
                groups=tuple(group for group in groups if group.program_id == program.pk),
                languages=tuple(policy.rule("languages")["groups"]),
            )
        )
    return found


@query(Permission.PUBLIC_READ, trailed=False)
def reached(access: Access, *, zone: str, always: bool, now: datetime) -> Reached:
    """Whether somebody of the operator answers at the moment; one read."""
    local = now.astimezone(ZoneInfo(zone))
    house = Access.system(access.operator_id)
    desk = is_open(local, load(FIRST_CONTACT, local.date()))
    return Reached(desk or always, bool(admissions.shifts_at(house, at=now)))


@query(Permission.PUBLIC_READ, trailed=False)
def knocked(access: Access, *, drawer: int, now: datetime, minutes: int) -> tuple[int, int]:
    """Requests and tries that fell into a drawer in the window that runs: (requests, tries)."""
    row = Knock.objects.filter(drawer=drawer, began_at__gt=now - timedelta(minutes=minutes)).first()
    return (row.requests, row.tries) if row else (0, 0)


def _key(name: str, taken: set[str]) -> str:
    """A word for an address, one for each program of the operator."""
    first = slugify(name) or "program"
    key, number = first, 2
    while key in taken:
        key, number = f"{first}-{number}", number + 1
    taken.add(key)
    return key


def _dashed(phone: str) -> str:
    digits = "".join(each for each in phone if each.isdigit())
    return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}" if len(digits) == 10 else phone
