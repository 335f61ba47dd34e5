"""What is gathered before a part of a note is signed. Called inside an open gate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from stepwell.care.plans import queries as plans
from stepwell.care.plans.clock import local_date
from stepwell.care.sessions.models import OwnPart, Participation, Presence, Session
from stepwell.care.sessions.rules.intervals import minutes, stretch
from stepwell.care.sessions.rules.signing import NoteFacts
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.refusals import BadInput, Conflict, NotAllowed
from stepwell.foundation.kernel.ruling import Reason
from stepwell.registry.people import queries as people
from stepwell.registry.programs import queries as programs

if TYPE_CHECKING:
    from stepwell.care.plans.models import Objective
    from stepwell.registry.people.models import Staff

NOTES = "notes/signing"


@dataclass(frozen=True)
class Signer:
    """Who signs, when, by which credential, and whether it is valid on that day in the site's state."""

    by: Staff
    credential: str
    valid: bool
    at: datetime
    on: date


@dataclass(frozen=True)
class InTheRoom:
    """Everyone on a session's roster, and the newest own part of each who has one, by number of the participation."""

    people: Mapping[int, Participation]
    parts: Mapping[int, OwnPart]


def room_of(session: Session) -> InTheRoom:
    """Who is on the roster and what is written of them by now; two reads."""
    people = {one.pk: one for one in Participation.objects.filter(session=session)}
    return InTheRoom(
        people, {one.participation_id: one for one in newest(OwnPart.objects.filter(participation__in=people))}
    )


def signer_of(access: Access, session: Session, by: Staff, credential: str, at: datetime) -> Signer:
    """The one who signs. Raises NotAllowed when somebody else is signed in, BadInput, Conflict."""
    if access.staff_id is not None and access.staff_id != by.pk:
        says = f"Only {by.name} can sign this, signed in as themselves."
        seen = {"signed_in": access.staff_id, "named": by.pk}
        raise NotAllowed((Reason("care/sessions#in-person", says, "Stepwell, 'Defaults for notes'", seen),))
    if session.cancelled_at is not None:
        raise Conflict("This session was called off; there is nothing to sign.")
    if at.tzinfo is None or at < session.starts_at:
        raise BadInput("at", "A note is signed after its session has begun, at a moment with its zone.")
    site = programs.site_of(access, program=session.program)
    on = local_date(at, ZoneInfo(site.time_zone))
    held = {one.kind for one in people.credentials(access, staff=by, on=on, state=site.state)}
    return Signer(by, credential, credential in held, at, on)


def note_facts(
    access: Access,
    participation: Participation,
    signer: Signer,
    text: dict[str, Any],
    objective: Objective | None,
    *,
    exception: str,
    risk: str,
    room: InTheRoom,
    amends: OwnPart | None = None,
) -> NoteFacts:
    """One person's part with what it is compared to. Raises BadInput for an objective of somebody else."""
    session = participation.session
    others = [one for pk, one in room.people.items() if pk != participation.pk]
    if objective is not None and objective.subject_id != participation.subject_id:
        raise BadInput("objective", "This objective is in somebody else's plan.")
    response = str(text.get("response", ""))
    more = {key: value for key, value in text.items() if key != "response"}
    return NoteFacts(
        minutes=minutes_there(participation),
        response=response,
        risk=risk,
        objective_active=_is_worked_on(access, participation, objective, amends),
        credential=signer.credential,
        credential_valid=signer.valid,
        held_on=session.on,
        signed_on=signer.on,
        exception=exception,
        others=tuple(str(part.text.get("response", "")) for pk, part in room.parts.items() if pk != participation.pk),
        other_names=names_of(access, others, but=participation),
        more=words_of(more),
    )


def minutes_there(participation: Participation) -> int:
    """Whole minutes somebody was in the session, breaks with them."""
    rows = Presence.objects.filter(participation=participation, voided_at=None)
    return minutes(stretch(row.during.lower, row.during.upper) for row in rows)


def names_of(access: Access, roster: Iterable[Participation], but: Participation | None = None) -> tuple[str, ...]:
    """First, called and last name of each; a word that is also a name of `but` is left out."""
    others = list(roster)
    subjects = [one.subject_id for one in others] + ([but.subject_id] if but is not None else [])
    known = people.full_names(access, subject_ids=subjects)
    own = set(known[but.subject_id].casefold().split()) if but is not None else set()
    told = (known[one.subject_id].split() for one in others)
    return tuple(" ".join(word for word in words if word.casefold() not in own) for words in told)


def words_of(text: dict[str, Any]) -> str:
    """Everything written in a part. Raises BadInput for what is neither words nor numbers."""
    for key, value in text.items():
        if not isinstance(key, str) or not isinstance(value, str | int):
            raise BadInput(f"text.{key}", "Write words.")
    return " ".join(str(value) for value in text.values())


def newest(parts: Iterable[OwnPart]) -> list[OwnPart]:
    """The newest version of each participation's part."""
    found: dict[int, OwnPart] = {}
    for part in parts:
        if part.participation_id not in found or found[part.participation_id].version < part.version:
            found[part.participation_id] = part
    return list(found.values())


def _is_worked_on(
    access: Access, participation: Participation, objective: Objective | None, amends: OwnPart | None
) -> bool:
    if objective is None:
        return False
    if amends is not None and amends.objective_id == objective.pk:
        # It was worked on when the part was signed; that it is given up by now takes nothing from the note.
        return True
    on = participation.session.on
    return plans.is_worked_on(access, objective=objective, episode=participation.episode, on=on)
