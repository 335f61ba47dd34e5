"""Whether somebody may join a session by video, from where they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from stepwell.foundation.kernel.ruling import Reason, Ruling
from stepwell.foundation.policy.document import Policy


@dataclass(frozen=True)
class VideoFacts:
    """What is known before somebody joins. on: the day of the session. state: where the person is, "CA".
    licences: credentials the leader holds in that state on that day; suitable: whether one of them leads this kind."""

    on: date
    consent_on: date | None
    state: str
    callback: str
    licences: tuple[str, ...]
    suitable: bool


def may_join(facts: VideoFacts, policy: Policy) -> Ruling[bool]:
    """Whether the person may join. policy: video/provider. Every reason against it says what would help."""
    missing = tuple(_missing(facts, policy))
    if missing:
        return Ruling(False, missing)
    seen = {"state": facts.state, "on": facts.on.isoformat(), "licences": list(facts.licences)}
    return Ruling(True, (policy.reason("licence", seen),))


def _missing(facts: VideoFacts, policy: Policy) -> Iterator[Reason]:
    if facts.consent_on is None or facts.consent_on > facts.on:
        says = "There is no agreement to video sessions yet. Sign the telehealth paper first, or meet in person."
        yield policy.reason("consent", {"would_change": "a signed telehealth paper"}, says)
    if len(facts.state) != 2 or not facts.state.isalpha():
        yield policy.reason("location", {"would_change": "the state, as two letters"})
    if sum(letter.isdigit() for letter in facts.callback) < policy.rule("callback")["least_digits"]:
        yield policy.reason("callback", {"would_change": "a number to call back"})
    if not facts.licences or not facts.suitable:
        says = (
            f"The leader is not licensed for this session in {facts.state or 'that state'} on {facts.on.isoformat()}. "
            "Choose a leader who is, or meet where the leader is licensed."
        )
        seen = {"state": facts.state, "licences": list(facts.licences), "would_change": "a leader licensed there"}
        yield policy.reason("licence", seen, says)
