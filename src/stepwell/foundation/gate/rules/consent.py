"""Whether something may be told to somebody outside (42 CFR Part 2), and whether a consent has every element."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from stepwell.foundation.kernel.ruling import Reason, Ruling

#: The consent elements of 42 CFR 2.31(a), each with the words that name what is missing.
ELEMENTS = {
    "patient": "the name of the person",
    "discloser": "who discloses",
    "information": "what may be disclosed",
    "recipient": "who receives it, by name or class",
    "purpose": "the purpose",
    "revocable": "the right to revoke in writing and how",
    "expiry": "a date, event or condition on which it ends",
    "signature": "a signature",
    "signed_on": "the date of signing",
    "redisclosure": "that a recipient may disclose again as HIPAA permits",
    "refusal": "the consequence of refusing to sign",
}
#: What only a consent for treatment, payment and operations must also state.
_TPO_ONLY = {"redisclosure", "refusal"}
SOURCE = "42 CFR 2.31, Consent requirements"


@dataclass(frozen=True)
class ConsentText:
    """What a consent form says; empty means that the form does not say it."""

    kind: str
    patient: str
    discloser: str
    information: tuple[str, ...]
    recipient: tuple[str, ...]
    purpose: tuple[str, ...]
    expiry: str
    signature: str
    signed_on: date | None
    revocable: bool
    redisclosure: bool
    refusal: bool


@dataclass(frozen=True)
class ActiveConsent:
    """A signed consent as the gate reads it."""

    id: int
    kind: str
    purposes: frozenset[str]
    categories: frozenset[str]
    recipients: frozenset[str]
    recipient_class: str
    starts_on: date
    expires_on: date | None
    revoked_on: date | None


def missing_elements(text: ConsentText) -> tuple[str, ...]:
    """Names of the elements the form lacks, in the order of 42 CFR 2.31; empty when it is complete."""
    needed = [name for name in ELEMENTS if text.kind == "tpo" or name not in _TPO_ONLY]
    return tuple(name for name in needed if not getattr(text, name))


def complete(text: ConsentText) -> Ruling[bool]:
    """Whether the consent may be signed as it stands, with one reason an element that is missing."""
    missing = missing_elements(text)
    return Ruling(
        not missing,
        tuple(
            Reason(
                f"gate/consent#{name}",
                f"The consent does not say {ELEMENTS[name]}.",
                SOURCE,
                {"missing": name},
            )
            for name in missing
        ),
    )


def may_disclose(
    consents: Sequence[ActiveConsent], *, recipient: str, purpose: str, categories: frozenset[str], on: date
) -> Ruling[int | None]:
    """The id of a consent that permits the disclosure on that day, or None.

    A consent for treatment, payment and operations names a class of recipients and so any recipient matches;
    every other names its recipients. Counseling notes are never inside such a consent (42 CFR 2.31(b)).
    """
    for consent in sorted(consents, key=lambda each: each.id):
        if (
            purpose in consent.purposes
            and categories <= consent.categories
            and (consent.kind == "tpo" or recipient in consent.recipients)
            and not (consent.kind == "tpo" and "counseling_note" in categories)
            and consent.starts_on <= on
            and (consent.expires_on is None or on <= consent.expires_on)
            and (consent.revoked_on is None or on < consent.revoked_on)
        ):
            reason = Reason(
                "gate/consent#covers",
                "A signed consent in force covers this recipient, purpose and information.",
                SOURCE,
                {
                    "consent": consent.id,
                    "purpose": purpose,
                    "categories": sorted(categories),
                    "on": on.isoformat(),
                },
            )
            return Ruling(consent.id, (reason,))
    reason = Reason(
        "gate/consent#none",
        f"No signed consent in force covers disclosing this for {purpose}.",
        SOURCE,
        {"purpose": purpose, "categories": sorted(categories), "on": on.isoformat(),
         "would_change": "a signed consent that names the recipient, the purpose and the information"},
    )  # fmt: skip
    return Ruling(None, (reason,))
