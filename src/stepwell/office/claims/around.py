"""What the days of a stay have in common when they are ruled on, read once for as many as there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from stepwell.care.sessions import queries as sessions
from stepwell.care.sessions.queries import AttendedService
from stepwell.foundation.gate import consents
from stepwell.foundation.gate.access import Access
from stepwell.office.claims.contracts import trading_partner
from stepwell.registry.episodes import queries as episodes
from stepwell.registry.episodes.queries import Way

if TYPE_CHECKING:
    from stepwell.office.claims.rules.terms import Terms
    from stepwell.registry.episodes.models import Episode

#: What a claim tells a payer; the consent for payment must name each.
CLAIM_TELLS = frozenset({"identity", "coverage", "attendance", "diagnosis"})
PAYMENT = "payment"


@dataclass
class Around:
    """A stay with its way, what was attended on which day, and the consents for payment asked for so far.

    For days that are ruled on in one action: nothing in it changes in between. at: when they are ruled on.
    """

    episode: Episode
    at: datetime
    way: Way
    attended: Mapping[date, Sequence[AttendedService]]
    _consents: dict[str, int | None] = field(default_factory=dict)

    def consent(self, access: Access, terms: Terms) -> int | None:
        """The number of the consent by which the payer may be told, None without one."""
        partner = trading_partner(terms)
        recipient = partner.payer_name if partner else ""
        if recipient not in self._consents:
            ruling = consents.permits(
                access,
                subject=self.episode.subject,
                recipient=recipient,
                purpose=PAYMENT,
                categories=CLAIM_TELLS,
                on=self.at.date(),
            )
            self._consents[recipient] = ruling.answer
        return self._consents[recipient]


def around(access: Access, *, episode: Episode, from_on: date, to_on: date, at: datetime) -> Around:
    """Read it for the days from a day to a day, both included. Called inside an open gate."""
    attended = sessions.attended_services_by_day(access, episode=episode, from_on=from_on, to_on=to_on)
    return Around(episode, at, episodes.way_of(access, episode=episode), attended)
