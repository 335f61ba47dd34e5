"""Who answers the cases beside a policy: the beginning of its id -> a callable(policy, facts) -> dict.

A kind that no runner knows is run by the tests of the area that owns it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import time
from decimal import Decimal
from functools import partial
from typing import Any

from stepwell.foundation.policy.document import Policy
from stepwell.foundation.policy.loading import load
from stepwell.office.utilization.rules.packet import Evidence, Sentence, sections, wanted
from stepwell.registry.programs.rules.program import FIELD_POLICY, RULE_OF, program_rules
from tests.policies.care_runners import CARE
from tests.policies.day_runners import DAY
from tests.policies.message_runners import MESSAGES

Runner = Callable[[Policy, dict[str, Any]], dict[str, Any]]


def program(policy: Policy, facts: dict[str, Any]) -> dict[str, Any]:
    """One field of a program's rules: {ask: field}, with `key` one entry of it; of prices {site, service, on}."""
    rules = program_rules(policy, load(FIELD_POLICY, policy.effective_from))
    field = facts["ask"]
    if "service" in facts:
        found: Any = rules.price(facts["site"], facts["service"], facts["on"])
    else:
        found = getattr(rules, field)
        if "key" in facts:
            found = next(one for one in found if facts["key"] in _names(one))
    claim = "field-default" if rules.is_field_default(field) else rules.source.rule(RULE_OF[field]).source.claim
    return {**_answer(found), "claim": claim}


def _names(one: Any) -> set[Any]:
    return {getattr(one, name, None) for name in ("key", "level", "kind", "part")}


def _answer(found: Any) -> dict[str, Any]:
    if dataclasses.is_dataclass(found):
        entries = {one.name: getattr(found, one.name) for one in dataclasses.fields(found)}
        answer = {"for" if name == "suits" else name: _json(value) for name, value in entries.items()}
        lists = [value for value in entries.values() if _is_keyed(value)]
        return {**answer, **({"keys": [one.key for one in lists[0]]} if lists else {})}
    if _is_keyed(found):
        return {"keys": [one.key for one in found]}
    if isinstance(found, tuple) and found and hasattr(found[0], "part"):
        return {"parts": [one.part for one in found]}
    return {"value": _json(found)}


def _is_keyed(found: Any) -> bool:
    return isinstance(found, tuple) and bool(found) and hasattr(found[0], "key")


def _json(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return {one.name: _json(getattr(value, one.name)) for one in dataclasses.fields(value)}
    if isinstance(value, tuple):
        return [_json(one) for one in value]
    if isinstance(value, time):
        return value.isoformat("minutes")
    return str(value) if isinstance(value, Decimal) else value


def engine(name: str, policy: Policy, facts: dict[str, Any]) -> dict[str, Any]:
    """The ruling that `decide <name>` prints for the facts."""
    from tests.rules.policy_cases import ruled

    return ruled(name, facts)["ruling"]


def packet(policy: Policy, facts: dict[str, Any]) -> dict[str, Any]:
    """The sections of a review packet, those with a gap, and how many sentences each tells."""
    found = {
        key: [Sentence("…", (Evidence(one["kind"], one["id"], one["on"]),)) for one in rows]
        for key, rows in facts["found"].items()
    }
    only = facts.get("only")
    out = frozenset(one["key"] for one in wanted(policy) if only is not None and one["key"] not in only)
    made = sections(found, facts["on"], policy, leave_out=out).answer
    return {
        "order": [one.key for one in made],
        "gaps": [one.key for one in made if one.gaps],
        "told": {one.key: len(one.sentences) for one in made},
    }


RUNNERS: dict[str, Runner] = {
    **CARE,
    **DAY,
    **MESSAGES,
    "programs": program,
    "instruments": partial(engine, "instrument"),
    "placement/fourth-edition": partial(engine, "placement"),
    "placement/third-edition": partial(engine, "placement"),
    "placement/locus": partial(engine, "placement"),
    "payers": partial(engine, "billable-day"),
    "utilization": partial(engine, "authorization"),
    "utilization/packet": packet,
    "scheduling/treatment-hours": partial(engine, "hours"),
}


def runner(policy_id: str) -> Runner | None:
    """The runner of the longest beginning that fits, or None."""
    fitting = [start for start in RUNNERS if f"{policy_id}/".startswith(f"{start}/")]
    return RUNNERS[max(fitting, key=len)] if fitting else None
