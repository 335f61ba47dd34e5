"""authorization: where the ledger stands today, what is left, when it runs out."""

from __future__ import annotations

from stepwell.doors.cli.decide.engine import Engine
from stepwell.doors.cli.decide.policies import in_force
from stepwell.foundation.kernel.facts import BadFacts
from stepwell.foundation.kernel.ruling import Ruling
from stepwell.office.utilization.rules.ledger import authorization_ledger
from stepwell.office.utilization.rules.ledger_facts import Ledger, LedgerFacts


def ask(facts: LedgerFacts) -> Ruling[Ledger]:
    numbers: set[str] = set()
    for place, span in enumerate(facts.spans):
        if span.ends < span.begins:
            raise BadFacts(f"spans[{place}].ends", "a day not before it begins", span.ends)
        if span.number in numbers:
            raise BadFacts(f"spans[{place}].number", "each number once", span.number)
        numbers.add(span.number)
    for place, pause in enumerate(facts.pauses):
        if pause.ends is not None and pause.ends < pause.begins:
            raise BadFacts(f"pauses[{place}].ends", "a day not before it begins", pause.ends)
    return authorization_ledger(facts, in_force("utilization/ledger", facts.today, dated="today"))


GRANTED = {
    "number": "AUTH778899",
    "begins": "2026-03-02",
    "ends": "2026-04-10",
    "units": 18,
    "events": [{"kind": "requested", "on": "2026-02-20"}, {"kind": "granted", "on": "2026-02-24"}],
}

ENGINE = Engine(
    name="authorization",
    facts=LedgerFacts,
    answer=Ledger,
    ask=ask,
    examples=(
        {
            "today": "2026-03-23",
            "spans": [GRANTED],
            "used": ["2026-03-02", "2026-03-04", "2026-03-06", "2026-03-09", "2026-03-16", "2026-03-18"],
            "pauses": [{"begins": "2026-03-10", "ends": "2026-03-15"}],
            "days_a_week": 3,
            "review_every": 10,
        },
        {"today": "2026-03-23", "spans": [GRANTED | {"units": 2}], "used": ["2026-03-02", "2026-03-04"]},
        {"today": "2026-03-23", "spans": [], "required": False},
    ),
)
