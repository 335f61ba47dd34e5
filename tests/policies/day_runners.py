"""Who answers the cases of the day that goes wrong; each a callable(policy, facts) -> dict."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from stepwell.care.emergencies.rules.arriving import ArrivalFacts, is_charged, may_join, way_home
from stepwell.care.emergencies.rules.calling import Contact, EmergencyFacts, guidance
from stepwell.foundation.policy.document import Policy
from stepwell.office.grievances.rules.deadlines import DueFacts, next_due, outside
from stepwell.office.incidents.rules.reporting import IncidentFacts, owed_outside, review

NOW = datetime(2026, 3, 2, 18, tzinfo=UTC)


def emergency(policy: Policy, facts: dict[str, Any]) -> dict[str, Any]:
    """Whom to call; whether somebody joins; a way home; whether the day is charged."""
    asked = dict(facts)
    match asked.pop("ask"):
        case "guidance":
            contacts = tuple(Contact(**each) for each in asked.pop("contacts", ()))
            on_call = tuple(asked.pop("on_call")) if "on_call" in asked else None
            found = guidance(EmergencyFacts(**asked, on_call=on_call, contacts=contacts), policy).answer
            calls = [call.whom for call in found.calls]
            return {"calls": calls, "naloxone": found.naloxone, "address_first": found.address_first}
        case "join":
            breath = Decimal(asked["breath_alcohol"]) if "breath_alcohol" in asked else None
            looked = ArrivalFacts(tuple(asked["seen"]), "", breath, asked.get("vitals", {}))
            return {"outcome": may_join(looked, policy).answer}
        case "ride":
            return {"safe": way_home(asked["how"], asked["who"], policy).answer}
        case _:
            return {"charged": is_charged(tuple(asked["outcomes"]), policy)}


def incident(policy: Policy, facts: dict[str, Any]) -> dict[str, Any]:
    """Who outside is owed a report, in the order of the deadlines; and who inside reads it within how many hours."""
    asked = IncidentFacts(**facts, known_at=NOW)
    read = review(asked, policy).answer
    owed = [one.rule for one in owed_outside(asked, policy).answer]
    return {"owed": owed, "review": [read.for_role, (read.due_at - NOW) // timedelta(hours=1)]}


def grievance(policy: Policy, facts: dict[str, Any]) -> dict[str, Any]:
    """What is due next, or who outside one may turn to."""
    asked = dict(facts)
    if asked.pop("ask") == "outside":
        return {"places": [place.rule for place in outside(asked["kind"], asked["state"], policy)]}
    moments = {name: datetime.fromisoformat(asked[name]) for name in ("received_at", "reached_at")}
    due = next_due(DueFacts(**{**asked, **moments}), policy).answer
    if due is None:
        return {"does": None}
    return {"does": due.does, "due_at": due.due_at.isoformat("T", "minutes"), "for_role": due.for_role}


DAY: dict[str, Callable[[Policy, dict[str, Any]], dict[str, Any]]] = {
    "emergencies": emergency,
    "incidents": incident,
    "grievances": grievance,
}
