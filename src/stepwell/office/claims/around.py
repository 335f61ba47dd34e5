"""What the days of a stay have in common when they are ruled on, read once for as many as there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from stepwell.care.emergencies import queries as emergencies
from stepwell.care.placement import queries as placement
from stepwell.care.sessions import queries as sessions
from stepwell.care.sessions.queries import AttendedService
from stepwell.foundation.gate import consents
from stepwell.foundation.gate.access import Access
from stepwell.office.claims.contracts import trading_partner
from stepwell.office.claims.models import AttendedDay
from stepwell.office.utilization import queries as utilization
from stepwell.office.utilization.queries import Promised
from stepwell.registry.coverage import queries as coverages
from stepwell.registry.episodes import queries as episodes
from stepwell.registry.episodes.queries import Way

if TYPE_CHECKING:
    from stepwell.care.placement.models import Diagnosis
    from stepwell.foundation.kernel.ruling import Reason
    from stepwell.office.claims.rules.terms import Terms
    from stepwell.registry.coverage.models import Coverage
    from stepwell.registry.episodes.models import Episode

#: What a claim tells a payer; the consent for payment must name each.
CLAIM_TELLS = frozenset({"identity", "coverage", "attendance", "diagnosis"})
PAYMENT = "payment"


@dataclass
class Around:
    """A stay with its way, what was attended on which day, the person's plans and diagnoses, and what was asked of
    consents and authorizations so far.

    For days that are ruled on in one action: nothing in it changes in between. at: when they are ruled on.
    not_charged: days on which somebody came unfit to take part, and why they are not charged. elsewhere: days billed
    in another stay of the person.
    """

    episode: Episode
    at: datetime
    way: Way
    attended: Mapping[date, Sequence[AttendedService]]
    coverages: Sequence[Coverage]
    diagnoses: Sequence[Diagnosis]
    not_charged: Mapping[date, Reason]
    elsewhere: frozenset[date]
    _consents: dict[str, int | None] = field(default_factory=dict)
    _promised: dict[int, Promised] = field(default_factory=dict)

    def coverage_on(self, on: date) -> Coverage | None:
        """The primary health plan of the day, None for who pays alone."""
        return next((row for row in self.coverages if row.is_in_force(on)), None)

    def diagnosis_on(self, on: date) -> str:
        """The code of the day's principal diagnosis, "" while there is none."""
        return next((row.code for row in self.diagnoses if row.is_active(on)), "")

    def promised(self, access: Access, coverage: Coverage) -> Promised:
        """What the plan has said of the stay by now."""
        if coverage.pk not in self._promised:
            self._promised[coverage.pk] = utilization.promised(access, episode=self.episode, coverage=coverage)
        return self._promised[coverage.pk]

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
    others = AttendedDay.objects.filter(subject=episode.subject_id, on__range=(from_on, to_on), billable=True)
    others = others.filter(units__gt=0).exclude(episode=episode)
    return Around(
        episode,
        at,
        way=episodes.way_of(access, episode=episode),
        attended=sessions.attended_services_by_day(access, episode=episode, from_on=from_on, to_on=to_on),
        coverages=coverages.plans_of(access, subject=episode.subject),
        diagnoses=placement.every_diagnosis(access, subject=episode.subject),
        not_charged=emergencies.days_not_charged(access, episode=episode, from_on=from_on, to_on=to_on),
        elsewhere=frozenset(others.values_list("on", flat=True)),
    )
