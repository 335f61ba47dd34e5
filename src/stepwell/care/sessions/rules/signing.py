"""What is looked at before a participant's part is signed: what must be mended, and what is only said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import SequenceMatcher

from stepwell.foundation.kernel.ruling import Reason, Ruling
from stepwell.foundation.policy.document import Policy


@dataclass(frozen=True)
class NoteFacts:
    """One participant's part before it is signed.

    minutes: recorded presence. others: the texts of the other members' parts of the same session. other_names:
    names of the other members. exception: "crisis", "intake", "admin" or empty. more: whatever else the part says;
    it is looked at for names.
    """

    minutes: int
    response: str
    risk: str
    objective_active: bool
    credential: str
    credential_valid: bool
    held_on: date
    signed_on: date
    exception: str = ""
    others: tuple[str, ...] = ()
    other_names: tuple[str, ...] = ()
    more: str = ""


@dataclass(frozen=True)
class Findings:
    """Rule ids that stop the signature, rule ids only said, and whether the note is a late entry."""

    blocking: tuple[str, ...]
    warnings: tuple[str, ...]
    late: bool


def findings(facts: NoteFacts, policy: Policy) -> Ruling[Findings]:
    """Look at a note before it is signed. policy: notes/signing."""
    blocking = tuple(_blocking(facts, policy))
    late = is_late(facts.held_on, facts.signed_on, policy, crisis=facts.exception == "crisis")
    reasons = [*blocking]
    if late:
        reasons.append(
            policy.reason("late", {"held_on": facts.held_on.isoformat(), "signed_on": facts.signed_on.isoformat()})
        )
    ids = tuple(reason.rule.rpartition("#")[2] for reason in blocking)
    return Ruling(Findings(ids, ("late",) if late else (), late), tuple(reasons))


def _blocking(facts: NoteFacts, policy: Policy) -> Iterator[Reason]:
    if facts.minutes <= 0:
        yield policy.reason("minutes", {"minutes": facts.minutes})
    if not facts.objective_active and facts.exception not in policy.rule("objective")["exceptions"]:
        yield policy.reason("objective", {"exception": facts.exception})
    if not facts.risk.strip():
        yield policy.reason("risk")
    least = policy.rule("response")["at_least_characters"]
    if len(facts.response.strip()) < least:
        yield policy.reason("response", {"characters": len(facts.response.strip()), "at_least": least})
    copied = policy.rule("copied")["alike_percent"]
    alike = max((_alike(facts.response, other, copied) for other in facts.others), default=0)
    if alike >= copied:
        yield policy.reason("copied", {"alike_percent": alike})
    if any(named(name, f"{facts.response} {facts.more} {facts.risk}") for name in facts.other_names):
        # The name itself is not repeated in the reason: reasons are stored and shown.
        yield policy.reason("names")
    if not facts.credential_valid or facts.credential not in policy.rule("credential")["may_sign"]:
        yield policy.reason("credential", {"credential": facts.credential, "valid": facts.credential_valid})


def is_late(held_on: date, signed_on: date, policy: Policy, *, crisis: bool = False) -> bool:
    """Whether the signature comes after the allowed business days (Monday to Friday), counted from the day after."""
    rule = policy.rule("late")
    days, day = 0, held_on
    while day < signed_on:
        day += timedelta(days=1)
        days += day.weekday() < 5
    allowed: int = rule["crisis_days"] if crisis else rule["business_days"]
    return days > allowed


def _alike(one: str, other: str, least: int) -> int:
    """How alike two texts are, 0 to 100, whatever their case and spacing; 0 where it cannot be as much as `least`."""
    first, second = (" ".join(text.lower().split()) for text in (one, other))
    if not first or not second:
        return 0
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    # Never less than the ratio, and a tenth of the work: texts of different people seldom need the whole comparison.
    if round(matcher.quick_ratio() * 100) < least:
        return 0
    return round(matcher.ratio() * 100)


def named(name: str, text: str) -> bool:
    """Whether a first, last or called name stands in the text as a word; short ones must match their case."""
    return any(
        re.search(rf"\b{re.escape(part)}\b", text, 0 if len(part) < 4 else re.IGNORECASE)
        for part in name.split()
        if len(part) > 1
    )
