"""What the parts of a session's note are compared with, so that they are looked at before anybody signs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from stepwell.care.sessions.models import OwnPart
from stepwell.care.sessions.queries.room import Room
from stepwell.care.sessions.rules.intervals import minutes, stretch
from stepwell.care.sessions.rules.shared_part import SharedFacts, shared_findings
from stepwell.care.sessions.rules.signing import Findings, NoteFacts, findings
from stepwell.care.sessions.writing import NOTES, newest, words_of
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.kernel.ruling import Ruling
from stepwell.foundation.policy.document import Policy
from stepwell.foundation.policy.loading import load
from stepwell.registry.people import queries as people
from stepwell.registry.programs import queries as programs

if TYPE_CHECKING:
    from stepwell.registry.people.models import Staff


@dataclass(frozen=True)
class OwnDraft:
    """One person's part as it would be signed. objective_id: None for none; text: as sign_own takes it."""

    text: Mapping[str, Any]
    objective_id: int | None
    exception: str
    risk: str


@dataclass(frozen=True)
class Signing:
    """A session's parts as they stand, ready to look at drafts: the same rules the signature asks, nothing written.

    credential: one the signer may sign with on the day, empty for none; credentials: all of those. parts: the newest
    signed part of each participation. names: every name of each. Minutes, breaks with them, by participation.
    """

    policy: Policy
    held_on: date
    on: date
    credentials: tuple[str, ...]
    parts: Mapping[int, OwnPart]
    names: Mapping[int, str]
    minutes: Mapping[int, int]
    objectives: Mapping[int, frozenset[int]]

    @property
    def credential(self) -> str:
        """The one the signature is given with."""
        return self.credentials[0] if self.credentials else ""

    def look(self, participation_id: int, draft: OwnDraft, others: Mapping[int, OwnDraft]) -> Ruling[Findings]:
        """What has to be mended before this part is signed. others: drafts of the session, this one may be in it."""
        signed = {key: str(part.text.get("response", "")) for key, part in self.parts.items()}
        drafted = {key: str(one.text.get("response", "")) for key, one in others.items() if key not in signed}
        beside = {key: words for key, words in (signed | drafted).items() if key != participation_id and words.strip()}
        facts = NoteFacts(
            minutes=self.minutes.get(participation_id, 0),
            response=str(draft.text.get("response", "")),
            risk=draft.risk,
            objective_active=draft.objective_id in self.objectives.get(participation_id, frozenset()),
            credential=self.credential,
            credential_valid=bool(self.credential),
            held_on=self.held_on,
            signed_on=self.on,
            exception=draft.exception,
            others=tuple(beside.values()),
            other_names=self._names_beside(participation_id),
            more=words_of({key: value for key, value in draft.text.items() if key != "response"}),
        )
        return findings(facts, self.policy)

    def look_shared(self, text: Mapping[str, Any]) -> Ruling[Findings]:
        """What has to be mended before the shared part is signed."""
        facts = SharedFacts(
            done=str(text.get("done", "")),
            words=words_of(dict(text)),
            names=tuple(self.names.values()),
            credential=self.credential,
            credential_valid=bool(self.credential),
            held_on=self.held_on,
            signed_on=self.on,
        )
        return shared_findings(facts, self.policy)

    def _names_beside(self, participation_id: int) -> tuple[str, ...]:
        own = set(self.names.get(participation_id, "").casefold().split())
        rest = (said for key, said in self.names.items() if key != participation_id)
        return tuple(" ".join(word for word in said.split() if word.casefold() not in own) for said in rest)


@query(Permission.NOTE_READ)
def signing(access: Access, *, room: Room, by: Staff | None, on: date) -> Signing:
    """Everything drafts of the room's session are compared with, in one read or two. by: who would sign, None for
    nobody; on: today at the site."""
    session = room.session
    policy = load(NOTES, session.on)
    held = room.credentials if by is not None and by.pk == session.leader_id else ()
    if by is not None and by.pk != session.leader_id:
        state = programs.site_of(access, program=session.program).state
        held = tuple(one.kind for one in people.credentials(access, staff=by, on=on, state=state))
    rows = OwnPart.objects.select_related("objective", "author").filter(participation__session=session)
    return Signing(
        policy=policy,
        held_on=session.on,
        on=on,
        credentials=tuple(one for one in held if one in policy.rule("credential")["may_sign"]),
        parts={part.participation_id: part for part in newest(rows)},
        names={row.participation_id: row.every_name for row in room.rows},
        minutes={
            row.participation_id: minutes(stretch(one.starts, one.ends) for one in row.presences) for row in room.rows
        },
        objectives={row.participation_id: frozenset(one.pk for one in row.objectives) for row in room.rows},
    )
