"""Signing the shared part and each person's own part, and amending one: a new version of one, nothing else moves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from stepwell.care.sessions.events import NoteSigned
from stepwell.care.sessions.locking import held
from stepwell.care.sessions.models import OwnPart, Participation, Session, SharedPart
from stepwell.care.sessions.rules.shared_part import SharedFacts, shared_findings
from stepwell.care.sessions.rules.signing import Findings, findings
from stepwell.care.sessions.seals import sealed
from stepwell.care.sessions.writing import (
    NOTES,
    Signer,
    names_of,
    newest,
    note_facts,
    room_of,
    signer_of,
    words_of,
)
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import action, concerns
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput, Conflict, NotAllowed
from stepwell.foundation.jobs.events import announce
from stepwell.foundation.kernel.ruling import Ruling
from stepwell.foundation.policy.loading import load

if TYPE_CHECKING:
    from stepwell.care.plans.models import Objective
    from stepwell.registry.people.models import Staff

Part = TypeVar("Part", SharedPart, OwnPart)
TAKEN = "Somebody has signed this in the meantime. Look again: a change is an amendment of what stands there."


@action(Permission.NOTE_SIGN)
def sign_shared(
    access: Access, *, session: Session, by: Staff, credential: str, at: datetime, text: dict[str, Any]
) -> SharedPart:
    """Sign what is true for all: topic, what was done, how; how many were there is added, and names are refused.

    text: at least "done"; values are words. credential: as "CADC", valid on the day of signing in the site's state.
    Raises NotAllowed with each thing to mend, BadInput, Conflict when it is signed already.
    """
    signer = signer_of(access, session, by, credential, at)
    there = {"present": Participation.objects.filter(session=session, outcome="attended").count()}
    part = _write_shared(access, session, signer, there | text, None, "")
    _tell_signed(session)
    return part


@action(Permission.NOTE_SIGN)
def amend_shared(
    access: Access, *, part: SharedPart, by: Staff, credential: str, at: datetime, text: dict[str, Any], why: str
) -> SharedPart:
    """A new version of the shared part; nobody's own part moves. Raises NotAllowed, BadInput, Conflict."""
    _has_reason(why)
    signer = signer_of(access, part.session, by, credential, at)
    return _write_shared(access, part.session, signer, text, part, why)


@action(Permission.NOTE_SIGN)
def sign_own(
    access: Access,
    *,
    participation: Participation,
    by: Staff,
    credential: str,
    at: datetime,
    text: dict[str, Any],
    risk: str,
    objective: Objective | None = None,
    exception: str = "",
) -> OwnPart:
    """Sign one person's part: how they responded, what is next, toward which objective, how safety was looked at.

    text: at least "response"; values are words. objective: worked on in the plan in force on the day of the session;
    without one, exception says why: crisis, intake or admin. What is looked at is the policy notes/signing; what it
    finds blocks the signature. Announces NoteSigned. Raises NotAllowed with each thing to mend, BadInput, Conflict
    when it is signed already or somebody signs in the same moment.
    """
    draft = Draft(text, objective, exception, risk)
    return _write_own(access, participation, signer_of(access, participation.session, by, credential, at), draft)


@action(Permission.NOTE_SIGN)
def amend_own(
    access: Access,
    *,
    part: OwnPart,
    by: Staff,
    credential: str,
    at: datetime,
    text: dict[str, Any],
    why: str,
    objective: Objective | None = None,
    risk: str = "",
) -> OwnPart:
    """A new version of one person's part; every other row stays as it is, byte for byte.

    part: the newest version. why: what was wrong or missing. Objective and risk stay where nothing else is given.
    Announces NoteSigned. Raises NotAllowed, BadInput, Conflict when a newer version stands.
    """
    _has_reason(why)
    draft = Draft(text, objective or part.objective, part.exception, risk or part.risk, part, why)
    participation = part.participation
    return _write_own(access, participation, signer_of(access, participation.session, by, credential, at), draft)


@dataclass(frozen=True)
class Draft:
    """An own part before it is signed; amends and why only where it takes the place of another version."""

    text: dict[str, Any]
    objective: Objective | None
    exception: str
    risk: str
    amends: OwnPart | None = None
    why: str = ""


def _write_shared(
    access: Access, session: Session, signer: Signer, text: dict[str, Any], amends: SharedPart | None, why: str
) -> SharedPart:
    # Nobody splits, joins, moves or signs the session while its note is written.
    held(session)
    if SharedPart.objects.filter(session=session).order_by("-version").first() != amends:
        raise Conflict(TAKEN)
    rows = list(Participation.objects.filter(session=session))
    concerns(*(row.subject_id for row in rows))
    facts = SharedFacts(
        done=str(text.get("done", "")),
        words=words_of(text),
        names=names_of(access, rows),
        credential=signer.credential,
        credential_valid=signer.valid,
        held_on=session.on,
        signed_on=signer.on,
    )
    late = _mended(shared_findings(facts, load(NOTES, session.on)))
    part = SharedPart(
        session=session,
        version=amends.version + 1 if amends else 1,
        text=text,
        author=signer.by,
        credential=signer.credential,
        signed_at=signer.at,
        late=late,
        amends=amends,
        why=why,
    )
    return _signed(part)


def _write_own(access: Access, participation: Participation, signer: Signer, draft: Draft) -> OwnPart:
    session = participation.session
    held(session)
    room = room_of(session)
    if participation.pk not in room.people:
        raise Conflict("They went to another session in the meantime. Their part is written there.")
    if room.parts.get(participation.pk) != draft.amends:
        raise Conflict(TAKEN)
    facts = note_facts(
        access,
        participation,
        signer,
        draft.text,
        draft.objective,
        exception=draft.exception,
        risk=draft.risk,
        room=room,
        amends=draft.amends,
    )
    late = _mended(findings(facts, load(NOTES, session.on)))
    part = OwnPart(
        subject_id=participation.subject_id,
        participation=participation,
        version=draft.amends.version + 1 if draft.amends else 1,
        text=draft.text,
        objective=draft.objective,
        exception=draft.exception,
        risk=draft.risk,
        author=signer.by,
        credential=signer.credential,
        signed_at=signer.at,
        late=late,
        amends=draft.amends,
        why=draft.why,
    )
    part = _signed(part)
    announce(NoteSigned(participation.pk, session.pk, participation.subject_id, session.on.isoformat()))
    return part


def _signed(part: Part) -> Part:
    """Seal and keep it. The session is held and the newest version is the one it takes the place of."""
    part.sha256 = sealed(part)
    part.save(force_insert=True)
    return part


def _mended(ruling: Ruling[Findings]) -> bool:
    """Whether it is a late entry. Raises NotAllowed with what has to be mended first."""
    if ruling.answer.blocking:
        raise NotAllowed(tuple(one for one in ruling.reasons if one.rule.rpartition("#")[2] in ruling.answer.blocking))
    return ruling.answer.late


def _tell_signed(session: Session) -> None:
    """Own parts that were signed before the shared one are whole notes from now on."""
    for part in newest(OwnPart.objects.filter(participation__session=session)):
        announce(NoteSigned(part.participation_id, session.pk, part.subject_id, session.on.isoformat()))


def _has_reason(why: str) -> None:
    if not why.strip():
        raise BadInput("why", "Say what was wrong or missing.")
