"""Who answers the cases of care's own policies; each a callable(policy, facts) -> dict."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from typing import Any

from stepwell.care.medications.rules.allergies import meets_allergy
from stepwell.care.placement.rules.selection import may_confirm
from stepwell.care.plans.rules.suggesting import Found, suggestions
from stepwell.care.sessions.rules.absence import AbsenceFacts, steps_due
from stepwell.care.sessions.rules.joining import VideoFacts, may_join
from stepwell.care.sessions.rules.reminding import ReminderFacts, reminder_text
from stepwell.care.sessions.rules.signing import NoteFacts, findings
from stepwell.care.sessions.rules.standing_in import StandInFacts, may_stand_in
from stepwell.care.testing.rules.results import ResultFacts, read
from stepwell.foundation.kernel.ruling import Reason
from stepwell.foundation.policy.document import Policy
from stepwell.foundation.policy.loading import load
from stepwell.registry.programs.rules.program import FIELD_POLICY, program_rules


def note(policy: Policy, facts: dict[str, Any]) -> dict[str, Any]:
    """What is found before a note is signed."""
    found = findings(NoteFacts(**facts), policy).answer
    return {"blocking": list(found.blocking), "warnings": list(found.warnings), "late": found.late}


def video(policy: Policy, facts: dict[str, Any]) -> dict[str, Any]:
    """Whether somebody may join by video, and what is missing."""
    ruling = may_join(VideoFacts(**{**facts, "licences": tuple(facts["licences"])}), policy)
    return {"may_join": ruling.answer, "missing": [] if ruling.answer else _rules(ruling.reasons)}


def absence(policy: Policy, facts: dict[str, Any]) -> dict[str, Any]:
    """What the field's ladder asks for; every step has its words and its deadline in the policy."""
    days = {name: tuple(facts[name]) for name in ("missed_on", "attended_on")}
    field = load(FIELD_POLICY, facts["today"])
    ladder = program_rules(field, field).absence_ladder
    due = steps_due(AbsenceFacts(**{**facts, **days}), ladder).answer
    assert all(policy.rule(step.do)["task"] for step in due)
    return {"do": [step.do for step in due]}


def beside(policy: Policy, facts: dict[str, Any]) -> dict[str, Any]:
    """A kind of session that a program holds beside treatment."""
    return dict(policy.rule(facts["kind"]).values)


def drug_test(policy: Policy, facts: dict[str, Any]) -> dict[str, Any]:
    """What one analyte's result means."""
    found = read(ResultFacts(**{**facts, "prescribed": tuple(facts["prescribed"])}), policy).answer
    return {"interpretation": found.interpretation, "confirmed": found.confirmed}


def allergic(policy: Policy, facts: dict[str, Any]) -> dict[str, Any]:
    """The known allergies a medication meets."""
    return {"against": list(meets_allergy(facts["drug"], facts["allergies"], policy).answer)}


def suggests(policy: Policy, facts: dict[str, Any]) -> dict[str, Any]:
    """What an assessment suggests for a plan."""
    return {"suggests": [one.id for one in suggestions(Found(**facts), policy).answer]}


def who_may_confirm(policy: Policy, facts: dict[str, Any]) -> dict[str, Any]:
    """Whether a credential confirms a level of care."""
    return {"answer": may_confirm(facts["credential"], policy, facts["supervised"]).answer}


def _rules(reasons: tuple[Reason, ...]) -> list[str]:
    return [reason.rule.partition("#")[2] for reason in reasons]


def reminder(policy: Policy, facts: dict[str, Any]) -> dict[str, Any]:
    """The words of a reminder."""
    return {"text": reminder_text(ReminderFacts(**{**facts, "at": time.fromisoformat(facts["at"])}), policy).answer}


def stand_in(policy: Policy, facts: dict[str, Any]) -> dict[str, Any]:
    """Whether somebody may lead in another's place."""
    return {"may": may_stand_in(StandInFacts(**facts), policy).answer}


CARE: dict[str, Callable[[Policy, dict[str, Any]], dict[str, Any]]] = {
    "absence": absence,
    "medications/allergies": allergic,
    "notes/signing": note,
    "reminders": reminder,
    "scheduling/changes": stand_in,
    "sessions/beside": beside,
    "plans/suggestions": suggests,
    "placement/who-may": who_may_confirm,
    "testing/drug-tests": drug_test,
    "video/provider": video,
}
