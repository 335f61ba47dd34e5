"""Asks what answers to an instrument come to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated, Any

from stepwell.care.measures.rules.scales import ScaleScore
from stepwell.care.measures.rules.score import score
from stepwell.care.measures.rules.sums import Score
from stepwell.doors.cli.decide.engine import Engine
from stepwell.foundation.kernel.facts import STRICT, AtMost, BadFacts
from stepwell.foundation.kernel.ruling import Ruling
from stepwell.foundation.policy.document import Policy
from stepwell.foundation.policy.loading import NotInForce, UnknownPolicy, all_ids, load


@dataclass(frozen=True)
class Sitting:
    """One sitting. instrument: as "phq-9". answers: one an item, null where open. on: its day, else today."""

    __pydantic_config__ = STRICT
    instrument: Annotated[str, AtMost(60)]
    answers: Annotated[tuple[int | bool | None, ...], AtMost(200)]
    on: date | None = None


def ask(facts: Sitting) -> Ruling[Any]:
    """The score, band and flags. Raises BadFacts for an unknown instrument or answers that do not fit it."""
    return score(facts.answers, _policy(facts.instrument, facts.on or datetime.now(UTC).date()))


def _policy(instrument: str, on: date) -> Policy:
    try:
        if re.fullmatch(r"[a-z0-9][a-z0-9-]*", instrument):
            return load(f"instruments/{instrument}", on=on)
    except NotInForce as wrong:
        raise BadFacts("on", "a day on which the instrument's policy is in force", on.isoformat()) from wrong
    except UnknownPolicy:
        pass
    known = (one.removeprefix("instruments/") for one in all_ids() if one.startswith("instruments/"))
    raise BadFacts("instrument", f"one of {', '.join(known)}", instrument)


ENGINE = Engine(
    name="instrument",
    facts=Sitting,
    answer=Score | ScaleScore,
    ask=ask,
    examples=(
        {"instrument": "phq-9", "answers": [1, 2, 1, 1, 1, 1, 1, 1, 1]},
        {"instrument": "gad-7", "answers": [2, 1, 2, 1, 0, 1, None]},
        {"instrument": "c-ssrs", "answers": [True, False, None, None, None, True, False]},
        {"instrument": "bam", "answers": [1, 2, 1, 0, None, 0, None, 1, 3, 2, 0, 1, 3, 4, 1, 3, 3]},
        {"instrument": "cows", "answers": [1, 2, 1, 1, 2, 2, 1, 1, 1, 1, 3]},
        {"instrument": "readiness", "answers": [8, 5, 7]},
    ),
)
