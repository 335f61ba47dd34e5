"""Where somebody asked, and what the clock says there. Called inside an open gate."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from stepwell.care.admissions.models import Enquiry
from stepwell.registry.programs import queries as programs

if TYPE_CHECKING:
    from stepwell.foundation.gate.access import Access
    from stepwell.foundation.gate.models import Subject
    from stepwell.registry.programs.models import Program, Site


def site_of(access: Access, subject: Subject) -> Site | None:
    """The site of the person's latest enquiry; without one the operator's first; None where there is none at all."""
    asked = Enquiry.objects.select_related("program__site").filter(subject=subject).order_by("-at", "-id").first()
    if asked is not None:
        return asked.program.site
    running = programs.programs(access)
    return running[0].site if running else None


def by_clock(at: datetime, site: Site | None) -> datetime:
    """The moment by the site's clock; as it was given where there is no site."""
    return at.astimezone(ZoneInfo(site.time_zone)) if site else at


def site_running(access: Access, program: Program) -> Site:
    """The site that runs the program."""
    return programs.site_of(access, program=program)
