"""What a review with a payer is told: sections in order, each sentence with its record, gaps named as gaps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from stepwell.foundation.kernel.ruling import Reason, Ruling
from stepwell.foundation.policy.document import Policy

PACKET = "utilization/packet"
#: The rule of a payer's own file that names its order and its words.
OF_PAYER = "review-packet"


@dataclass(frozen=True)
class Evidence:
    """The record a sentence comes from. kind: authorization, level_span, week, diagnosis, assessment, measure,
    objective, plan, test_result, test, medication, stay_review. id: its number; of a level_span and a week the number
    of the stay. on: its day; of a week its Monday."""

    kind: str
    id: int
    on: date


@dataclass(frozen=True)
class Sentence:
    """One plain sentence with the records it comes from."""

    says: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class Section:
    """One section. asks: what the payer wants to know here. gaps: what is missing, in words; told as what it is."""

    key: str
    heading: str
    asks: str
    sentences: tuple[Sentence, ...]
    gaps: tuple[str, ...]
    categories: frozenset[str]


def wanted(policy: Policy, payer: Policy | None = None) -> list[Mapping[str, Any]]:
    """The sections in order: the payer's own where its file has a rule review-packet, else the default's.

    A payer's entry has a key of the default and may name another heading, what it asks, and within_days. A section
    the payer does not name is not told: what is not asked for is not needed.
    """
    defaults: list[Mapping[str, Any]] = policy.rule("sections")["sections"]
    if payer is None or OF_PAYER not in payer.rules:
        return defaults
    known = {one["key"]: one for one in defaults}
    return [{**known[one["key"]], **one} for one in payer.rule(OF_PAYER)["sections"] if one["key"] in known]


def sections(
    found: Mapping[str, Sequence[Sentence]],
    on: date,
    policy: Policy,
    payer: Policy | None = None,
    leave_out: frozenset[str] = frozenset(),
) -> Ruling[tuple[Section, ...]]:
    """The sections of a packet as of a day, with a reason for each gap. policy: utilization/packet.

    found: sentences by the key of their section. leave_out: keys that are not told at all. A sentence of a note is
    never told, one without a record is left out.
    """
    made: list[Section] = []
    reasons: list[Reason] = []
    for one in wanted(policy, payer):
        if one["key"] in leave_out:
            continue
        given = found.get(one["key"], ())
        told = tuple(sentence for sentence in given if _may_be_told(sentence, policy))
        gaps = tuple(_gaps(one, given, told, on, policy))
        reasons.extend(gaps)
        made.append(
            Section(
                key=one["key"],
                heading=one["heading"],
                asks=one.get("asks", ""),
                sentences=told,
                gaps=tuple(reason.says for reason in gaps),
                categories=frozenset(one["categories"]),
            )
        )
    return Ruling(tuple(made), tuple(reasons))


def categories(made: Sequence[Section], policy: Policy) -> frozenset[str]:
    """What a packet tells, as a consent names it: the person, and what its sections with a sentence are of."""
    told = [one.categories for one in made if one.sentences]
    return frozenset(policy.rule("always")["categories"]).union(*told)


def _may_be_told(sentence: Sentence, policy: Policy) -> bool:
    never = policy.rule("never")["kinds"]
    return bool(sentence.evidence) and not any(one.kind in never for one in sentence.evidence)


def _gaps(
    one: Mapping[str, Any], given: Sequence[Sentence], told: tuple[Sentence, ...], on: date, policy: Policy
) -> Iterator[Reason]:
    heading = one["heading"]
    if any(not sentence.evidence for sentence in given):
        yield policy.reason("unsupported", {"section": one["key"]})
    if not told:
        seen = {"section": one["key"], "would_change": "a record of it"}
        yield policy.reason("missing", seen, f"Nothing is on record for: {heading}.")
        return
    newest = max(record.on for sentence in told for record in sentence.evidence)
    within = one.get("within_days")
    if within is not None and (on - newest).days > within:
        seen = {"section": one["key"], "newest": newest.isoformat(), "within_days": within}
        says = f"The newest record here is of {newest.isoformat()}; the review expects one of the last {within} days."
        yield policy.reason("stale", {**seen, "would_change": "a newer record"}, says)
