"""By which way, from where and at what hour somebody may be reached. Called inside an open gate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from stepwell.care.admissions.site import site_of
from stepwell.care.letters import queries as letters
from stepwell.care.notices.models import TEXT, NumberWord
from stepwell.care.notices.rules.answering import START, STOP, digits_of
from stepwell.care.notices.rules.quiet import next_allowed
from stepwell.care.notices.rules.ways import WayFacts, way_for
from stepwell.foundation.kernel.zip_areas import zip_area
from stepwell.foundation.policy.loading import load
from stepwell.registry.episodes import queries as episodes
from stepwell.registry.people import queries as people

if TYPE_CHECKING:
    from stepwell.foundation.gate.access import Access
    from stepwell.foundation.gate.models import Subject
    from stepwell.foundation.policy.document import Policy
    from stepwell.registry.people.models import ReachWay
    from stepwell.registry.programs.models import Site

SENDING = "notices/sending"
_ZIP = 5


@dataclass(frozen=True)
class From:
    """From where something is sent: the site's name that tells nothing, empty for none, and a number to call."""

    sender: str
    callback: str
    zone: ZoneInfo


def from_where(access: Access, subject: Subject, at: datetime) -> From:
    """The site of the open stay, else of the enquiry; without any the operator has no name and no number."""
    stay = episodes.open_episode_of(access, subject=subject)
    site: Site | None = stay.program.site if stay else site_of(access, subject)
    if site is None:
        return From("", "", ZoneInfo("UTC"))
    zone = ZoneInfo(site.time_zone)
    return From(letters.sender_name(access, site=site, on=at.astimezone(zone).date()), site.phone, zone)


def allowed_from(access: Access, subject: Subject, at: datetime, zone: ZoneInfo, policy: Policy) -> datetime:
    """The first moment at which something may reach the person, by the clinic's clock and by that of their home."""
    home = _zone_of(people.person_of(access, subject_id=subject.pk).zip_code)
    return next_allowed(at, [zone, *([home] if home else [])], policy).answer


def chosen_way(ways: Sequence[ReachWay], policy: Policy) -> ReachWay | None:
    """The way something is sent in, None where none may be used. A number that answered STOP is none."""
    numbers = {digits_of(way.value) for way in ways if way.kind == TEXT}
    ended = stopped(numbers)
    facts = [WayFacts(way.kind, way.leave_message, way.kind == TEXT and digits_of(way.value) in ended) for way in ways]
    place = way_for(facts, policy).answer
    return None if place is None else ways[place]


def stopped(numbers: set[str]) -> set[str]:
    """Those of the numbers whose newest word was STOP."""
    rows = NumberWord.objects.filter(number__in=numbers, word__in=[STOP, START]).order_by("at", "id")
    newest = {row.number: row.word for row in rows}
    return {number for number, word in newest.items() if word == STOP}


def sending_rules(at: datetime, zone: ZoneInfo) -> Policy:
    """The policy notices/sending of the day."""
    return load(SENDING, at.astimezone(zone).date())


def _zone_of(zip_code: str) -> ZoneInfo | None:
    """The time zone of a ZIP, with or without its last four digits; None where nobody knows it."""
    area = zip_area(zip_code[:_ZIP])
    return area.zone if area else None
