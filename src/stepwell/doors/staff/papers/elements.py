"""The elements of 42 CFR 2.31 as a consent says them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stepwell.doors.staff.papers.standing import Given
from stepwell.doors.staff.people.head import Head
from stepwell.foundation.gate.rules.consent import ELEMENTS

if TYPE_CHECKING:
    from stepwell.foundation.gate.models import Consent


def elements_of(consent: Consent, read: Given, head: Head) -> tuple[tuple[str, str], ...]:
    """Each element's name and what this consent says of it, in the law's order. read: the same consent in words."""
    values = {
        "patient": f"{head.person.first_name} {head.person.last_name}",
        "discloser": consent.discloser,
        "information": ", ".join(read.categories),
        "recipient": read.to,
        "purpose": ", ".join(read.purposes),
        "revocable": "Stated: in writing, at any time" if consent.says_revocable else "Not stated",
        "expiry": read.until,
        "signature": read.signed_by if read.authority == "self" else f"{read.signed_by}, {read.authority}",
        "signed_on": f"{consent.signed_at.astimezone(head.zone):%b %d, %Y}".replace(" 0", " "),
        "redisclosure": "Stated" if consent.says_redisclosure else "Not stated",
        "refusal": "Stated" if consent.says_refusal else "Not stated",
    }
    return tuple((words[:1].upper() + words[1:], values[name]) for name, words in ELEMENTS.items())
