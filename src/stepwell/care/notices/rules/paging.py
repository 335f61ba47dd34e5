"""Paging the one on call: words that tell nothing, and what is to be done with a page now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from stepwell.care.letters.rules.telling import beginning
from stepwell.care.letters.rules.wording import fill
from stepwell.foundation.kernel.ruling import Ruling
from stepwell.foundation.policy.document import Policy

Step = Literal["try", "wait", "unknown", "give-up"]
TRY: Final = "try"
WAIT: Final = "wait"
UNKNOWN: Final = "unknown"
GIVE_UP: Final = "give-up"


@dataclass(frozen=True)
class PageFacts:
    """A page that has not ended. asked_at: when it was asked for. tries: how many there were. began_at, ended_at: of
    the last of them; ended_at is None while a worker is at it, or never came back. All moments have a time zone."""

    asked_at: datetime
    tries: int = 0
    began_at: datetime | None = None
    ended_at: datetime | None = None


def page_step(facts: PageFacts, now: datetime, policy: Policy) -> Ruling[Step]:
    """What is to be done with a page: try it, wait, write that nobody knows whether it arrived, or give it up.

    No hour is quiet for who is on call. A page is never tried while another try may be under way, nor after one of
    which nobody knows. policy: notices/paging.
    """
    step = _step(facts, now, policy)
    seen = {"asked_at": facts.asked_at.isoformat(), "now": now.isoformat(), "tries": facts.tries, "step": step}
    return Ruling(step, (policy.reason("tries", seen),))


def page_words(minutes: int, policy: Policy, templates: Policy) -> Ruling[str | None]:
    """The words of a page, or None with the reason where one of them tells of treatment.

    minutes: within which a call was promised. policy: notices/paging. templates: notices/templates, which says what
    tells.
    """
    text = fill(policy.rule("words")["text"], {"minutes": str(minutes)})
    found = beginning(text, templates.rule("reveals")["beginnings"])
    if found:
        return Ruling(None, (templates.reason("reveals", {"words": list(found)}),))
    return Ruling(text, (policy.reason("words", {"minutes": minutes}),))


def _step(facts: PageFacts, now: datetime, policy: Policy) -> Step:
    rule = policy.rule("tries")
    if facts.began_at is not None and facts.ended_at is None:
        lost = now >= facts.began_at + timedelta(minutes=rule["unknown_after_minutes"])
        return UNKNOWN if lost else WAIT
    if now >= facts.asked_at + timedelta(minutes=rule["give_up_after_minutes"]):
        return GIVE_UP
    if facts.ended_at is None:
        return TRY
    pauses = rule["again_after_minutes"]
    again_at = facts.ended_at + timedelta(minutes=pauses[min(facts.tries, len(pauses)) - 1])
    return TRY if now >= again_at else WAIT
