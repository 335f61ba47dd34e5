"""Which attended day uses which authorization's unit. A unit is never used twice and never below nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from stepwell.office.utilization.rules.ledger_facts import Event, LedgerFacts, Span


@dataclass(frozen=True)
class Spending:
    """days: attended days by the number of the span that pays for them. uncovered: days that none pays for.
    on_leave: days named as attended during a leave; they use nothing and want a look."""

    days: Mapping[str, tuple[date, ...]]
    uncovered: tuple[date, ...]
    on_leave: tuple[date, ...]

    def used(self, span: Span) -> int:
        return len(self.days.get(span.number, ()))


def last_event(span: Span, on: date) -> Event | None:
    """The newest thing that happened to a request up to a day; of the same day, the one listed last."""
    happened = sorted((event for event in span.events if event.on <= on), key=lambda event: event.on)
    return happened[-1] if happened else None


def granted(span: Span, on: date) -> bool:
    """Whether the newest word of the payer up to that day is yes."""
    event = last_event(span, on)
    return event is not None and event.kind == "granted"


def spending(facts: LedgerFacts) -> Spending:
    """Each attended day takes a unit from the granted span that covers it and ends first."""
    paying = sorted(
        (span for span in facts.spans if granted(span, facts.today)),
        key=lambda span: (span.ends, span.begins, span.number),
    )
    days: dict[str, list[date]] = {span.number: [] for span in paying}
    uncovered: list[date] = []
    attended = sorted(set(facts.used))
    for day in attended:
        if facts.away(day):
            continue
        span = _payer_of(day, paying, days)
        if span is None:
            uncovered.append(day)
        else:
            days[span.number].append(day)
    on_leave = tuple(day for day in attended if facts.away(day))
    return Spending({number: tuple(of) for number, of in days.items()}, tuple(uncovered), on_leave)


def _payer_of(day: date, paying: Sequence[Span], days: Mapping[str, list[date]]) -> Span | None:
    for span in paying:
        if span.begins <= day <= span.ends and len(days[span.number]) < span.units:
            return span
    return None
