"""What a rule answers: an answer and the reasons for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

Answer = TypeVar("Answer", covariant=True)


@dataclass(frozen=True)
class Reason:
    """Why a ruling came out as it did; shown to people and kept with the decision.

    rule: where the sentence stands, "<policy id>@<version>#<rule id>", or "<area>#<rule id>" for an invariant
    of the code itself. says: one plain sentence. source: publisher and title. facts: what it used; values that
    JSON can hold.
    """

    rule: str
    says: str
    source: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Ruling(Generic[Answer]):
    """An answer with its reasons. Software supports; a named, credentialed human decides."""

    answer: Answer
    reasons: tuple[Reason, ...] = ()
