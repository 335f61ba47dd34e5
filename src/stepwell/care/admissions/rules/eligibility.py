"""Whether the program fits. Factors inform and never refuse; emergencies are routed; needs are referred."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal

from stepwell.foundation.kernel.facts import STRICT, BadFacts, Within
from stepwell.foundation.kernel.ruling import Reason, Ruling
from stepwell.foundation.policy.document import Policy, Rule

Outcome = Literal["admit_2.1", "admit_with_conditions", "refer_up", "refer_down", "emergency", "defer"]
Years = Annotated[int, Within(0, 130)]


@dataclass(frozen=True)
class ProgramAges:
    """The ages a program declares, both included; most: None has no end."""

    __pydantic_config__ = STRICT
    least: Years
    most: Years | None = None


@dataclass(frozen=True)
class EligibilityFacts:
    """What is known before admission.

    program_ages: None when the program declares none; then it takes adults only. emergencies: the safety
    check's triggers that have to be acted on now. consent_unresolved: who may consent is not settled. level:
    the level selected, else recommended, or None before placement. program_level: what the program gives.
    factors: answers by the policy's factor; one that is missing or null was not asked.
    """

    __pydantic_config__ = STRICT
    age: Years
    program_ages: ProgramAges | None = None
    emergencies: tuple[str, ...] = ()
    consent_unresolved: bool | None = None
    level: str | None = None
    program_level: str = "2.1"
    factors: Mapping[str, bool | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Condition:
    """Support that is arranged because of a factor; never a hurdle."""

    factor: str
    response: str


@dataclass(frozen=True)
class Eligibility:
    """outcome: what is proposed, a person decides. refer_to: where to go where it is not here now. conditions:
    support to arrange, whatever the outcome. unasked: factors that were not asked."""

    outcome: Outcome
    refer_to: tuple[str, ...]
    conditions: tuple[Condition, ...]
    unasked: tuple[str, ...]


@dataclass(frozen=True)
class _Way:
    """One way the ruling can go: its outcome, where to, and why."""

    outcome: Outcome
    refer_to: tuple[str, ...]
    reasons: tuple[Reason, ...]


def eligibility(facts: EligibilityFacts, policy: Policy) -> Ruling[Eligibility]:
    """Whether the program fits, what would make it fit, and where to go if it is not here now.

    Emergencies come first, then what has to be settled (age, consent), then a need of another level. All
    other factors inform: they add support and never change an admission into anything else. policy:
    eligibility/iop. Raises BadFacts at "factors.x", "level" or "program_level".
    """
    factors = _factors(policy)
    _check(facts, factors, policy)
    concerns = [rule for rule in factors.values() if _is_concern(rule, facts)]
    support = [rule for rule in concerns if rule["effect"] == "condition"]
    way = next(_ways(facts, concerns, policy), None) or _admitted(support, policy)
    unasked = tuple(name for name, rule in factors.items() if _to_ask(rule, facts))
    answer = Eligibility(
        way.outcome,
        way.refer_to,
        tuple(Condition(rule.id, rule["response"]) for rule in support),
        unasked,
    )
    return Ruling(answer, (*way.reasons, *_of_factors(facts, factors, policy), *_of_unasked(unasked, policy)))


def _factors(policy: Policy) -> dict[str, Rule]:
    return {rule.id: rule for rule in policy.rules.values() if rule.get("factor")}


def _check(facts: EligibilityFacts, factors: Mapping[str, Rule], policy: Policy) -> None:
    for name in facts.factors:
        if name not in factors:
            raise BadFacts(f"factors.{name}", f"one of {', '.join(factors)}", name)
    order = policy.rule("level")["order"]
    for path, level in (("level", facts.level), ("program_level", facts.program_level)):
        if level is not None and level not in order:
            raise BadFacts(path, f"one of {', '.join(order)}", level)


def _is_concern(rule: Rule, facts: EligibilityFacts) -> bool:
    answer = facts.factors.get(rule.id)
    return answer is not None and answer is rule["concern_when"]


def _to_ask(rule: Rule, facts: EligibilityFacts) -> bool:
    """Not known yet; what may never count is not asked for either."""
    return facts.factors.get(rule.id) is None and not rule.get("never_counts")


def _ways(facts: EligibilityFacts, concerns: list[Rule], policy: Policy) -> Iterator[_Way]:
    """The ways other than an admission that the facts lead to, the first one counts."""
    if facts.emergencies:
        rule = policy.rule("emergency")
        reason = policy.reason("emergency", {"emergencies": list(facts.emergencies)})
        yield _Way("emergency", tuple(rule["refer_to"]), (reason,))
    yield from _by_age(facts, policy)
    if facts.consent_unresolved:
        rule = policy.rule("consent")
        yield _Way("defer", tuple(rule["refer_to"]), (policy.reason("consent", {"consent_unresolved": True}),))
    yield from _by_need("refer_up", facts, concerns, policy)
    yield from _by_need("refer_down", facts, concerns, policy)


def _by_age(facts: EligibilityFacts, policy: Policy) -> Iterator[_Way]:
    rule = policy.rule("ages")
    ages = facts.program_ages or ProgramAges(least=rule["adult"])
    seen = {"age": facts.age, "least": ages.least, "most": ages.most, "declared": bool(facts.program_ages)}
    if facts.age < ages.least:
        yield _Way("defer", tuple(rule["refer_younger_to"]), (policy.reason("ages", seen),))
    elif ages.most is not None and facts.age > ages.most:
        yield _Way("defer", tuple(rule["refer_older_to"]), (policy.reason("ages", seen),))


def _by_need(
    outcome: Literal["refer_up", "refer_down"], facts: EligibilityFacts, concerns: list[Rule], policy: Policy
) -> Iterator[_Way]:
    """A need of a more or less intensive level, from a factor or from the level that was found."""
    needs = [rule for rule in concerns if rule["effect"] == outcome]
    reasons = [policy.reason(rule.id, {"answer": facts.factors[rule.id]}) for rule in needs]
    refer_to = [rule["response"] for rule in needs]
    steps = _steps(facts, policy)
    if (steps > 0 and outcome == "refer_up") or (steps < 0 and outcome == "refer_down"):
        seen = {"level": facts.level, "program_level": facts.program_level}
        reasons.append(policy.reason("level", seen))
        refer_to.append(f"a program at level {facts.level}, with the next appointment booked from here")
    if reasons:
        yield _Way(outcome, tuple(refer_to), tuple(reasons))


def _steps(facts: EligibilityFacts, policy: Policy) -> int:
    """How many levels above (or below, negative) the program's the person's level stands."""
    order: list[str] = policy.rule("level")["order"]
    return 0 if facts.level is None else order.index(facts.level) - order.index(facts.program_level)


def _admitted(support: list[Rule], policy: Policy) -> _Way:
    if not support:
        return _Way("admit_2.1", (), (policy.reason("fits"),))
    reason = policy.reason("fits-with-support", {"because": [rule.id for rule in support]})
    return _Way("admit_with_conditions", (), (reason,))


def _of_factors(facts: EligibilityFacts, factors: Mapping[str, Rule], policy: Policy) -> Iterator[Reason]:
    """What each answered factor means, in the policy's order."""
    for name, rule in factors.items():
        answer = facts.factors.get(name)
        if answer is not None:
            concern = answer is rule["concern_when"]
            response = rule["response"] if concern or (answer and rule["effect"] == "inform") else None
            yield policy.reason(name, {"answer": answer, "concern": concern, "response": response})


def _of_unasked(unasked: tuple[str, ...], policy: Policy) -> Iterator[Reason]:
    if unasked:
        yield policy.reason("unasked", {"would_change": list(unasked)})
