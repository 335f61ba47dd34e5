"""What the page of a site prints."""

from __future__ import annotations

from dataclasses import dataclass

from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import NotFound
from stepwell.foundation.gate.roles import allowed
from stepwell.registry.programs import queries as programs
from stepwell.registry.programs.models import Program, Room, Site


@dataclass(frozen=True)
class SitePage:
    """A site with its programs and rooms."""

    site: Site
    programs: tuple[Program, ...]
    rooms: tuple[Room, ...]
    may_write: bool

    @property
    def clock(self) -> str:
        """The time zone as people read it: America/Los Angeles."""
        return self.site.time_zone.replace("_", " ")


@query(Permission.PROGRAM_READ)
def site(access: Access, *, site_id: int) -> SitePage:
    """Gather the page. Raises NotFound. Two reads."""
    here = tuple(one for one in programs.programs(access) if one.site_id == site_id)
    if not here:
        raise NotFound
    found = here[0].site
    return SitePage(
        found, here, tuple(programs.rooms(access, site=found)), allowed(access.roles, Permission.PROGRAM_WRITE)
    )


@query(Permission.PROGRAM_WRITE)
def to_change(access: Access, *, site_id: int) -> SitePage:
    """The same, for who may change it. Raises NotFound."""
    return site(access, site_id=site_id)
