"""Stay, fewer days, step down or step up: any sign of need is enough to step up, every criterion to step down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stepwell.care.transitions.rules.criteria import held
from stepwell.care.transitions.rules.stay_facts import Approval, StayAdvice, StayFacts
from stepwell.foundation.kernel.ruling import Reason, Ruling
from stepwell.foundation.policy.document import Policy


def advise(facts: StayFacts, policy: Policy) -> Ruling[StayAdvice]:
    """What the criteria recommend at a review. policy: `transitions/stay-review`.

    A need for more is never averaged away: one sign of it outweighs all progress. A named clinician decides.
    """
    up = tuple(_needs_more(facts, policy))
    if up:
        return Ruling(StayAdvice("step_up", _more(facts, policy), ()), up)
    down = held(facts, policy.rule("step-down")["all"])
    missing = tuple(name for name, holds in down.items() if not holds)
    lower = policy.rule("levels")["down"].get(facts.level)
    if not missing and lower is not None:
        return Ruling(StayAdvice("step_down", lower, ()), (policy.reason("step-down", {**down, "level": lower}),))
    not_yet = policy.reason("not-yet-down", {"missing": list(missing), "would_change": list(missing)})
    told = (*_thinner(facts, policy), *_stays(facts, policy))
    if not told:
        return Ruling(StayAdvice("review", None, missing), (policy.reason("review"), not_yet))
    thin = told[0].rule.endswith("#thin")
    return Ruling(StayAdvice("thin" if thin else "continue", None, missing), (*told, not_yet))


def may_approve(facts: Approval, policy: Policy) -> Ruling[bool]:
    """Whether a decision may be written down: a named clinician with a credential that may, and why it differs."""
    rule = policy.rule("approval")
    if not facts.approved_by.strip() or facts.credential not in rule["may_approve"]:
        return Ruling(False, (policy.reason("approval", {"credential": facts.credential}),))
    if facts.decided != facts.recommended and not facts.why.strip():
        seen = {"recommended": facts.recommended, "decided": facts.decided}
        return Ruling(False, (policy.reason("differs", seen),))
    return Ruling(True, (policy.reason("approval", {"credential": facts.credential}),))


def _needs_more(facts: StayFacts, policy: Policy) -> Iterator[Reason]:
    """Every sign that more is needed; each alone is enough."""
    if _higher(facts.required_level, facts.level, policy):
        yield policy.reason("needs-a-higher-level", {"required": facts.required_level, "level": facts.level})
    if facts.worsenings >= policy.rule("worsening-twice")["worsenings"]:
        yield policy.reason("worsening-twice", {"worsenings": facts.worsenings})
    if facts.repeated_use and facts.unsafe_environment:
        yield policy.reason("use-in-an-unsafe-place")
    if facts.new_withdrawal:
        yield policy.reason("new-withdrawal")
    risks = policy.rule("risk-not-contained")["risks"]
    if facts.suicide_risk in risks and not facts.risk_contained:
        yield policy.reason("risk-not-contained", {"suicide_risk": facts.suicide_risk})


def _thinner(facts: StayFacts, policy: Policy) -> Iterator[Reason]:
    """Fewer days in the same level, when every criterion for it holds and there is a day to give up."""
    rule = policy.rule("thin")
    criteria = held(facts, rule["all"])
    if all(criteria.values()) and facts.days_per_week > rule["fewest_days"]:
        yield policy.reason("thin", {**criteria, "days_per_week": facts.days_per_week})


def _stays(facts: StayFacts, policy: Policy) -> Iterator[Reason]:
    because = [name for name, holds in held(facts, policy.rule("continue")["any"]).items() if holds]
    if because:
        yield policy.reason("continue", {"because": because})


def _more(facts: StayFacts, policy: Policy) -> str | None:
    """The level the needs ask for, else the next one up."""
    if facts.required_level is not None and _higher(facts.required_level, facts.level, policy):
        return facts.required_level
    following: str | None = policy.rule("levels")["up"].get(facts.level)
    return following


def _higher(one: str | None, other: str, policy: Policy) -> bool:
    order: Sequence[str] = policy.rule("levels")["order"]
    return one is not None and order.index(one) > order.index(other)
