"""A rule's values in words, for people who do not read YAML."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

SPAN = {"min", "max", "typical"}


def values_in_words(values: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Each value of a rule with its name: ("days per week", "3 to 5"). The order stays."""
    return tuple((name.replace("_", " "), in_words(value)) for name, value in values.items())


def in_words(value: Any) -> str:
    """One value: yes and no, spans as "3 to 5", lists joined, entries of a list one after another."""
    if isinstance(value, Mapping):
        if value and value.keys() <= SPAN:
            return _span(value)
        return "; ".join(f"{str(name).replace('_', ' ')}: {in_words(one)}" for name, one in value.items()) or "none"
    if isinstance(value, list | tuple):
        between = " / " if any(isinstance(one, Mapping) for one in value) else ", "
        return between.join(map(in_words, value)) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None:
        return "none"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, date) else str(value).replace("_", " ")


def _span(value: Mapping[str, Any]) -> str:
    low, high = value.get("min"), value.get("max")
    if low is not None and high is not None:
        text = in_words(low) if low == high else f"{in_words(low)} to {in_words(high)}"
    elif low is not None:
        text = f"at least {in_words(low)}"
    else:
        text = f"at most {in_words(high)}" if high is not None else "open"
    return f"{text} (typically {in_words(value['typical'])})" if value.get("typical") is not None else text
