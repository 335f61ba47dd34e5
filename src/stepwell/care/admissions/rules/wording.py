"""The papers of intake as the policy words them, and which version somebody signed. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from stepwell.foundation.policy.document import Policy

ENGLISH: Final = "en"
ADMISSION: Final = "admission"


@dataclass(frozen=True)
class Form:
    """One paper in one language.

    needed: "admission", or "video" for the first session by video. may_decline: the signature may be refused with
    a reason. asks: what the person fills in. relation: whom it names, as a kind of people around, or "". text:
    title and clauses as printed.
    """

    kind: str
    language: str
    needed: str
    may_decline: bool
    asks: tuple[str, ...]
    relation: str
    text: Mapping[str, Any]
    policy_ref: str

    @property
    def title(self) -> str:
        return str(self.text["title"])

    @property
    def version_hash(self) -> str:
        """SHA-256 over the policy version, the kind, the language and the words: what exactly was signed."""
        words = [self.policy_ref, self.kind, self.language, self.text]
        return hashlib.sha256(json.dumps(words, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def kinds(policy: Policy, needed: str = "") -> tuple[str, ...]:
    """The papers in their order, all or those needed by then. policy: papers/intake."""
    papers = (rule for rule in policy.rules.values() if rule.get("paper"))
    return tuple(rule.id for rule in papers if not needed or rule["needed"] == needed)


def form(kind: str, language: str, policy: Policy) -> Form:
    """A paper or consent in the person's language, in English where there is no such text. Raises UnknownRule."""
    rule = policy.rule(kind)
    spoken = language if rule.get(language) else ENGLISH
    return Form(
        kind=kind,
        language=spoken,
        needed=rule.get("needed", ADMISSION),
        may_decline=rule.get("may_decline", False),
        asks=tuple(rule.get("asks", ())),
        relation=rule.get("relation", ""),
        text=rule[spoken],
        policy_ref=policy.ref,
    )


def missing(signed: Sequence[str], policy: Policy, needed: str = ADMISSION) -> tuple[str, ...]:
    """The papers that are needed by then and neither signed nor declined, in their order."""
    return tuple(kind for kind in kinds(policy, needed) if kind not in set(signed))
