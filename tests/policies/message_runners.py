"""Who answers the cases of messages, notices and plans for a crisis; each a callable(policy, facts) -> dict."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from stepwell.care.emergencies.rules.wishing import PARTS, Wishes, plan_faults
from stepwell.care.messages.rules.answering import answered_by
from stepwell.care.messages.rules.danger import danger_in
from stepwell.care.notices.rules.answering import heard
from stepwell.care.notices.rules.paging import PageFacts, page_step, page_words
from stepwell.care.notices.rules.quiet import next_allowed
from stepwell.care.notices.rules.ways import WayFacts, way_for
from stepwell.care.notices.rules.wording import WordsFacts, words_of
from stepwell.foundation.policy.document import Policy
from stepwell.foundation.policy.loading import load

CLINIC = ZoneInfo("America/Los_Angeles")
#: A day on which the words that tell of treatment are looked up.
TEMPLATES_ON = date(2026, 3, 2)


def message(policy: Policy, facts: dict[str, Any]) -> dict[str, Any]:
    """By when a message is answered, or whether its words may mean danger."""
    if facts["ask"] == "danger":
        return {"danger": bool(danger_in(facts["text"], policy).answer)}
    by = answered_by(_at(facts["at"]), CLINIC, policy).answer
    return {"by": f"{by:%Y-%m-%dT%H:%M}"}


def wishes(policy: Policy, facts: dict[str, Any]) -> dict[str, Any]:
    """What a plan for a crisis breaks."""
    people = tuple((one["name"], one["phone"]) for one in facts.get("people", ()))
    parts = {name: facts[name] for name in PARTS if name in facts}
    return {"broken": list(plan_faults(Wishes(parts, people), policy).answer)}


def words(policy: Policy, facts: dict[str, Any]) -> dict[str, Any]:
    """The words of a notice, or the rule that refuses them."""
    asked = dict(facts)
    filled = {"callback": asked.pop("callback")}
    ruling = words_of(WordsFacts(**asked, filled=filled), policy)
    if ruling.answer is None:
        return {"refused": ruling.reasons[0].rule.partition("#")[2]}
    return {"head": ruling.answer.head, "text": ruling.answer.text}


def sending(policy: Policy, facts: dict[str, Any]) -> dict[str, Any]:
    """When something may be sent, in which way, or what an answer means."""
    match facts["ask"]:
        case "quiet":
            at = next_allowed(_at(facts["at"]), [ZoneInfo(one) for one in facts["zones"]], policy).answer
            return {"at": f"{at:%Y-%m-%dT%H:%M}"}
        case "word":
            return {"word": heard(facts["text"], policy).word}
        case _:
            ways = [WayFacts(**one) for one in facts["ways"]]
            place = way_for(ways, policy).answer
            return {"kind": None if place is None else ways[place].kind}


def paging(policy: Policy, facts: dict[str, Any]) -> dict[str, Any]:
    """The words of a page, or what is to be done with one now."""
    if facts["ask"] == "words":
        return {"text": page_words(facts["minutes"], policy, load("notices/templates", TEMPLATES_ON)).answer}
    known = {name: _at(facts[name]) for name in ("asked_at", "began_at", "ended_at") if name in facts}
    page = PageFacts(tries=facts.get("tries", 0), **known)
    return {"step": page_step(page, _at(facts["now"]), policy).answer}


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CLINIC)


MESSAGES: dict[str, Callable[[Policy, dict[str, Any]], dict[str, Any]]] = {
    "emergencies/crisis-plan": wishes,
    "messages": message,
    "notices/paging": paging,
    "notices/sending": sending,
    "notices/templates": words,
}
