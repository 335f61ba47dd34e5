"""One verb of Today, and the page where it is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import NoReverseMatch, reverse

#: Where work of a kind is done; the first beginning of the kind that fits. A page that does not exist yet gives way to
#: the person's own. "chart-" and "person" pages take the person's number.
PAGES = (
    ("call-back", "admissions"),
    ("call-on-call", "admissions"),
    ("intake", "admissions"),
    ("rota-gap", "admissions"),
    ("review-plan", "chart-plan"),
    ("sign-plan", "chart-plan"),
    ("open-door", "urgent"),
    ("open-", "chart-measures"),
    ("review-test", "chart-tests"),
    ("collect-test", "chart-tests"),
    ("next-dose", "chart-health"),
    ("ask-prescriber", "chart-health"),
    ("overdose-risk", "chart-health"),
    ("find-seat", "chart-seats"),
    ("cannot-come", "chart-seats"),
    ("can-come", "chart-seats"),
    ("check-in-danger", "chart-measures"),
    ("look-at-stay", "stay"),
    ("close-handoff", "handoffs"),
    ("follow-up", "handoffs"),
    ("renew-authorization", "authorizations"),
    ("ask-authorization", "authorizations"),
    ("request-authorization", "authorizations"),
    ("prompt-evaluation", "chart-assessment"),
    ("payer-", "authorizations"),
    ("chase-payer", "authorizations"),
    ("answer-payer", "authorizations"),
    ("appeal-denial", "authorizations"),
    ("close-stay", "stay"),
    ("held-days", "billing"),
    ("correct-claim", "billing"),
    ("mend-charge", "billing"),
    ("sign-notes", "sessions"),
    ("say-who-came", "sessions"),
    ("hold", "sessions"),
    ("notes-of-others", "dashboard"),
    ("review-incident", "incidents"),
    ("report-outside", "incidents"),
    ("write-incident", "incident-new"),
    ("grievance-", "grievances"),
    ("outreach", "outreach"),
    ("welfare-check", "outreach"),
    ("counselor-call", "outreach"),
    ("letter-or-visit", "outreach"),
    ("answer-message", "chart-messages"),
    ("message-danger", "chart-messages"),
    ("read-crisis-plan", "chart-crisis-plan"),
    ("refused-openings", "trail"),
)


@dataclass(frozen=True)
class Verb:
    """One line of Today. kind: what sort of work. says: the verb, as it is read out. count: of how many things.
    due_at: aware. person_id, person: whose it is, None and empty where it is of several. url_name, url_args: the page
    where it is done. why: one sentence on where it comes from. task_id: of a task that is finished in place, else
    None. session_id: of a session whose roster stands."""

    kind: str
    says: str
    count: int
    due_at: datetime
    late: bool
    person_id: int | None
    person: str
    url_name: str
    url_args: tuple[int, ...]
    why: str
    task_id: int | None = None
    session_id: int | None = None


def place_of(kind: str, person_id: int | None, session_id: int | None = None) -> tuple[str, tuple[int, ...]]:
    """The url name and arguments of the page where work of a kind is done."""
    if session_id is not None and _stands("session", (session_id,)):
        return "session", (session_id,)
    name = next((page for beginning, page in PAGES if kind.startswith(beginning)), "person")
    args = (person_id,) if person_id is not None and (name in ("person", "stay") or name.startswith("chart-")) else ()
    if _stands(name, args):
        return name, args
    return ("person", (person_id,)) if person_id is not None else ("today", ())


def _stands(name: str, args: tuple[int, ...]) -> bool:
    try:
        reverse(name, args=args)
    except NoReverseMatch:
        return False
    return True
