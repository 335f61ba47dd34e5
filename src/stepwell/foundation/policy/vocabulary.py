"""Judges policy files against the closed vocabularies in policies/schema."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stepwell.foundation.policy.faults import PolicyError
from stepwell.foundation.policy.folders import shipped_folder
from stepwell.foundation.policy.yaml_text import parse

if TYPE_CHECKING:
    from jsonschema_rs import Draft202012Validator, ValidationError


def judge(path: Path) -> tuple[PolicyError, ...]:
    """What a policy file says outside of its vocabulary: that of every policy, then that of its kind (the first
    word of its id), where there is one. Judged again only when the file has changed."""
    seen = path.stat()
    return _judged(path, seen.st_mtime_ns, seen.st_size)


def judge_cases(path: Path) -> tuple[PolicyError, ...]:
    """What a cases.yaml says outside of the vocabulary of cases."""
    return tuple(_against("cases", path, _as_json(parse(path.read_text(encoding="utf-8"), path))))


@lru_cache(maxsize=256)
def _judged(path: Path, _changed: int, _size: int) -> tuple[PolicyError, ...]:
    body = _as_json(parse(path.read_text(encoding="utf-8"), path))
    found = tuple(_against("policy", path, body))
    kind = str(body.get("policy", "")).partition("/")[0] if isinstance(body, dict) else ""
    return found or tuple(_against(kind, path, body))


def _against(schema: str, path: Path, body: Any) -> Iterator[PolicyError]:
    validator = _validator(shipped_folder() / "schema" / f"{schema}.json")
    if validator is None:
        return
    faults = list(validator.iter_errors(body))
    exact = {tuple(fault.instance_path[:2]) for fault in faults if not _is_sweeping(fault)}
    for fault in faults:
        if not (_is_sweeping(fault) and tuple(fault.instance_path[:2]) in exact):
            yield PolicyError(path, _sentence(fault, body))


def _is_sweeping(fault: ValidationError) -> bool:
    # said of every value of a rule as soon as one of them is wrong
    return fault.message.startswith("Unevaluated properties")


@lru_cache(maxsize=32)
def _validator(schema: Path) -> Draft202012Validator | None:
    if not schema.is_file():
        return None
    import jsonschema_rs  # only a check and an operator's own file need it; a question at the shell does not

    return jsonschema_rs.Draft202012Validator(json.loads(schema.read_text(encoding="utf-8")))


def _sentence(fault: ValidationError, body: Any) -> str:
    where = [str(part) for part in fault.instance_path]
    says = fault.message.replace("Unevaluated properties are not allowed", "unknown value")
    if len(where) > 1 and where[0] == "rules":
        rule_id = body["rules"][int(where[1])].get("id", f"number {where[1]}")
        if where[2:] == ["id"] and "anyOf" in says:
            return f"there is no rule {rule_id!r} in the vocabulary of {body['policy'].partition('/')[0]}"
        where = [f"rule {rule_id!r}", *where[2:]]
    return ": ".join([*where[:1], *([".".join(where[1:])] if where[1:] else []), says])


def _as_json(found: Any) -> Any:
    if isinstance(found, dict):
        return {str(key): _as_json(value) for key, value in found.items()}
    if isinstance(found, list):
        return [_as_json(value) for value in found]
    if isinstance(found, date):
        return found.isoformat()
    return float(found) if isinstance(found, Decimal) else found
