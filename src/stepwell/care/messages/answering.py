"""What the clock and the policy say about a message, for whoever writes one. Called inside an open gate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from stepwell.care.admissions.site import site_of
from stepwell.care.messages.rules.answering import answered_by
from stepwell.foundation.gate.access import Access
from stepwell.foundation.policy.loading import load
from stepwell.registry.episodes import queries as episodes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import tzinfo

    from stepwell.foundation.gate.models import Subject
    from stepwell.foundation.policy.document import Policy

MESSAGES = "messages/team"
ENGLISH = "en"


@dataclass(frozen=True)
class Place:
    """Where the person belongs: the clock there, the policy of the day, and whether they are in a stay."""

    zone: tzinfo
    policy: Policy
    in_a_stay: bool
    by: datetime


def place_of(access: Access, subject: Subject, at: datetime) -> Place:
    """The clinic's clock and what its policy says of a message at that moment; by: when it is answered."""
    stay = episodes.open_episode_of(access, subject=subject)
    site = stay.program.site if stay else site_of(access, subject)
    zone = ZoneInfo(site.time_zone if site else str(UTC))
    policy = load(MESSAGES, at.astimezone(zone).date())
    return Place(zone, policy, stay is not None, answered_by(at, zone, policy).answer)


def worded(texts: Mapping[str, str], language: str) -> str:
    """The text in the language, in English where there is none."""
    return str(texts.get(language, texts[ENGLISH]))
