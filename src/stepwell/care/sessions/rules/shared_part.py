"""What is looked at before the shared part of a note is signed: it is true for all, so it names nobody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from stepwell.care.sessions.rules.signing import Findings, is_late, named
from stepwell.foundation.kernel.ruling import Reason, Ruling
from stepwell.foundation.policy.document import Policy


@dataclass(frozen=True)
class SharedFacts:
    """The shared part before it is signed. done: what was done. words: everything that is written in it. names:
    of everyone on the roster."""

    done: str
    words: str
    names: tuple[str, ...]
    credential: str
    credential_valid: bool
    held_on: date
    signed_on: date


def shared_findings(facts: SharedFacts, policy: Policy) -> Ruling[Findings]:
    """Look at a shared part before it is signed. policy: notes/signing."""
    blocking = tuple(_blocking(facts, policy))
    late = is_late(facts.held_on, facts.signed_on, policy)
    dates = {"held_on": facts.held_on.isoformat(), "signed_on": facts.signed_on.isoformat()}
    reasons = (*blocking, policy.reason("late", dates)) if late else blocking
    ids = tuple(reason.rule.rpartition("#")[2] for reason in blocking)
    return Ruling(Findings(ids, ("late",) if late else (), late), reasons)


def _blocking(facts: SharedFacts, policy: Policy) -> Iterator[Reason]:
    if not facts.done.strip():
        yield policy.reason("done")
    if any(named(name, facts.words) for name in facts.names):
        yield policy.reason("names-shared")
    if not facts.credential_valid or facts.credential not in policy.rule("credential")["may_sign"]:
        yield policy.reason("credential", {"credential": facts.credential, "valid": facts.credential_valid})
