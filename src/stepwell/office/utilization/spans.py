"""Authorizations as the ledger's rule reads them: rows in, facts out. Called inside an open gate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from stepwell.foundation.gate.access import Access
from stepwell.foundation.policy.loading import load
from stepwell.office.utilization.models import Authorization, AuthorizationEvent, UnitUse
from stepwell.office.utilization.rules.ledger_facts import Event, EventKind, LedgerFacts, Pause, Span
from stepwell.registry.episodes import queries as episodes

if TYPE_CHECKING:
    from stepwell.registry.episodes.models import Episode, Leave
    from stepwell.registry.episodes.queries import Way

DEFAULT_TERMS = "payers/default"
#: What the payer's word means to the ledger; a review done changes no status.
_MEANS: dict[str, EventKind] = {
    "requested": "requested",
    "pended": "pended",
    "granted": "granted",
    "denied": "denied",
    "appealed": "appealed",
    "overturned": "granted",
}
GRANTS = ("granted", "overturned")


@dataclass(frozen=True)
class Grant:
    """What a payer granted: its number, days of the code, first and last day, and its next review."""

    number: str
    units: int
    span_from: date
    span_to: date
    next_review_on: date | None


def day_of(at: datetime, episode: Episode | None) -> date:
    """The day on the clock of the site that treats the person; UTC before admission."""
    return at.astimezone(ZoneInfo(episode.program.site.time_zone)).date() if episode else at.date()


def contract_asks(payer: str, on: date) -> tuple[bool, int]:
    """Whether the payer's contract asks for an authorization, and after how many program days for a review."""
    for policy in (load(payer, on), load(DEFAULT_TERMS, on)):
        if "authorization" in policy.rules:
            rule = policy.rule("authorization")
            return bool(rule["required"]), int(rule["review_every_days"])
    return True, 0


def history(authorizations: Sequence[Authorization]) -> dict[int, list[AuthorizationEvent]]:
    """What happened to each, oldest first."""
    found: dict[int, list[AuthorizationEvent]] = {each.pk: [] for each in authorizations}
    for event in AuthorizationEvent.objects.filter(authorization__in=authorizations).order_by("at", "id"):
        found[event.authorization_id].append(event)
    return found


def grant_in(events: Sequence[AuthorizationEvent]) -> AuthorizationEvent | None:
    """The newest grant: it says number, units and span."""
    return next((event for event in reversed(events) if event.kind in GRANTS), None)


def standing_grant(events: Sequence[AuthorizationEvent]) -> Grant | None:
    """The newest grant, or None while there is none or a denial has taken it back."""
    grant = grant_in(events)
    if grant is None or grant.span_from is None or grant.span_to is None:
        return None
    if any(event.kind == "denied" for event in events[events.index(grant) :]):
        return None
    return Grant(grant.number, grant.units or 0, grant.span_from, grant.span_to, grant.next_review_on)


@dataclass(frozen=True)
class Known:
    """What the ledger is derived from, as it was read. events: by authorization, oldest first. used: days with a unit.

    days_a_week: planned today, None where nothing is planned yet.
    """

    events: Mapping[int, Sequence[AuthorizationEvent]]
    used: Sequence[date]
    days_a_week: int | None
    pauses: tuple[Pause, ...]


def ledger_facts(
    access: Access, *, authorizations: Sequence[Authorization], episode: Episode | None, payer: str, today: date
) -> tuple[LedgerFacts, dict[str, Authorization]]:
    """Everything the ledger's rule asks for, and which authorization each of its span numbers means."""
    way = episodes.way_of(access, episode=episode) if episode else None
    known = known_of(authorizations, history(authorizations), way, today)
    return facts_of(authorizations, known, episode=episode, payer=payer, today=today)


def known_of(
    authorizations: Sequence[Authorization],
    events: Mapping[int, Sequence[AuthorizationEvent]],
    way: Way | None,
    today: date,
) -> Known:
    """What is known of them with the units spent by now; one read. way: of the stay, None before there is one."""
    uses = UnitUse.objects.filter(authorization__in=authorizations, voided_at=None).order_by("on")
    step = way.step_on(today) if way else None
    return Known(
        events=events,
        used=list(uses.values_list("on", flat=True)),
        days_a_week=step.days_per_week if step else None,
        pauses=tuple(_pause(one.since, one.until) for one in way.leaves) if way else (),
    )


def facts_of(
    authorizations: Sequence[Authorization], known: Known, *, episode: Episode | None, payer: str, today: date
) -> tuple[LedgerFacts, dict[str, Authorization]]:
    """As `ledger_facts`, from what was read already; nothing is read here but policies."""
    events = known.events
    numbered = _numbered(authorizations, events)
    required, every = contract_asks(payer, today)
    reviewed = [
        day_of(event.at, episode)
        for row in authorizations
        for place, event in enumerate(events[row.pk])
        if event.kind == "reviewed" or _extends(events[row.pk], place)
    ]
    facts = LedgerFacts(
        today=today,
        spans=tuple(_span(number, row, events[row.pk], episode) for number, row in numbered.items()),
        used=tuple(sorted(set(known.used))),
        pauses=known.pauses,
        days_a_week=LedgerFacts.days_a_week if known.days_a_week is None else min(max(known.days_a_week, 1), 7),
        reviewed=tuple(sorted(day for day in reviewed if day <= today)),
        required=required,
        review_every=every,
    )
    return facts, numbered


def _extends(happened: Sequence[AuthorizationEvent], place: int) -> bool:
    """A grant that follows a grant is the outcome of a review."""
    return happened[place].kind in GRANTS and grant_in(happened[:place]) is not None


def _numbered(
    authorizations: Sequence[Authorization], events: Mapping[int, Sequence[AuthorizationEvent]]
) -> dict[str, Authorization]:
    """Each under the payer's number; under our own where it has none yet or the payer used one twice."""
    found: dict[str, Authorization] = {}
    for row in authorizations:
        grant = grant_in(events[row.pk])
        number = (grant.number if grant else "") or f"request {row.pk}"
        found[f"{number} ({row.pk})" if number in found else number] = row
    return found


def _span(number: str, row: Authorization, events: Sequence[AuthorizationEvent], episode: Episode | None) -> Span:
    grant = grant_in(events)
    told = tuple(Event(_MEANS[e.kind], day_of(e.at, episode)) for e in events if e.kind in _MEANS)
    if grant is None or grant.span_from is None or grant.span_to is None:
        return Span(number, row.asked_from, row.asked_to, row.asked_units, told)
    review = next((e.next_review_on for e in reversed(events) if e.kind in (*GRANTS, "reviewed")), None)
    return Span(number, grant.span_from, grant.span_to, grant.units or 0, told, review)


def pauses_of(leaves: Sequence[Leave]) -> tuple[Pause, ...]:
    """Leaves as the ledger reads them: the last day away, None while it lasts."""
    return tuple(_pause(leave.during.lower, leave.during.upper) for leave in leaves)


def _pause(since: date, until: date | None) -> Pause:
    return Pause(since, until - timedelta(days=1) if until else None)
