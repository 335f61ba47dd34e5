"""The safety check as a short, calm script: what to say, what to ask, what to do at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from stepwell.care.admissions import queries as admissions
from stepwell.care.admissions.models import OnCallShift, SafetyCheck
from stepwell.care.admissions.rules.answering import is_open
from stepwell.care.admissions.rules.safety import Question, Route, SafetyFacts, questions, safety_routes
from stepwell.doors.staff.admissions.enquiry import Way, way_of
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.kernel.ruling import Reason
from stepwell.foundation.policy.loading import load

HARD_STOPS = "safety/hard-stops"
FIRST_CONTACT = "enquiries/first-contact"


@dataclass(frozen=True)
class Part:
    """One fact that a question asks for. yes, no: how the two answers are said; yes is the one that needs something.

    alone: a yes to it is enough for the question's route.
    """

    fact: str
    label: str
    yes: str = "Yes"
    no: str = "No"
    alone: bool = True


#: Trigger -> the facts its question asks for, in plain words.
PARTS: dict[str, tuple[Part, ...]] = {
    "not-breathing-well": (Part("breathing_trouble", "Breathing", "No, trouble breathing", "Yes, breathing normally"),),
    "unconscious": (Part("unconscious", "Awake", "No, cannot be woken", "Yes, awake and answering"),),
    "overdose": (Part("overdose", "Took too much"),),
    "seizure-now": (Part("seizure_now", "Seizure now"),),
    "chest-pain": (Part("chest_pain", "Chest pain"),),
    "suicide-high": (Part("suicide_intent_now", "Means to end their life"),),
    "harm-to-others": (Part("harm_to_others", "Means to hurt somebody"),),
    "withdrawal-severe": (
        Part("withdrawal_delirium", "Seeing things, confused, or a seizure since stopping"),
        Part("prior_severe_withdrawal", "A seizure or delirium when stopping before", alone=False),
        Part("current_heavy_use", "Drinks or uses heavily now", alone=False),
    ),
    "intoxicated": (Part("sedated", "Hard to follow, very drowsy or clearly intoxicated"),),
    "withdrawal-moderate": (Part("stopping_daily_sedatives", "Daily sedatives, and stopping"),),
    "opioid-withdrawal": (
        Part("opioid_withdrawal", "In withdrawal from opioids", alone=False),
        Part("medication_plan", "A plan for medication", "Yes", "No", alone=False),
    ),
    "psychosis-or-mania": (Part("psychosis_or_mania", "Hears or sees things, or hardly sleeps and feels driven"),),
    "pregnancy": (
        Part("pregnant", "Pregnant", alone=False),
        Part("dependent_on_opioids_alcohol_or_sedatives", "Depends on opioids, alcohol or sedatives", alone=False),
    ),
    "consent-unresolved": (
        Part("consent_unresolved", "Can decide, or a minor's consent is settled", "No, not settled", "Yes"),
    ),
}
#: The calm order of the page: a heading, what to say before it, and the triggers under it.
CHAPTERS = (
    (
        "Right now",
        "Before anything else: I ask everyone a few short questions, so that nobody is left alone with something "
        "dangerous. You can stop me at any time.",
        ("not-breathing-well", "unconscious", "overdose", "seizure-now", "chest-pain"),
    ),
    (
        "Dark thoughts",
        "These two I ask everybody, in the same words. Whatever you answer, I stay on the line.",
        ("suicide-high", "harm-to-others"),
    ),
    (
        "Stopping and using",
        "Stopping can be hard on the body. Your answers tell me what would make it safe.",
        ("withdrawal-severe", "withdrawal-moderate", "opioid-withdrawal", "intoxicated"),
    ),
    (
        "A few more",
        "Almost done. Nothing here can cost you your place.",
        ("psychosis-or-mania", "pregnancy", "consent-unresolved"),
    ),
)
FACTS = tuple(part.fact for parts in PARTS.values() for part in parts)


@dataclass(frozen=True)
class Ask:
    """One question as the page prints it."""

    question: Question
    parts: tuple[Part, ...]
    call: str
    says: str


@dataclass(frozen=True)
class Chapter:
    """A part of the script: its heading, what to say first, its questions."""

    name: str
    says: str
    asks: tuple[Ask, ...]


@dataclass(frozen=True)
class Found:
    """One route as it is told: what was found, what to say, by when, and whom to call. now: it cannot wait."""

    says: str
    script: str
    within: str
    call: str
    now: bool


@dataclass(frozen=True)
class Result:
    """What a check came to."""

    routes: tuple[Found, ...]
    unasked: tuple[str, ...]
    urgent: bool
    reasons: tuple[Reason, ...] | list[dict[str, Any]]


@dataclass(frozen=True)
class SafetyPage:
    """The script and the latest result."""

    way: Way
    chapters: tuple[Chapter, ...]
    latest: SafetyCheck | None
    result: Result | None
    on_call: OnCallShift | None
    desk_open: bool
    checks: int


@query(Permission.SAFETY_CHECK)
def page(access: Access, *, enquiry_id: int, now: datetime) -> SafetyPage:
    """The script for this enquiry, who is on call, and what the latest check found. Raises NotFound."""
    way = way_of(access, enquiry_id=enquiry_id, now=now, asks_next=False)
    checks = admissions.safety_checks_of(access, subject=way.head.subject)
    latest = next(iter(checks), None)
    policy = load(HARD_STOPS, way.head.today)
    asked = {one.trigger: one for one in questions(policy)}
    chapters = tuple(
        Chapter(
            name,
            says,
            tuple(
                Ask(asked[key], PARTS[key], policy.rule(key)["call"] or "", policy.rule(key).says)
                for key in keys
                if key in asked
            ),
        )
        for name, says, keys in CHAPTERS
    )
    on_call = admissions.on_call(access, at=now)
    desk_open = is_open(now.astimezone(way.zone), load(FIRST_CONTACT, way.head.today))
    return SafetyPage(way, chapters, latest, _kept(latest), on_call, desk_open, len(checks))


@query(Permission.SAFETY_CHECK)
def heard(access: Access, *, enquiry_id: int, facts: Mapping[str, Any], now: datetime) -> tuple[Way, Result]:
    """What the answers given so far come to; nothing is kept. Raises NotFound."""
    way = way_of(access, enquiry_id=enquiry_id, now=now, asks_next=False)
    ruling = safety_routes(SafetyFacts(**facts), load(HARD_STOPS, way.head.today))
    scripts = {one.rule.rpartition("#")[2]: one for one in ruling.reasons}
    routes = tuple(_found(route, scripts[route.trigger]) for route in ruling.answer.routes)
    return way, Result(routes, ruling.answer.unasked, ruling.answer.urgent, ruling.reasons)


def _kept(check: SafetyCheck | None) -> Result | None:
    if check is None:
        return None
    reasons = {row["rule"].rpartition("#")[2]: Reason(**row) for row in check.reasons}
    routes = tuple(_found(Route(**route), reasons[route["trigger"]]) for route in check.ruling["routes"])
    return Result(routes, tuple(check.ruling["unasked"]), check.urgent, check.reasons)


def _found(route: Route, reason: Reason) -> Found:
    minutes = route.deadline_minutes
    within = (
        "when it is settled"
        if minutes is None
        else "now"
        if minutes == 0
        else "today"
        if minutes <= 8 * 60
        else f"within {minutes // 60} hours"
    )
    script = reason.facts.get("script") or ""
    return Found(reason.says, str(script), within, route.call or "", minutes == 0)
