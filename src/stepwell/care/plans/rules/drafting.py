"""A draft as a tree of parts: problem, goal, objective, intervention; each changed, added or taken out alone."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from typing import Any

from stepwell.care.plans.rules.canonical import fingerprint

#: What hangs under what: the kind of a part, the list it stands in, the kind of its children.
UNDER = {"plan": "problem", "problem": "goal", "goal": "objective", "objective": "intervention"}
LISTS = {"problem": "problems", "goal": "goals", "objective": "objectives", "intervention": "interventions"}
#: Parts there is one of: hours and dates, and the words of the whole plan.
FRAME = "frame"
TEXTS = (
    "strengths", "barriers", "medication_needs", "family", "language_culture", "drug_test_schedule",
    "discharge_criteria",
)  # fmt: skip

Draft = Mapping[str, Any]


def empty() -> dict[str, Any]:
    """A draft in which nothing is written yet."""
    return {"last": 0, FRAME: {}, "texts": {}, "problems": []}


def part(draft: Draft, key: str) -> tuple[str, dict[str, Any]]:
    """The kind of a part and its own words, without what hangs under it. Raises KeyError."""
    if key == FRAME:
        return FRAME, dict(draft[FRAME])
    if key in TEXTS:
        return "text", {"text": draft["texts"].get(key, "")}
    kind, node, _ = _find(draft, key)
    return kind, {name: value for name, value in node.items() if name not in ("id", LISTS.get(UNDER.get(kind, "")))}


def mark(draft: Draft, key: str) -> str:
    """A short text that changes whenever the part's own words do. Raises KeyError."""
    return fingerprint(part(draft, key)[1])[:20]


def written(draft: Draft, key: str, words: Mapping[str, Any]) -> dict[str, Any]:
    """The draft with other words in one part; all other parts stay as they are. Raises KeyError."""
    found = copy.deepcopy(dict(draft))
    if key == FRAME:
        found[FRAME] = dict(words)
    elif key in TEXTS:
        found["texts"][key] = words["text"]
    else:
        _find(found, key)[1].update(words)
    return found


def added(draft: Draft, under: str, words: Mapping[str, Any]) -> tuple[dict[str, Any], str]:
    """The draft with a new part under another ("plan" for a problem), last in its list, and its key.

    words may carry what hangs under it, as {"goals": [{…}]}; those get keys as well. Raises KeyError.
    """
    found = copy.deepcopy(dict(draft))
    if under == "plan":
        kind, into = "problem", found["problems"]
    else:
        above, node, _ = _find(found, under)
        kind = UNDER[above]
        into = node.setdefault(LISTS[kind], [])
    made = _keyed(found, kind, words)
    into.append(made)
    return found, made["id"]


def removed(draft: Draft, key: str) -> dict[str, Any]:
    """The draft without a part and all that hangs under it. Raises KeyError, also for a part there is one of."""
    found = copy.deepcopy(dict(draft))
    _, node, stands_in = _find(found, key)
    stands_in.remove(node)
    return found


def nodes(draft: Draft) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every problem, goal, objective and intervention with its kind, in the order they are read."""
    yield from ((kind, node) for kind, node, _ in _walk("problem", draft["problems"]))


def _keyed(draft: dict[str, Any], kind: str, words: Mapping[str, Any]) -> dict[str, Any]:
    draft["last"] += 1
    made = {**words, "id": f"n{draft['last']}"}
    below = UNDER.get(kind)
    if below:
        made[LISTS[below]] = [_keyed(draft, below, one) for one in words.get(LISTS[below], ())]
    return made


def _find(draft: Draft, key: str) -> tuple[str, dict[str, Any], list[Any]]:
    for kind, node, stands_in in _walk("problem", draft["problems"]):
        if node["id"] == key:
            return kind, node, stands_in
    raise KeyError(key)


def _walk(kind: str, stands_in: list[Any]) -> Iterator[tuple[str, dict[str, Any], list[Any]]]:
    for node in stands_in:
        yield kind, node, stands_in
        below = UNDER.get(kind)
        if below:
            yield from _walk(below, node.get(LISTS[below], []))
