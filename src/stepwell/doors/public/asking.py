"""From the words of a form to what is sent: the same for a call, a benefits check, a visit and a held seat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core import signing

from stepwell.doors.public.actions import Asked
from stepwell.doors.public.forms import BENEFITS, HOLD, VISIT
from stepwell.doors.public.offers import Offer, at_once
from stepwell.doors.public.rules.danger import told
from stepwell.doors.public.rules.promise import SOON
from stepwell.foundation.policy.document import Policy

#: Where no last name was given: the coordinator asks for it.
NO_NAME = "(last name not told)"
_SALT = "stepwell.public.sent"


@dataclass(frozen=True)
class Sent:
    """What the page after sending says. kind: of the request; by: the promise; held_until: None without a seat."""

    kind: str
    slug: str
    key: str
    by: datetime
    held_until: datetime | None


def asked_of(
    kind: str, given: dict[str, Any], offer: Offer, language: str, number: str, dangers: Sequence[str]
) -> Asked:
    """What is sent. given: the form's cleaned words; dangers: facts of the safety check they want told."""
    first, last = given["first_name"], given.get("last_name") or NO_NAME
    part = at_once(offer, given.get("part", ""))
    relative = None
    if given["who"] == "relative":
        relative = {"name": given["your_name"], "how_related": given.get("how_related", ""), "phone": given["phone"]}
    return Asked(
        number=number,
        program_id=offer.program_id,
        language=language,
        first_name=first,
        last_name=last,
        relative=relative,
        reach={"kind": given["way"], "value": given["phone"], "leave_message": given["message"] == "yes"},
        when=given.get("when") or SOON,
        wish="\n".join(_wish(kind, given, offer, language)),
        groups=part.group_ids if kind == HOLD and part else (),
        dangers=tuple(dangers),
        plan=given.get("plan", "") if kind == BENEFITS else "",
        member=given.get("member", "") if kind == BENEFITS else "",
    )


def _wish(kind: str, given: dict[str, Any], offer: Offer, language: str) -> list[str]:
    """For the coordinator, in the staff's language, each on a line; the person's own words last."""
    asked = {BENEFITS: "check my benefits", VISIT: "visit", HOLD: "hold a seat"}.get(kind, "call me")
    found = [f"On the public page, in {'Spanish' if language == 'es' else 'English'}: {asked}."]
    if given["way"] == "text":
        found.append("Reach them by text message.")
    found.append("A message may be left." if given["message"] == "yes" else "Leave no message.")
    if given.get("when", SOON) != SOON:
        found.append(f"Call in the {given['when']}.")
    if kind == HOLD and (part := at_once(offer, given.get("part", ""))):
        days = ", ".join(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[day] for day in part.hold)
        found.append(f"Seats are held in the {part.key}: {days}. The hold ends by itself.")
    if given.get("plan"):
        found.append(f"Insurance: {given['plan']}.")
    if given.get("visit"):
        found.append(f"Would like to come: {given['visit']}")
    if given.get("words"):
        found.append(given["words"])
    return found


def dangers_of(answers: Sequence[str], policy: Policy) -> tuple[str, ...]:
    """Facts of the safety check behind answers of the self-check; what is no answer is left out."""
    return told(answers, policy).facts


def sealed(sent: Sent) -> str:
    """What the next page says, signed; it names nobody."""
    return signing.dumps(
        {
            "k": sent.kind,
            "s": sent.slug,
            "p": sent.key,
            "b": sent.by.isoformat(),
            "h": sent.held_until.isoformat() if sent.held_until else "",
        },
        salt=_SALT,
    )


def unsealed(given: str) -> Sent | None:
    """What was sealed, None for anything else."""
    try:
        read = signing.loads(given[:2000], salt=_SALT)
    except signing.BadSignature:
        return None
    held = datetime.fromisoformat(read["h"]) if read["h"] else None
    return Sent(read["k"], read["s"], read["p"], datetime.fromisoformat(read["b"]), held)


def programs_of(offers: Sequence[Offer]) -> list[tuple[str, str]]:
    """Programs as answers to "Which clinic?"."""
    return [(f"{one.clinic.slug}/{one.key}", f"{one.site}, {one.city}") for one in offers]
