"""Everything a session's page shows, in a few reads: who leads, who is there for how long, what is signed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import prefetch_related_objects

from stepwell.care.plans import queries as plans
from stepwell.care.plans.clock import end_of, zone_of
from stepwell.care.sessions.leading import kind_of
from stepwell.care.sessions.models import OwnPart, Participation, Session, SessionChange, SharedPart
from stepwell.care.sessions.rules.counting import HERE, sign_by
from stepwell.care.sessions.rules.intervals import Stretch, minutes, without
from stepwell.care.sessions.rules.signing import is_late
from stepwell.care.sessions.timing import breaks_in, there
from stepwell.care.sessions.writing import NOTES, newest
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import concerns, query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.policy.loading import load
from stepwell.registry.people import queries as people
from stepwell.registry.programs import queries as programs

if TYPE_CHECKING:
    from stepwell.care.plans.models import Objective
    from stepwell.foundation.policy.document import Policy


@dataclass(frozen=True)
class NoteState:
    """How a part of a note stands. state: none, signed or amended; what is signed is locked and can be amended."""

    state: str
    version: int = 0
    part_id: int = 0
    by: str = ""
    credential: str = ""
    signed_at: datetime | None = None
    late: bool = False

    @property
    def locked(self) -> bool:
        """Whether it is signed: changed only by an amendment."""
        return self.state != "none"


@dataclass(frozen=True)
class PresenceShown:
    """A stretch somebody was there."""

    presence_id: int
    starts: datetime
    ends: datetime


@dataclass(frozen=True)
class RosterRow:
    """One person on the roster. minutes: there, without breaks. findings: rule ids of notes/signing that stop a
    signature whatever is written (minutes, objective, credential); late: signed today it is a late entry.

    every_name: first, called and last name.
    hint: what stands between these minutes and a billable day, as far as the session knows: off, absent, expected,
    no_minutes, not_counted, unsigned, above_cap or ready.
    """

    participation: Participation
    person_id: int
    name: str
    every_name: str
    newcomer: bool
    outcome: str
    outcome_why: str
    minutes: int
    presences: tuple[PresenceShown, ...]
    note: NoteState
    objectives: tuple[Objective, ...]
    findings: tuple[str, ...]
    hint: str

    @property
    def participation_id(self) -> int:
        """The number that actions and addresses use."""
        return self.participation.pk

    @property
    def subject_id(self) -> int:
        """Whose row it is."""
        return self.participation.subject_id


@dataclass(frozen=True)
class Room:
    """A session with all its page needs. version: what an action takes as `seen`. over_by: people above the cap, for
    whom it is split. credentials: those the leader may sign with today. changes: newest last. sign_by: in time until
    then."""

    session: Session
    version: int
    rows: tuple[RosterRow, ...]
    breaks: tuple[Stretch, ...]
    shared: NoteState
    shared_part: SharedPart | None
    cap: int
    over_by: int
    credentials: tuple[str, ...]
    changes: tuple[SessionChange, ...]
    sign_by: date
    late: bool

    @property
    def unsigned(self) -> int:
        """People who were there and whose part waits for a signature."""
        return sum(row.outcome == "attended" and not row.note.locked for row in self.rows)

    @property
    def locked(self) -> bool:
        """Whether a part is signed, so that the session is no more split, joined or moved."""
        return self.shared.locked or any(row.note.locked for row in self.rows)


@query(Permission.SCHEDULE_READ)
def room(access: Access, *, session: Session, on: date, just_read: bool = False) -> Room:
    """A session's page. on: today at the site. Texts of notes are read with note_chain, by who may. just_read: the
    session comes from session_by_id a moment ago and is not read once more."""
    if just_read:
        prefetch_related_objects([session], "breaks")
    else:
        session = _session(session)
    roster = _roster(session)
    concerns(*(row.subject_id for row in roster))
    policy = load(NOTES, session.on)
    zone = zone_of(access, session.program)
    rules = programs.rules_of(access, program=session.program, on=session.on)
    kind = kind_of(access, program=session.program, kind=session.kind, on=session.on)
    cap = session.group.hard_cap if session.group is not None else kind.cap
    over_by = max(sum(row.outcome in HERE for row in roster) - cap, 0)
    state = programs.site_of(access, program=session.program).state
    held = tuple(one.kind for one in people.credentials(access, staff=session.leader, on=on, state=state))
    versions = list(SharedPart.objects.select_related("author").filter(session=session).order_by("version"))
    changes = list(SessionChange.objects.select_related("other").filter(session=session).order_by("version"))
    view = _View(
        session=session,
        policy=policy,
        may_sign=any(one in policy.rule("credential")["may_sign"] for one in held),
        names=people.every_name(access, subject_ids=[row.subject_id for row in roster]),
        own={part.participation_id: part for part in newest(_own(roster))},
        objectives=plans.worked_on(
            access, episode_ids=[row.episode_id for row in roster], on=session.on, before=end_of(session.on, zone)
        ),
        breaks=breaks_in(session),
        watched=timedelta(days=rules.watched_days),
        over=over_by > 0,
        shared=bool(versions),
    )
    return Room(
        session=session,
        version=changes[-1].version if changes else 0,
        rows=tuple(_row(view, row) for row in roster),
        breaks=tuple(view.breaks),
        shared=_note(versions[-1] if versions else None),
        shared_part=versions[-1] if versions else None,
        cap=cap,
        over_by=over_by,
        credentials=held,
        changes=tuple(changes),
        sign_by=sign_by(session.on, policy),
        late=is_late(session.on, on, policy),
    )


@dataclass(frozen=True)
class _View:
    """What is read once for all rows."""

    session: Session
    policy: Policy
    may_sign: bool
    names: dict[int, people.Named]
    own: dict[int, OwnPart]
    objectives: dict[int, list[Objective]]
    breaks: list[Stretch]
    watched: timedelta
    over: bool
    shared: bool


def _session(session: Session) -> Session:
    rows = Session.objects.select_related(
        "program__site", "group", "leader", "co_leader", "room", "split_from__group", "split_from__room"
    )
    return rows.prefetch_related("breaks").get(pk=session.pk)


def _roster(session: Session) -> list[Participation]:
    rows = Participation.objects.select_related("episode", "subject").filter(session=session)
    return list(rows.prefetch_related("presences").order_by("id"))


def _own(roster: list[Participation]) -> list[OwnPart]:
    return list(OwnPart.objects.select_related("author").filter(participation__in=roster))


def _row(view: _View, row: Participation) -> RosterRow:
    named = view.names.get(row.subject_id, people.Named(0, "", ""))
    attended = minutes(without(there(row), view.breaks))
    part = view.own.get(row.pk)
    objectives = tuple(view.objectives.get(row.episode_id, ()))
    return RosterRow(
        participation=row,
        person_id=named.person_id,
        name=named.name,
        every_name=named.every,
        newcomer=view.session.on < row.episode.admitted_on + view.watched,
        outcome=row.outcome,
        outcome_why=row.outcome_why,
        minutes=attended,
        presences=tuple(
            PresenceShown(one.pk, one.during.lower, one.during.upper)
            for one in sorted(row.presences.all(), key=lambda one: one.during.lower)
            if one.voided_at is None
        ),
        note=_note(part),
        objectives=objectives,
        findings=() if part is not None else tuple(_findings(view, row, bool(objectives))),
        hint=_hint(view, row, attended, part),
    )


def _note(part: SharedPart | OwnPart | None) -> NoteState:
    if part is None:
        return NoteState("none")
    state = "amended" if part.version > 1 else "signed"
    return NoteState(state, part.version, part.pk, part.author.name, part.credential, part.signed_at, part.late)


def _findings(view: _View, row: Participation, has_objective: bool) -> Iterator[str]:
    if not there(row):
        yield "minutes"
    if not has_objective:
        yield "objective"
    if not view.may_sign:
        yield "credential"


def _hint(view: _View, row: Participation, attended: int, part: OwnPart | None) -> str:
    if view.session.cancelled_at is not None:
        return "off"
    if row.outcome in ("no_show", "excused"):
        return "absent"
    if row.outcome == "expected":
        return "expected"
    if attended <= 0:
        return "no_minutes"
    if not view.session.counts:
        return "not_counted"
    if view.over:
        return "above_cap"
    return "ready" if part is not None and view.shared else "unsigned"
