"""Whether a date is authorized: what the billable day asks of the ledger."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from stepwell.office.utilization.rules.ledger_facts import LedgerFacts
from stepwell.office.utilization.rules.spending import granted, spending


@dataclass(frozen=True)
class Cover:
    """active: a granted span covers the date. units_left: units of such spans before that date is charged.
    number: of the span that would pay, None when none has a unit left."""

    active: bool
    units_left: int
    number: str | None


def cover_on(day: date, facts: LedgerFacts) -> Cover:
    """The authorization that stands on a date, by the payer's word as of `facts.today`.

    Other attended days count as used, whether they came before or after, so that no unit is promised twice.
    """
    others = replace(facts, used=tuple(used for used in facts.used if used != day))
    spent = spending(others)
    covering = sorted(
        (span for span in facts.spans if granted(span, facts.today) and span.begins <= day <= span.ends),
        key=lambda span: (span.ends, span.begins, span.number),
    )
    left = {span.number: max(span.units - spent.used(span), 0) for span in covering}
    number = next((span.number for span in covering if left[span.number] > 0), None)
    return Cover(bool(covering) and not facts.away(day), sum(left.values()), number)
