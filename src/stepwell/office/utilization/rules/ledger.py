"""The authorization ledger: where it stands, what is left, when it runs out, what is due. All derived."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import get_args

from stepwell.foundation.kernel.ruling import Reason, Ruling
from stepwell.foundation.policy.document import Policy
from stepwell.office.utilization.rules.ledger_facts import (
    Alarm,
    Forecast,
    Ledger,
    LedgerFacts,
    Span,
    SpanState,
    Status,
    Threshold,
)
from stepwell.office.utilization.rules.pace import forecast, nth_attended_day
from stepwell.office.utilization.rules.spending import Spending, last_event, spending

FORECAST = ("active", "paused")
WOULD_CHANGE: dict[str, str] = {
    "not_requested": "a request to the payer",
    "requested": "the payer's answer",
    "pended": "what the payer still asks for",
    "appealed": "the payer's answer to the appeal",
    "denied": "an appeal, or a new request",
    "exhausted": "more units, or another authorization",
    "expired": "an authorization that covers today",
    "upcoming": "its first day, or an authorization that covers today",
    "paused": "the end of the leave",
}


def authorization_ledger(facts: LedgerFacts, policy: Policy) -> Ruling[Ledger]:
    """The ledger of one person's coverage as of `facts.today`.

    policy: `utilization/ledger`. A leave pauses: days on leave use nothing and what is left stays. Units left
    are never below nothing; an attended day without a unit is listed as uncovered.
    """
    if not facts.required:
        none = Ledger("not_required", None, 0, 0, 0, None, (), None, (), ())
        return Ruling(none, (policy.reason("not-required"),))
    spent = spending(facts)
    states = tuple(_state(span, facts, spent) for span in facts.spans)
    speaking = _speaking(facts.spans, states)
    if speaking is None:
        missing = Ledger("not_requested", None, 0, 0, 0, None, (), None, (), spent.uncovered)
        return Ruling(missing, (policy.reason("not-requested", _change("not_requested")), *_warnings(spent, policy)))
    span, state = speaking
    ahead = _forecast(facts, span, state, policy)
    review = next_review(facts, span, spent)
    alarms = tuple(_alarms(facts, span, state, review, policy))
    answer = Ledger(
        state.status,
        state.number,
        state.units,
        state.units_used,
        state.units_left,
        review if state.status in FORECAST else None,
        alarms,
        ahead,
        states,
        spent.uncovered,
    )
    reasons = (_standing(facts, span, state, policy), *_ahead(ahead, policy), *_warnings(spent, policy))
    return Ruling(answer, reasons)


def status_of(span: Span, used: int, facts: LedgerFacts) -> Status:
    """The status of one span today: the payer's newest word first, then its end, its units, a leave."""
    event = last_event(span, facts.today)
    if event is None:
        return "requested"
    if event.kind != "granted":
        return event.kind
    if facts.today > span.ends:
        return "expired"
    if used >= span.units:
        return "exhausted"
    if facts.today < span.begins:
        return "upcoming"
    return "paused" if facts.away(facts.today) else "active"


def next_review(facts: LedgerFacts, span: Span, spent: Spending) -> date | None:
    """When the next review is due: the payer's own day, else after so many program days at the planned pace,
    never after the span's end. None when the payer asks for none."""
    done = max((day for day in facts.reviewed if span.begins <= day <= facts.today), default=None)
    if span.review_on is not None and (done is None or done < span.review_on):
        return span.review_on
    if facts.review_every <= 0:
        return None
    since = sum(1 for day in spent.days.get(span.number, ()) if done is None or day > done)
    missing = facts.review_every - since
    if missing <= 0:
        return facts.today
    return nth_attended_day(facts, missing, 100, span.ends) or span.ends


def _state(span: Span, facts: LedgerFacts, spent: Spending) -> SpanState:
    used = spent.used(span)
    return SpanState(span.number, status_of(span, used, facts), span.units, used, max(span.units - used, 0))


def _speaking(spans: Sequence[Span], states: Sequence[SpanState]) -> tuple[Span, SpanState] | None:
    """The span that speaks for the whole: the best status, of several the one that ends first."""
    order = get_args(Status)
    pairs = list(zip(spans, states, strict=True))
    return min(pairs, key=lambda pair: (order.index(pair[1].status), pair[0].ends, pair[0].number), default=None)


def _forecast(facts: LedgerFacts, span: Span, state: SpanState, policy: Policy) -> Forecast | None:
    if state.status not in FORECAST or _away_for_good(facts):
        return None
    return forecast(facts, span, state.units_left, policy.rule("forecast"))


def _away_for_good(facts: LedgerFacts) -> bool:
    """On a leave whose end nobody knows: nothing can be foreseen."""
    return any(pause.ends is None and pause.covers(facts.today) for pause in facts.pauses)


def _alarms(facts: LedgerFacts, span: Span, state: SpanState, review: date | None, policy: Policy) -> Iterator[Alarm]:
    """The tightest threshold reached, for units, for days until the end, for days until the review."""
    if state.status not in FORECAST:
        return
    thresholds = sorted(policy.rule("alarms")["at"])
    left: dict[Threshold, int] = {"units": state.units_left, "days": (span.ends - facts.today).days}
    if review is not None:
        left["days_to_review"] = max((review - facts.today).days, 0)
    for what, amount in left.items():
        at = next((threshold for threshold in thresholds if amount <= threshold), None)
        if at is not None:
            yield Alarm(what, at, amount)


def _standing(facts: LedgerFacts, span: Span, state: SpanState, policy: Policy) -> Reason:
    seen = {
        "number": span.number,
        "units": span.units,
        "units_used": state.units_used,
        "ends": span.ends.isoformat(),
        "today": facts.today.isoformat(),
        **_change(state.status),
    }
    return policy.reason(state.status.replace("_", "-"), seen)


def _change(status: str) -> dict[str, str]:
    """What would change how the authorization stands; nothing for one that is active."""
    return {"would_change": WOULD_CHANGE[status]} if status in WOULD_CHANGE else {}


def _ahead(ahead: Forecast | None, policy: Policy) -> Iterator[Reason]:
    if ahead is not None:
        seen = {"on": ahead.on, "earliest": ahead.earliest, "latest": ahead.latest}
        yield policy.reason("forecast", {key: day.isoformat() for key, day in seen.items()})


def _warnings(spent: Spending, policy: Policy) -> Iterator[Reason]:
    if spent.uncovered:
        yield policy.reason("uncovered", {"days": [day.isoformat() for day in spent.uncovered]})
    if spent.on_leave:
        yield policy.reason("attended-on-leave", {"days": [day.isoformat() for day in spent.on_leave]})
