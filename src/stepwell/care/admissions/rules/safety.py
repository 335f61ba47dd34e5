"""What is routed first, by when and to whom. A route is a next step and never a refusal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Annotated, Any, Literal

from stepwell.care.admissions.rules.conditions import holds, observed
from stepwell.foundation.kernel.facts import STRICT, Within
from stepwell.foundation.kernel.ruling import Reason, Ruling
from stepwell.foundation.policy.document import Policy, Rule


@dataclass(frozen=True)
class SafetyFacts:
    """What was asked and seen; None is not asked.

    c_ssrs: level of the screener. ciwa_ar, cows: totals. breath_alcohol: grams per 210 liters of breath.
    withdrawal_delirium: delirium, hallucinations or a seizure in withdrawal. medication_plan: a plan for
    medication in opioid withdrawal. consent_unresolved: the person's capacity or a minor's consent.
    """

    __pydantic_config__ = STRICT
    unconscious: bool | None = None
    breathing_trouble: bool | None = None
    overdose: bool | None = None
    seizure_now: bool | None = None
    chest_pain: bool | None = None
    c_ssrs: Literal["none", "low", "moderate", "high"] | None = None
    suicide_intent_now: bool | None = None
    harm_to_others: bool | None = None
    withdrawal_delirium: bool | None = None
    ciwa_ar: Annotated[int, Within(0, 67)] | None = None
    prior_severe_withdrawal: bool | None = None
    current_heavy_use: bool | None = None
    stopping_daily_sedatives: bool | None = None
    cows: Annotated[int, Within(0, 48)] | None = None
    opioid_withdrawal: bool | None = None
    medication_plan: bool | None = None
    breath_alcohol: Annotated[Decimal, Within(0, 1)] | None = None
    sedated: bool | None = None
    psychosis_or_mania: bool | None = None
    pregnant: bool | None = None
    dependent_on_opioids_alcohol_or_sedatives: bool | None = None
    consent_unresolved: bool | None = None


@dataclass(frozen=True)
class Route:
    """Where one trigger leads. deadline_minutes: from now, 0 is now, None has none. call: a number, or None."""

    trigger: str
    route: str
    deadline_minutes: int | None
    call: str | None


@dataclass(frozen=True)
class Safety:
    """routes: most urgent first. urgent: something has to happen now or the same day. most_urgent: its
    trigger. unasked: triggers that still have to be asked about."""

    routes: tuple[Route, ...]
    urgent: bool
    most_urgent: str | None
    unasked: tuple[str, ...]

    @property
    def emergencies(self) -> tuple[str, ...]:
        """The triggers that have to be acted on now."""
        return tuple(route.trigger for route in self.routes if route.deadline_minutes == 0)


@dataclass(frozen=True)
class Question:
    """What to ask about one trigger in plain words, and what to say when the answer is yes."""

    trigger: str
    question: str
    script: str


def safety_routes(facts: SafetyFacts, policy: Policy) -> Ruling[Safety]:
    """The routes that what was asked and seen leads to, the most urgent first.

    policy: safety/hard-stops. One more trigger never makes it less urgent; the order of facts does not
    matter; what was not asked is listed and never taken as no.
    """
    seen = asdict(facts)
    triggers = list(_triggers(policy))
    found = sorted((rule for rule in triggers if holds(rule["when"], seen)), key=_urgency)
    unasked = [rule for rule in triggers if holds(rule["when"], seen) is None and _to_ask(rule, seen)]
    routes = tuple(Route(rule.id, rule["route"], rule["deadline_minutes"], rule["call"]) for rule in found)
    soon = policy.rule("urgency")["urgent_within_minutes"]
    answer = Safety(
        routes,
        urgent=any(one.deadline_minutes is not None and one.deadline_minutes <= soon for one in routes),
        most_urgent=routes[0].trigger if routes else None,
        unasked=tuple(rule.id for rule in unasked),
    )
    return Ruling(answer, tuple(_reasons(found, unasked, seen, policy)))


def questions(policy: Policy) -> tuple[Question, ...]:
    """What to ask at a first contact, the gravest first. policy: safety/hard-stops."""
    return tuple(Question(rule.id, rule["question"], rule["script"]) for rule in _triggers(policy) if rule["question"])


def _triggers(policy: Policy) -> Iterator[Rule]:
    yield from (rule for rule in policy.rules.values() if rule.get("trigger"))


def _urgency(rule: Rule) -> float:
    """Sorts by deadline; those without one come last. The policy's order decides among equals."""
    return float("inf") if rule["deadline_minutes"] is None else float(rule["deadline_minutes"])


def _to_ask(rule: Rule, seen: Mapping[str, Any]) -> bool:
    condition = rule.get("ask_if")
    return condition is None or holds(condition, seen) is True


def _reasons(found: list[Rule], unasked: list[Rule], seen: Mapping[str, Any], policy: Policy) -> Iterator[Reason]:
    for rule in found:
        facts = {key: rule[key] for key in ("route", "deadline_minutes", "call", "script")}
        known = {name: _plain(value) for name, value in observed(rule["when"], seen).items()}
        yield policy.reason(rule.id, {"because": known, **facts})
    yield policy.reason("never-rejected" if found else "nothing-found")
    if unasked:
        asking = {rule.id: rule["question"] for rule in unasked}
        yield policy.reason("ask", {"would_change": asking})


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value
