"""What stands between a person and a good ending: asked of the rule before anybody decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from stepwell.care.transitions import queries as transitions
from stepwell.care.transitions.rules.discharge_facts import DischargeFacts, NextStep
from stepwell.care.transitions.summary import Leaving as Paper
from stepwell.doors.staff.transitions import forms
from stepwell.doors.staff.transitions.pages import Leaving
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission as P
from stepwell.foundation.kernel.ruling import Reason


@dataclass(frozen=True)
class Item:
    """One line of the checklist. reasons: why it stands in the way; none where it is done."""

    says: str
    done: bool
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Check:
    """The checklist. may: nothing stands in the way. told: the rule's reasons for the reason chosen."""

    items: tuple[Item, ...]
    may: bool
    told: tuple[Reason, ...]


#: Which line a rule belongs to, in the order of the checklist.
_LINES = (
    ("A reason is chosen", ("reason", "before-admission", "positive-test-alone", "use-alone")),
    ("The next appointment is booked, declined in their words, or nobody was reached", ("next-step",)),
    ("The person has signed the plan for the time after, or it says why not", ("client-signature",)),
    ("A clinician signs with a credential that may", ("clinician",)),
)


@query(P.EPISODE_DISCHARGE)
def check(access: Access, *, page: Leaving, given: dict[str, Any]) -> Check:
    """What still stands in the way, line by line."""
    chosen = given.get("reason") in dict(page.reasons)
    after = Item("The plan for the time after is written", bool(forms.leaving_of(given, page.head.zone)["aftercare"]))
    if not chosen:
        items = tuple(Item(says, False) for says, _ in _LINES)
        return Check((*items[:2], after, *items[2:]), False, ())
    ruling = transitions.may_leave(access, facts=_facts(page, given), on=given.get("on") or page.head.today)
    items = tuple(_item(says, rules, ruling.reasons[1:]) for says, rules in _LINES)
    return Check((*items[:2], after, *items[2:]), ruling.answer.may, ruling.reasons[:1])


@query(P.EPISODE_DISCHARGE)
def preview(access: Access, *, page: Leaving, given: dict[str, Any]) -> bytes:
    """The summary as it would be printed now."""
    left = forms.leaving_of(given, page.head.zone)
    paper = Paper(
        on=given.get("on") or page.head.today,
        says=dict(page.reasons).get(given.get("reason", ""), "Not chosen yet."),
        next_to=left["next_to"],
        next_at=left["next_at"],
        declined_says=left["declined_says"],
        aftercare=left["aftercare"],
        approved_by=page.by,
        credential=given.get("credential", ""),
        signed=left["client_signature"],
        signed_says=left["client_signature_says"],
    )
    return transitions.summary_preview(access, episode=page.episode, leaving=paper)


def _item(says: str, rules: tuple[str, ...], blocked: tuple[Reason, ...]) -> Item:
    against = tuple(one for one in blocked if one.rule.rpartition("#")[2] in rules)
    return Item(says, not against, against)


def _facts(page: Leaving, given: dict[str, Any]) -> DischargeFacts:
    left = forms.leaving_of(given, page.head.zone)
    next_at = left["next_at"]
    step: NextStep = "booked" if next_at else "declined" if left["declined_says"] else "unreached"
    step = step if next_at or left["declined_says"] or left["attempts"] else "none"
    kept = (
        "declined_says", "attempts", "positive_test_only", "substance_use_only", "director_reason",
        "client_signature", "client_signature_says",
    )  # fmt: skip
    return DischargeFacts(
        reason=given["reason"],
        on=given.get("on") or page.head.today,
        admitted_on=page.episode.admitted_on,
        next_step=step,
        approved_by=page.by,
        credential=given.get("credential", ""),
        next_on=next_at.date() if next_at else None,
        referred=next_at is not None,
        **{name: left[name] for name in kept},
    )
