"""One policy file becomes one Policy, or a PolicyError that says what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from stepwell.foundation.policy.document import Policy, Rule, Source
from stepwell.foundation.policy.faults import PolicyError
from stepwell.foundation.policy.yaml_text import parse

STATUSES = ("draft", "reviewed", "released", "retired")
CLAIMS = ("operator", "general", "field-default", "own", "regulation", "published")
_HEADER = {"policy", "version", "title", "effective", "status", "source", "approved_by", "note", "rules"}
_SOURCE = {"id", "cite", "section", "claim", "text"}
_RESERVED = {"id", "says", "source", "warning"}


def read(path: Path, origin: str) -> Policy:
    """The policy in a file. Read again only when the file has changed. Raises PolicyError."""
    try:
        seen = path.stat()
    except OSError as fault:
        raise PolicyError(path, f"cannot be read: {fault.strerror}") from None
    return _read(path, origin, seen.st_mtime_ns, seen.st_size)


@lru_cache(maxsize=1024)
def _read(path: Path, origin: str, _changed: int, _size: int) -> Policy:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as fault:
        raise PolicyError(path, f"cannot be read: {fault.strerror}") from None
    except UnicodeDecodeError as fault:
        raise PolicyError(path, f"is not text in UTF-8: a wrong byte at position {fault.start}") from None
    return _policy(path, origin, parse(text, path))


def _policy(path: Path, origin: str, body: Any) -> Policy:
    head = _mapping(path, body, "a policy")
    _only(path, head, _HEADER, "the header")
    starts, ends = _dates(path, head)
    sources = _sources(path, head)
    return Policy(
        id=_text(path, head, "policy"),
        version=_number(path, head, "version"),
        status=_one_of(path, head.get("status", "released"), STATUSES, "status"),
        effective_from=starts,
        effective_to=ends,
        rules=_rules(path, head, sources),
        origin=origin,
        title=str(head.get("title", "")),
        sources=sources,
        approved_by=tuple(str(name) for name in head.get("approved_by") or ()),
        path=str(path),
    )


def _dates(path: Path, head: Mapping[str, Any]) -> tuple[date, date | None]:
    effective = _mapping(path, head.get("effective"), "effective")
    _only(path, effective, {"from", "to"}, "effective")
    starts, ends = effective.get("from"), effective.get("to")
    if not isinstance(starts, date) or not (ends is None or isinstance(ends, date)):
        raise PolicyError(path, "effective: from (and to) must be dates like 2026-01-01")
    if ends is not None and ends < starts:
        raise PolicyError(path, "effective: to comes before from")
    return starts, ends


def _sources(path: Path, head: Mapping[str, Any]) -> tuple[Source, ...]:
    entries = head.get("source")
    if not isinstance(entries, list) or not entries:
        raise PolicyError(path, "source must list at least one provenance")
    return tuple(_source(path, entry) for entry in entries)


def _source(path: Path, entry: Any) -> Source:
    given = _mapping(path, entry, "a source")
    _only(path, given, _SOURCE, "a source")
    claim = _one_of(path, given.get("claim"), CLAIMS, "claim")
    words = {key: str(given.get(key, "")) for key in ("section", "id", "text")}
    return Source(cite=_text(path, given, "cite"), claim=claim, **words)


def _rules(path: Path, head: Mapping[str, Any], sources: tuple[Source, ...]) -> dict[str, Rule]:
    entries = head.get("rules")
    if not isinstance(entries, list) or not entries:
        raise PolicyError(path, "rules must list at least one rule")
    rules: dict[str, Rule] = {}
    for entry in entries:
        rule = _rule(path, _mapping(path, entry, "a rule"), sources)
        if rule.id in rules:
            raise PolicyError(path, f"the rule id {rule.id!r} stands twice")
        rules[rule.id] = rule
    return rules


def _rule(path: Path, entry: Mapping[str, Any], sources: tuple[Source, ...]) -> Rule:
    rule_id = _text(path, entry, "id")
    named = entry.get("source", 0)
    first, *also = (_named(path, rule_id, name, sources) for name in (named if isinstance(named, list) else [named]))
    values = {key: value for key, value in entry.items() if key not in _RESERVED}
    says = _text(path, entry, "says", where=f"rule {rule_id!r}: ")
    return Rule(rule_id, says, first, values, str(entry.get("warning", "")), tuple(also))


def _named(path: Path, rule_id: str, name: Any, sources: tuple[Source, ...]) -> Source:
    if isinstance(name, dict):
        return _source(path, name)
    if isinstance(name, int) and 0 <= name < len(sources):
        return sources[name]
    for source in sources:
        if source.id and source.id == name:
            return source
    raise PolicyError(path, f"rule {rule_id!r} names a source that is not listed: {name!r}")


def _mapping(path: Path, value: Any, what: str) -> Mapping[str, Any]:
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        raise PolicyError(path, f"{what} must be keys with values")
    return value


def _only(path: Path, given: Mapping[str, Any], allowed: set[str], what: str) -> None:
    unknown = sorted(set(given) - allowed)
    if unknown:
        raise PolicyError(path, f"{what} has an unknown key {unknown[0]!r}; known are {', '.join(sorted(allowed))}")


def _text(path: Path, given: Mapping[str, Any], key: str, where: str = "") -> str:
    value = given.get(key)
    if not isinstance(value, str) or not value.strip():
        raise PolicyError(path, f"{where}{key} must be a text")
    return value


def _number(path: Path, given: Mapping[str, Any], key: str) -> int:
    value = given.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise PolicyError(path, f"{key} must be a whole number from 1")
    return value


def _one_of(path: Path, value: Any, allowed: tuple[str, ...], what: str) -> str:
    if value not in allowed:
        raise PolicyError(path, f"{what} is {value!r}; allowed are {', '.join(allowed)}")
    return str(value)
