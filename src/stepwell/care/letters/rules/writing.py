"""Whether a letter may be written: to whom, telling what, on which consent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from stepwell.foundation.gate.rules.consent import ActiveConsent, may_disclose
from stepwell.foundation.kernel.ruling import Reason, Ruling
from stepwell.foundation.policy.document import Policy

#: These say who is meant by a class or a narrow question, and never that a letter may go out.
_NO_LETTER = frozenset({"tpo", "contact"})


@dataclass(frozen=True)
class LetterFacts:
    """A letter before it is written. kind: a kind of the policy. says: what it tells, as the policy names it. to:
    "client" when it is handed to the person; anything else is sent to somebody.

    on: the day of writing. consents: those of the person that were signed and not taken back.
    """

    kind: str
    to: str
    says: frozenset[str]
    on: date
    recipient: str = ""
    purpose: str = ""
    consents: tuple[ActiveConsent, ...] = ()


def kind_of(kind: str, policy: Policy) -> Mapping[str, Any] | None:
    """What the policy says of a kind of letter, or None. policy: letters/field-defaults."""
    found: Mapping[str, Any] | None = policy.rule("kinds")["kinds"].get(kind)
    return found


def categories_of(says: frozenset[str], policy: Policy) -> frozenset[str]:
    """The categories of a consent that what is told belongs to; what the policy does not know is its own category."""
    known = policy.rule("facts")["categories"]
    return frozenset(str(known.get(one, one)) for one in says)


def consent_for(facts: LetterFacts, policy: Policy) -> int | None:
    """The number of a consent in force that permits sending the letter, or None.

    It names the recipient itself: a consent for a class of recipients, as the one for treatment, payment and
    operations is, never permits a letter. Source: 42 CFR 2.31.
    """
    kind = kind_of(facts.kind, policy)
    if kind is None or not facts.recipient.strip() or not facts.says:
        return None
    wanted = kind["consent_kinds"]
    naming = [one for one in facts.consents if one.kind not in _NO_LETTER and (not wanted or one.kind in wanted)]
    return may_disclose(
        naming,
        recipient=facts.recipient,
        purpose=facts.purpose,
        categories=categories_of(facts.says, policy),
        on=facts.on,
    ).answer


def may_write(facts: LetterFacts, policy: Policy) -> Ruling[bool]:
    """Whether the letter may be written as it is asked for, with every reason against it.

    policy: letters/field-defaults, or an operator's own in front of it. To the person it is about a letter needs no
    consent (42 CFR 2.23); to anybody else a consent in force names recipient and purpose and covers every fact. What
    the policy does not permit of a kind is not said, whatever the consent covers.
    """
    kind = kind_of(facts.kind, policy)
    if kind is None:
        return Ruling(False, (policy.reason("unknown-kind", {"kind": facts.kind}),))
    against = tuple(_against(facts, kind, policy))
    if against:
        return Ruling(False, against)
    if facts.to == "client":
        return Ruling(True, (policy.reason("to-the-person", {"says": sorted(facts.says)}),))
    return Ruling(True, tuple(_for(facts, kind, policy)))


def _against(facts: LetterFacts, kind: Mapping[str, Any], policy: Policy) -> Iterator[Reason]:
    if not facts.says:
        yield policy.reason("says-something", {"would_change": kind["usual"]})
    beyond = sorted(facts.says - set(kind["may_say"]))
    if beyond:
        yield policy.reason("minimum", {"not_told": beyond, "would_change": kind["may_say"]})
    if facts.to == "client":
        return
    if not facts.recipient.strip():
        yield policy.reason("recipient", {"would_change": "the name of who receives it"})
    if facts.purpose not in kind["purposes"]:
        yield policy.reason("purpose", {"purpose": facts.purpose, "would_change": kind["purposes"]})
    elif not beyond and facts.says and consent_for(facts, policy) is None:
        yield _without_consent(facts, kind, policy)


def _without_consent(facts: LetterFacts, kind: Mapping[str, Any], policy: Policy) -> Reason:
    categories = sorted(categories_of(facts.says, policy))
    would_change = f"a signed consent that names the recipient, for {facts.purpose}, covering {', '.join(categories)}"
    seen = {
        "recipient": facts.recipient,
        "purpose": facts.purpose,
        "categories": categories,
        "on": facts.on.isoformat(),
        "consent_kinds": kind["consent_kinds"],
        "would_change": would_change,
    }
    another = any(facts.recipient in one.recipients for one in facts.consents)
    return policy.reason("stands-alone" if kind["consent_kinds"] and another else "no-consent", seen)


def _for(facts: LetterFacts, kind: Mapping[str, Any], policy: Policy) -> Iterator[Reason]:
    seen = {"consent": consent_for(facts, policy), "purpose": facts.purpose, "says": sorted(facts.says)}
    yield policy.reason("with-consent", seen)
    if kind["neutral"]:
        yield policy.reason("notice-tells", {"would_change": "handing it to the person"})
