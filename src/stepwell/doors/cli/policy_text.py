"""A policy on paper: every rule with its values, whose word it is, and what contradicts it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from stepwell.foundation.policy.document import Policy, Rule, Source
from stepwell.registry.programs.rules.merging import ProgramPolicy

SILENT = "field default: the page is silent"
LEGEND = (
    "source [operator]: the page says it of its own program; [general]: of such programs in general; "
    "[field-default]: the page is silent; [own]: our own; [regulation], [published]: as named"
)


def lines(read: ProgramPolicy) -> Iterator[str]:
    """The policy for people, line by line; a program's own rules first, then the field's that fill in."""
    policy = read.own
    yield f"{policy.ref}  {policy.title}".rstrip()
    until = f" to {policy.effective_to}" if policy.effective_to else ""
    yield f"{policy.status}, in force from {policy.effective_from}{until}, {_origin(policy)}"
    if policy.approved_by:
        yield f"approved by {', '.join(policy.approved_by)}"
    if policy.beneath is not None:
        yield f"stands in front of {policy.beneath.ref}, {_origin(policy.beneath)}"
        dropped = sorted(set(policy.beneath.rules) - set(policy.rules))
        if dropped:
            yield f"rules of {policy.beneath.ref} that it leaves out: {', '.join(dropped)}"
    yield LEGEND
    for speaker, rule in read.all():
        yield ""
        yield from _rule(read, speaker, rule)


def _rule(read: ProgramPolicy, speaker: Policy, rule: Rule) -> Iterator[str]:
    mark = f"  ({SILENT})" if read.is_silent(rule.id) else ""
    yield f"{rule.id}{mark}"
    yield f"    {rule.says}"
    for key, value in rule.values.items():
        yield from _values(key, value)
    yield f"    source {_cited(rule.source)}"
    yield from (f"       and {_cited(source)}" for source in rule.also)
    if speaker is not read.own:
        yield f"    from: {speaker.ref}, {_origin(speaker)}"
    if rule.warning:
        yield f"    WARNING {rule.warning}"
    under = read.own.beneath.rules.get(rule.id) if read.own.beneath and speaker is read.own else None
    if under is not None and read.own.beneath is not None:
        yield f"    instead of {read.own.beneath.ref}: {under.says}"
        yield f"        source {_cited(under.source)}"


def as_json(read: ProgramPolicy) -> dict[str, Any]:
    """The policy for machines: header, both provenances, rules in the order they are printed."""
    policy = read.own
    return {
        **_header(policy),
        "beneath": _header(policy.beneath) if policy.beneath else None,
        "rules": [_rule_json(read, speaker, rule) for speaker, rule in read.all()],
    }


def _header(policy: Policy) -> dict[str, Any]:
    ends = policy.effective_to.isoformat() if policy.effective_to else None
    return {
        "policy": policy.id,
        "version": policy.version,
        "title": policy.title,
        "status": policy.status,
        "origin": policy.origin,
        "effective": {"from": policy.effective_from.isoformat(), "to": ends},
        "approved_by": list(policy.approved_by),
        "source": [_source_json(source) for source in policy.sources],
    }


def _rule_json(read: ProgramPolicy, speaker: Policy, rule: Rule) -> dict[str, Any]:
    under = read.own.beneath.rules.get(rule.id) if read.own.beneath and speaker is read.own else None
    return {
        "id": rule.id,
        "says": rule.says,
        "values": _json(rule.values),
        "source": _source_json(rule.source),
        "also": [_source_json(source) for source in rule.also],
        "warning": rule.warning or None,
        "field_default": read.is_silent(rule.id),
        "policy": speaker.ref,
        "instead_of": {"says": under.says, "source": _source_json(under.source)} if under else None,
    }


def _origin(policy: Policy) -> str:
    return policy.origin if policy.origin == "shipped" else f"from the operator's folder {policy.origin}"


def _cited(source: Source) -> str:
    return f"[{source.claim}]: {source}"


def _source_json(source: Source) -> dict[str, str]:
    return {"cite": source.cite, "section": source.section, "claim": source.claim}


def _values(key: str, value: Any) -> Iterator[str]:
    if isinstance(value, list) and any(isinstance(one, Mapping) for one in value):
        yield f"    {key}:"
        yield from (f"      - {_inline(one)}" for one in value)
    else:
        yield f"    {key}: {_inline(value)}"


def _inline(value: Any) -> str:
    if isinstance(value, Mapping):
        if value.keys() <= {"min", "max", "typical"}:
            return _span(value)
        return ", ".join(f"{key}: {_bracketed(one)}" for key, one in value.items())
    if isinstance(value, list):
        return ", ".join(map(_bracketed, value)) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "none" if value is None else str(value)


def _bracketed(value: Any) -> str:
    inline = _inline(value)
    is_span = isinstance(value, Mapping) and value.keys() <= {"min", "max", "typical"}
    return f"({inline})" if isinstance(value, Mapping | list) and not is_span else inline


def _span(value: Mapping[str, Any]) -> str:
    low, high = value.get("min"), value.get("max")
    if low is not None and high is not None:
        text = f"{low}" if low == high else f"{low} to {high}"
    else:
        text = f"at least {low}" if low is not None else f"at most {high}" if high is not None else "open"
    return f"{text} (typically {value['typical']})" if "typical" in value else text


def _json(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _json(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_json(one) for one in value]
    if isinstance(value, date | Decimal):
        return str(value)
    return value
