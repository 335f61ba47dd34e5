"""Why a level and not another, in the order a clinician reads it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stepwell.care.placement.rules.criteria import Criteria, Level, Token
from stepwell.care.placement.rules.level import Found, deciding, level_for
from stepwell.care.placement.rules.would_change import would_change
from stepwell.foundation.kernel.ruling import Reason
from stepwell.foundation.policy.document import Policy


def reasons_for_level(
    found: Found, needs: Sequence[Token], remission: bool, criteria: Criteria, policy: Policy
) -> tuple[Reason, ...]:
    """The rules that decided, then every level with why it was admitted or excluded, then what would change
    it, then what may be selected instead."""
    return (
        *_determining(found, needs, remission, criteria, policy),
        *(_of_level(level, found, needs, policy) for level in criteria.levels),
        policy.reason("would-change", {"would_change": would_change(found, needs, remission, criteria, policy)}),
        *_selectable(found, needs, remission, criteria, policy),
    )


def reasons_for_what_is_open(needs: Sequence[Token], unrated: Sequence[str], policy: Policy) -> Iterator[Reason]:
    """What is not rated, what is still to be evaluated, and the medication that goes on."""
    if unrated:
        yield policy.reason("R10", {"unrated": list(unrated), "would_change": "rating these subdimensions"})
    for need in needs:
        if need.evaluate:
            yield policy.reason("R8", {"because": [need.tag], "due_hours": policy.rule("R8")["due_hours"]})
        if need.continues_medication:
            yield policy.reason("R11", {"because": [need.tag]})


def _determining(
    found: Found, needs: Sequence[Token], remission: bool, criteria: Criteria, policy: Policy
) -> Iterator[Reason]:
    because = {
        "R1": [need for need in needs if need in deciding(needs, criteria) or need.coe or need.bio],
        "R5": [need for need in needs if need.coe],
        "R6": [need for need in needs if need.residence],
        "R9": [],
    }
    for rule in found.rules:
        tags = [need.tag for need in because.get(rule, deciding(needs, criteria))]
        facts = {"level": found.label, "because": tags}
        yield policy.reason(rule, facts | ({"remission": remission} if rule == "R9" else {}))


def _of_level(level: Level, found: Found, needs: Sequence[Token], policy: Policy) -> Reason:
    """Why one level was admitted or excluded."""
    admitted = level.level == found.level.level
    short = level.unmet(needs)
    needed = [need for need in needs if need.level]
    if admitted:
        says = f"Level {found.label} is admitted: the least intensive level that meets every rating."
        because = needed
    elif short:
        because = list(short)
        says = f"Level {level.level} is excluded: it is not enough for {_list(because)}."
    elif not needed:
        because = [need for need in needs if not need.is_quiet]
        says = f"Level {level.level} is excluded: {_nothing_needed(level, found)}."
    else:
        because = []
        says = f"Level {level.level} is excluded: a less intensive level meets every rating."
    facts = {"level": level.level, "admitted": admitted, "because": [need.tag for need in because]}
    return policy.reason(level.rule, facts, says=says)


def _nothing_needed(level: Level, found: Found) -> str:
    if level.rule == "R9" and found.level.rule != "R9":
        return "it is for people in remission for whom nothing is needed"
    return "no rating needs it"


def _selectable(
    found: Found, needs: Sequence[Token], remission: bool, criteria: Criteria, policy: Policy
) -> Iterator[Reason]:
    """R12: 2.1 with an external prescriber, where nothing else asks for more."""
    rule = policy.rule("R12")
    only = [need for need in needs if need.tag in rule["only_because"]]
    if found.level.level != rule["recommended"] or not only:
        return
    others = [need for need in needs if need not in only]
    if level_for(others, remission, criteria, policy).label.removesuffix(" + RR") != rule["selectable"]:
        return
    option = {"level": rule["selectable"], "with": rule["with"], "reason_code_needed": True}
    yield policy.reason("R12", {"because": [need.tag for need in only], "selectable": option})


def _list(needs: Sequence[Token]) -> str:
    return ", ".join(need.tag for need in needs)
