"""Reading sites, programs and the rules they follow on a day."""

from __future__ import annotations

from datetime import date

from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import NotFound
from stepwell.foundation.policy.loading import load
from stepwell.registry.programs.models import Program, Room, Site
from stepwell.registry.programs.rules.program import ProgramRules, program_rules

FIELD = "programs/field/iop"


@query(Permission.PROGRAM_READ, once=True)
def rules_of(access: Access, *, program: Program, on: date) -> ProgramRules:
    """What the program follows on the day of service: its own rules over the field's defaults."""
    return program_rules(load(program.policy_id, on), load(FIELD, on))


@query(Permission.PROGRAM_READ)
def programs(access: Access) -> list[Program]:
    """Programs the operator runs, with their sites."""
    return list(Program.objects.select_related("site").order_by("site__name", "name"))


@query(Permission.PROGRAM_READ)
def program_by_id(access: Access, *, program_id: int) -> Program:
    """One program with its site. Raises NotFound."""
    found = Program.objects.select_related("site").filter(pk=program_id).first()
    if found is None:
        raise NotFound
    return found


@query(Permission.PROGRAM_READ)
def site_of(access: Access, *, program: Program) -> Site:
    """The site that runs the program."""
    if Program._meta.get_field("site").is_cached(program):
        return program.site
    return Site.objects.get(pk=program.site_id)


@query(Permission.PROGRAM_READ)
def rooms(access: Access, *, site: Site) -> list[Room]:
    """Rooms of a site."""
    return list(Room.objects.filter(site=site).order_by("name"))
