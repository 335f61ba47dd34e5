"""Answers as they were given, checked against the instrument's own items."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from stepwell.foundation.kernel.facts import BadFacts
from stepwell.foundation.policy.document import Policy

Given = int | bool | None
Answers = Mapping[str, int | None]


def read_answers(given: Sequence[Given], policy: Policy) -> Answers:
    """The answers by item id; None where a question was left open.

    given: one answer an item, in the instrument's order. Raises BadFacts at "answers" for a wrong number of
    them and at "answers[3]" for a value the item does not allow, an open safety question, or a screener's
    question left open that was not to be skipped.
    """
    items = _laid_out(given, policy)
    read = {item["id"]: _allowed(given[place], place, item, policy) for place, item in enumerate(items)}
    for item in items:
        if read[item["id"]] is None and read.get(item.get("zero_if_zero", "")) == 0:
            read[item["id"]] = 0
    for place, item in enumerate(items):
        if read[item["id"]] is None:
            _may_be_open(place, item, read, policy)
    return read


def item_ids(policy: Policy) -> tuple[str, ...]:
    """The instrument's items in their order, without the parts of any."""
    return tuple(item["id"] for item in policy.rule("form")["items"])


def _laid_out(given: Sequence[Given], policy: Policy) -> list[Mapping[str, Any]]:
    """The items that the answers stand for: as they are, or with every part spelled out."""
    items = list(policy.rule("form")["items"])
    apart = [part for item in items for part in item.get("parts", [item])]
    for layout in (items, apart):
        if len(given) == len(layout):
            return layout
    expected = f"{len(items)} answers"
    if len(apart) != len(items):
        expected += f", or {len(apart)} with every part"
    raise BadFacts("answers", expected, len(given))


def _allowed(value: Given, place: int, item: Mapping[str, Any], policy: Policy) -> int | None:
    allowed = item.get("allowed") or policy.rule("form")["allowed"]
    yes_no = list(allowed) == [0, 1]
    fits = value is None or (type(value) is int and value in allowed) or (type(value) is bool and yes_no)
    if fits:
        return None if value is None else int(value)
    words = ", ".join(str(one) for one in allowed)
    raise BadFacts(f"answers[{place}]", f"one of {words}{' (or true, false)' if yes_no else ''}", value)


def _may_be_open(place: int, item: Mapping[str, Any], read: Answers, policy: Policy) -> None:
    if item["id"] in set(_safety_items(policy)):
        raise BadFacts(f"answers[{place}]", "an answer: a safety question is never left open", None)
    if policy.rule("score")["method"] != "first-match":
        return
    asked_if = item.get("asked_if")
    if asked_if is None:
        raise BadFacts(f"answers[{place}]", "yes or no: this question is always asked", None)
    if read[asked_if]:
        raise BadFacts(f"answers[{place}]", f"yes or no: it is asked after yes to {asked_if}", None)


def _safety_items(policy: Policy) -> Iterator[str]:
    rule = policy.rules.get("safety")
    yield from (entry["item"] for entry in (rule["items"] if rule else ()))
