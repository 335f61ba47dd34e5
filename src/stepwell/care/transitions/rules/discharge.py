"""Whether someone may be discharged: the next step is arranged, the reason is one, and a result alone is none."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from stepwell.care.transitions.rules.discharge_facts import DischargeFacts, MayDischarge
from stepwell.foundation.kernel.facts import BadFacts
from stepwell.foundation.kernel.ruling import Reason, Ruling
from stepwell.foundation.policy.document import Policy, Rule


def may_discharge(facts: DischargeFacts, reasons: Policy, follow_up: Policy) -> Ruling[MayDischarge]:
    """Whether nothing stands in the way of a discharge, with what would help where something does.

    reasons: `transitions/discharge-reasons`. follow_up: `transitions/follow-up`. Software supports: the named
    clinician decides. Raises BadFacts for a reason the policy does not have.
    """
    reason = reason_rule(facts.reason, reasons)
    found = tuple(_blocked(facts, reason, reasons))
    ids = tuple(blocked.rule.rpartition("#")[2] for blocked in found)
    calls = follow_up_dates(facts.on, follow_up) if reason["follow_up"] else ()
    answer = MayDischarge(not ids, ids, reason.says, reason["teds"], caloms(facts, reason), calls)
    told = (reasons.reason(reason.id, {"teds": answer.teds, "caloms": answer.caloms}), *found)
    return Ruling(answer, told)


def reason_rule(key: str, reasons: Policy) -> Rule:
    """The rule of a discharge reason. Raises BadFacts with the reasons there are."""
    known = [rule.id.removeprefix("reason-") for rule in reasons.rules.values() if rule.id.startswith("reason-")]
    if key not in known:
        raise BadFacts("reason", f"one of: {', '.join(known)}", key)
    return reasons.rule(f"reason-{key}")


def follow_up_dates(on: date, follow_up: Policy, also: tuple[int, ...] = ()) -> tuple[date, ...]:
    """The days on which to call after a discharge. also: further days a program adds, as 365."""
    days = sorted({*follow_up.rule("days")["after_days"], *also})
    return tuple(on + timedelta(days=after) for after in days)


def caloms(facts: DischargeFacts, reason: Rule) -> int:
    """California's discharge status: by the reason, and for some by referral, progress and interview."""
    code = reason["caloms"]
    if isinstance(code, int):
        return code
    if "referred" in code:
        return int(code["referred" if facts.referred else "not_referred"])
    progress = code["satisfactory" if facts.satisfactory_progress else "unsatisfactory"]
    return int(progress["standard" if facts.interviewed else "administrative"])


def _blocked(facts: DischargeFacts, reason: Rule, policy: Policy) -> Iterator[Reason]:
    if facts.on < facts.admitted_on:
        yield policy.reason("before-admission", {"admitted_on": facts.admitted_on.isoformat()})
    yield from _by_use_alone(facts, reason, policy)
    if reason["next_step"]:
        yield from _next_step_missing(facts, reason, policy)
    if not facts.approved_by.strip() or facts.credential not in policy.rule("clinician")["may_approve"]:
        seen = {"credential": facts.credential, "would_change": "a named clinician who may approve it"}
        yield policy.reason("clinician", seen)
    if reason["client_signature"] and not _client_heard(facts):
        change = {"would_change": "the person's signature, or why there is none"}
        yield policy.reason("client-signature", {"signature": facts.client_signature, **change})


def _by_use_alone(facts: DischargeFacts, reason: Rule, policy: Policy) -> Iterator[Reason]:
    """A test's result alone never ends treatment; use alone only with a director's written reason. Neither is
    asked of a death or an arrest, which end a stay whatever else happened."""
    if not reason["by_choice"]:
        return
    if facts.positive_test_only:
        change = {"would_change": "another reason; the result is talked over and the plan revised"}
        yield policy.reason("positive-test-alone", change)
    if facts.substance_use_only and not facts.director_reason.strip():
        yield policy.reason("use-alone", {"would_change": "a director's written reason"})


def _next_step_missing(facts: DischargeFacts, reason: Rule, policy: Policy) -> Iterator[Reason]:
    least = policy.rule("next-step")["attempts_when_unreached"]
    seen = {"next_step": facts.next_step}
    match facts.next_step:
        case "booked":
            if facts.next_on is None or facts.next_on < facts.on:
                yield policy.reason("next-step", {**seen, "would_change": "a date on or after the discharge"})
        case "declined":
            if not facts.declined_says.strip():
                yield policy.reason("next-step", {**seen, "would_change": "what they said, written down"})
        case "unreached":
            if not reason["may_be_unreached"] or facts.attempts < least:
                change = {"attempts": facts.attempts, "would_change": f"{least} documented attempts"}
                yield policy.reason("next-step", {**seen, **change})
        case "none":
            yield policy.reason("next-step", {**seen, "would_change": "an appointment, or their documented no"})


def _client_heard(facts: DischargeFacts) -> bool:
    """Signed, or it is written why not; someone who could not be reached cannot sign."""
    if facts.client_signature in ("refused", "unable"):
        return bool(facts.client_signature_says.strip())
    return facts.client_signature == "signed" or facts.next_step == "unreached"
