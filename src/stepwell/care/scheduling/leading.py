"""Who may lead a group of a program, and whether they are here at that time. Called inside an open gate."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from stepwell.care.plans import queries as plans
from stepwell.care.scheduling.models import StaffAbsence
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.refusals import Conflict, NotAllowed
from stepwell.registry.programs import queries as programs

if TYPE_CHECKING:
    from stepwell.registry.people.models import Staff
    from stepwell.registry.programs.models import Program
    from stepwell.registry.programs.rules.program import ProgramRules


def may_lead(access: Access, program: Program, leader: Staff, rules: ProgramRules, on: date) -> None:
    """Raises NotAllowed when the member of staff may not lead a group of the program on the day."""
    lead = next((kind.lead for kind in rules.session_kinds if kind.kind == "group"), "counselor")
    state = programs.site_of(access, program=program).state
    ruling = plans.leads(access, staff=leader, lead=lead, on=on, state=state)
    if not ruling.answer:
        raise NotAllowed(ruling.reasons)


def are_here(staff: Iterable[Staff | None], starts: datetime, ends: datetime) -> None:
    """Raises Conflict for a member of staff who is away in that time."""
    for one in staff:
        if one is None:
            continue
        if StaffAbsence.objects.filter(staff=one, ended_at=None, during__overlap=(starts, ends)).exists():
            raise Conflict(f"{one.name} is away at that time. Choose somebody else.")
