"""Where it happens, and what the clock says there. Called inside an open gate."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from stepwell.care.admissions.site import by_clock, site_of
from stepwell.registry.episodes import queries as episodes

if TYPE_CHECKING:
    from stepwell.foundation.gate.access import Access
    from stepwell.foundation.gate.models import Subject
    from stepwell.registry.episodes.models import Episode
    from stepwell.registry.programs.models import Site


def site_for(access: Access, subject: Subject, site: Site | None) -> tuple[Site | None, Episode | None]:
    """The site that is given, else that of the open stay, else that of the enquiry; and the open stay, if any."""
    stay = episodes.open_episode_of(access, subject=subject)
    if site is not None:
        return site, stay
    return (stay.program.site if stay else site_of(access, subject)), stay


def day_at(at: datetime, site: Site | None) -> date:
    """The day by the site's clock."""
    return by_clock(at, site).date()
