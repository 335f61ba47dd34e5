"""What happened, in words: one sentence part a moment."""

from __future__ import annotations

from collections.abc import Callable

from stepwell.doors.staff.shell.said import said
from stepwell.foundation.gate.moments import Happened


def says(one: Happened) -> str:
    """A moment in words, without its time. What its area has no words for is told by its name."""
    words = WORDS.get(one.kind)
    return words(one) if words else said(one.kind).replace("-", " ").capitalize()


def _session(one: Happened) -> str:
    name = _upper(said(one.a))
    if one.b != "attended":
        return f"{name}: {said(one.b)}"
    return f"{name}, {one.n or 0} minutes, note {'signed' if one.c == 'signed' else 'not signed yet'}"


def _result(one: Happened) -> str:
    """As certain as the method: a screen suggests, a laboratory confirms."""
    if one.c != "detected":
        return f"{_upper(one.a)} not found ({'laboratory' if one.b == 'definitive' else 'screen'})"
    return f"Laboratory confirmed {one.a}" if one.b == "definitive" else f"Screen suggests {one.a}, not confirmed"


def _signed(one: Happened) -> str:
    who = {"client": "the person", "clinician": "the clinician"}.get(one.b, said(one.b))
    if one.c:
        return f"Plan, version {one.n}: not signed by {who} ({one.c})"
    return f"Plan, version {one.n}, signed by {one.a}, {who}"


def _measure(one: Happened) -> str:
    score = f": {one.b.removesuffix('.0')}" if one.b else ""
    return f"{one.a.upper()}{score}{f', {said(one.c)}' if one.c else ''}"


def _authorization(one: Happened) -> str:
    units = f", {one.n} units" if one.n else ""
    return f"Authorization {said(one.a)}: {one.b}{f', number {one.c}' if one.c else ''}{units}"


def _colon(head: str, rest: str) -> str:
    return f"{head.rstrip('.')}: {rest}" if rest else head


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


WORDS: dict[str, Callable[[Happened], str]] = {
    "session": _session,
    "outreach": lambda one: _colon(f"Outreach by {said(one.a)}, {one.b}", one.c),
    "admitted": lambda one: f"Admitted to {one.a}",
    "ended": lambda one: f"Last day in {one.a}",
    "level": lambda one: (
        f"{_upper(said(one.a))}: {one.b.removesuffix('.0')} hours a week on {one.n} day{'' if one.n == 1 else 's'}"
    ),
    "leave": lambda one: f"Leave began ({said(one.a)})",
    "back": lambda one: f"Back from leave ({said(one.a)})",
    "plan-signed": _signed,
    "plan-reviewed": lambda one: f"Plan reviewed by {one.a}",
    "joined": lambda one: f"{one.b} joined the team as {said(one.a)}",
    "measure": _measure,
    "test-step": lambda one: _colon(f"Drug test {said(one.a)}", one.b),
    "test-result": _result,
    "medication": lambda one: f"Takes {one.a}, {one.b}, {one.c}",
    "medication-ended": lambda one: _colon(f"Last day of {one.a}", one.c),
    "check-up": lambda one: f"Health check-up by {one.a}",
    "assessment": lambda one: f"{_upper(said(one.a))} assessment began",
    "diagnosis": lambda one: f"Diagnosis {one.a} {one.b}",
    "placement": lambda one: f"{_upper(said(one.a))} confirmed by {one.b}",
    "stay-review": lambda one: f"Review of the stay by {one.b}: {said(one.a)}",
    "discharge": lambda one: f"Discharged by {one.b}: {said(one.a).replace('-', ' ')}",
    "handoff-closed": lambda one: f"Handoff to {one.a}: {said(one.b)}",
    "follow-up": lambda one: f"Follow-up after {one.n} days: {one.a}",
    "safety": lambda one: f"Safety check by {one.b}{', urgent' if one.a else ''}",
    "enquiry": lambda one: f"First contact by {said(one.b)}, {'the person' if one.a == 'self' else said(one.a)} asked",
    "enquiry-step": lambda one: _colon(f"Enquiry: {said(one.a)}", one.b),
    "paper": lambda one: f"{_upper(said(one.a).replace('-', ' '))} {_ended(one)}",
    "letter": lambda one: (
        f"Letter ({said(one.a).replace('-', ' ')}){f' to {one.b}' if one.b else ''}, signed by {one.c}"
    ),
    "message": lambda one: f"{one.b} wrote to {'the team' if one.a == 'client' else 'the person'}",
    "crisis-plan": lambda one: f"Plan for a crisis, version {one.n}, written by {one.a}",
    "consent": lambda one: _colon(f"Consent given ({said(one.a)})", one.b),
    "revoked": lambda one: _colon(f"Consent taken back ({said(one.a)})", one.b),
    "told": lambda one: f"Told {one.a} for {said(one.c)}: {one.b}",
    "coverage": lambda one: f"Covered by {one.a}",
    "verified": lambda one: f"{one.a} verified ({said(one.b)})",
    "estimate": lambda one: f"Estimate: ${one.a} to ${one.b} for the person",
    "authorization": _authorization,
    "task": lambda one: _colon(f"Done by {one.c}: {one.a}", one.b),
}


def _ended(one: Happened) -> str:
    return f"declined: {one.c}" if one.c else f"signed by {one.b}"
