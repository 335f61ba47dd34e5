"""The closed vocabulary in which a policy says what has to be observed: true, false, or not known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def holds(when: Mapping[str, Any], facts: Mapping[str, Any]) -> bool | None:
    """Whether a condition holds; None when it depends on something that was not asked.

    when: {"any": [...]}, {"all": [...]}, or {"fact": name} with "is", "is_not" (also true when not asked),
    "asked" (true or false, always known), "at_least", "at_most" or "above". Raises KeyError for a fact or a
    word outside the vocabulary.
    """
    if "any" in when:
        return _any([holds(one, facts) for one in when["any"]])
    if "all" in when:
        parts = _any([_turned(holds(one, facts)) for one in when["all"]])
        return _turned(parts)
    value = facts[when["fact"]]
    words = [word for word in when if word != "fact"]
    if words == ["is_not"]:
        return bool(value is not when["is_not"])
    if words == ["asked"]:
        return bool((value is not None) == when["asked"])
    if value is None:
        return None
    return all(_word(word, value, when[word]) for word in words)


def observed(when: Mapping[str, Any], facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts a condition looks at that are known, by name."""
    parts = when.get("any") or when.get("all")
    if parts:
        return {name: value for one in parts for name, value in observed(one, facts).items()}
    value = facts[when["fact"]]
    return {} if value is None else {when["fact"]: value}


def _any(known: list[bool | None]) -> bool | None:
    if any(known):
        return True
    return None if None in known else False


def _turned(known: bool | None) -> bool | None:
    return None if known is None else not known


def _word(word: str, value: Any, limit: Any) -> bool:
    words = {
        "is": lambda: value == limit,
        "at_least": lambda: value >= limit,
        "at_most": lambda: value <= limit,
        "above": lambda: value > limit,
    }
    return bool(words[word]())
