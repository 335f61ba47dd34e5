"""An instrument as it is asked: its questions, their answers, in a language, from its policy."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from stepwell.foundation.gate.refusals import NotFound
from stepwell.foundation.policy.document import Policy
from stepwell.foundation.policy.loading import PolicyError, all_ids, load

SPANISH = "wording/instruments-es"
KIND = "instruments/"
#: In the order a first sitting takes them.
ORDER = ("phq-9", "c-ssrs", "gad-7", "bam", "pcl-5", "readiness", "barc-10", "ciwa-ar", "cows")


@dataclass(frozen=True)
class Question:
    """One item. field: its name in the form. options: value and words. asked_if: the field that has to be yes first.
    must: a safety question, never left open."""

    id: str
    field: str
    number: int
    text: str
    options: tuple[tuple[str, str], ...]
    asked_if: str = ""
    must: bool = False


@dataclass(frozen=True)
class Questionnaire:
    """An instrument. questions: as asked, with every part of one by itself; whole: without the parts.
    by_client: a client may answer it alone, on a tablet. languages: codes it may be shown in.
    low, high: the ends of its score, None where it is never summed. bands: from which value each begins."""

    name: str
    title: str
    stem: str
    questions: tuple[Question, ...]
    whole: tuple[Question, ...]
    by_client: bool
    language: str
    languages: tuple[str, ...]
    notice: str
    says: str
    low: int | None
    high: int | None
    bands: tuple[tuple[int, str], ...]

    @property
    def short(self) -> str:
        """The name people use: "PHQ-9"."""
        inside = re.search(r"\(([^)]+)\)", self.title)
        return inside[1] if inside else self.title.partition(":")[0]


def known(on: date) -> list[str]:
    """Names of the instruments there are, in the order of a first sitting."""
    names = [one.removeprefix(KIND) for one in all_ids() if one.startswith(KIND)]
    return sorted(names, key=lambda name: (ORDER.index(name) if name in ORDER else len(ORDER), name))


def questionnaire(name: str, on: date, language: str = "en") -> Questionnaire:
    """The instrument in force on the day. language: one it does not have gives way to English. Raises NotFound."""
    try:
        policy = load(f"{KIND}{name}", on)
    except PolicyError:
        raise NotFound from None
    spanish = load(SPANISH, on).rules.get(name)
    words: Mapping[str, Any] = spanish.values if spanish and language == "es" else {}
    form = policy.rule("form")
    span = policy.rule("score").get("range")
    by_client = form["rated_by"] == "client"
    return Questionnaire(
        name=name,
        title=policy.title,
        stem=words.get("stem") or form.get("stem", ""),
        questions=tuple(_questions([part for item in form["items"] for part in _parts(item)], policy, words)),
        whole=tuple(_questions(form["items"], policy, words)),
        by_client=by_client,
        language="es" if words else "en",
        languages=("en", "es") if spanish and by_client else ("en",),
        notice=words.get("notice") or policy.rule("licence").get("notice", ""),
        says=form.says,
        low=span["min"] if span else None,
        high=span["max"] if span else None,
        bands=tuple((band["from"], band["band"]) for band in _bands(policy) if "from" in band),
    )


def _bands(policy: Policy) -> list[Mapping[str, Any]]:
    rule = policy.rules.get("bands")
    found: list[Mapping[str, Any]] = rule.get("bands", []) if rule else []
    return found


def _parts(item: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The parts of a question, each asked as the question with its own end; the question itself where it has none."""
    parts = item.get("parts")
    if not parts:
        return [item]
    return [{**item, "id": part["id"], "text": f"{item['text']} {part['text']}"} for part in parts]


def _questions(items: list[Mapping[str, Any]], policy: Policy, words: Mapping[str, Any]) -> list[Question]:
    safety = policy.rules.get("safety")
    must = {entry["item"] for entry in safety["items"]} if safety else set()
    texts = words.get("items", {})
    return [
        Question(
            id=item["id"],
            field=f"q-{item['id']}",
            number=number,
            text=texts.get(item["id"], item["text"]),
            options=_options(item, policy, words.get("options", {})),
            asked_if=f"q-{item['asked_if']}" if "asked_if" in item else "",
            must=item["id"] in must,
        )
        for number, item in enumerate(items, 1)
    ]


def _options(item: Mapping[str, Any], policy: Policy, words: Mapping[int, str]) -> tuple[tuple[str, str], ...]:
    """The answers of an item: its own words, else those of the instrument, else the numbers it allows."""
    form = policy.rule("form")
    given: Any = form.get("options") or []
    if isinstance(given, Mapping):
        given = given[item["answer"]]
    if given:
        return tuple((str(one["value"]), words.get(one["value"], one["text"])) for one in given)
    anchors = item.get("anchors", {})
    allowed = item.get("allowed") or form["allowed"]
    return tuple((str(one), f"{one}: {anchors[str(one)]}" if str(one) in anchors else str(one)) for one in allowed)
