"""Everything a session's page shows, in a few reads: who leads, who is there for how long, what is signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import prefetch_related_objects

from stepwell.care.plans import queries as plans
from stepwell.care.plans.clock import end_of, zone_of
from stepwell.care.sessions.leading import kind_of
from stepwell.care.sessions.models import OwnPart, Participation, Session, SessionChange, SharedPart
from stepwell.care.sessions.roster_rows import NoteState, RosterRow, View, note_state, roster_row
from stepwell.care.sessions.rules.counting import HERE, sign_by
from stepwell.care.sessions.rules.intervals import Stretch
from stepwell.care.sessions.rules.signing import is_late
from stepwell.care.sessions.timing import breaks_in
from stepwell.care.sessions.writing import NOTES, newest
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import concerns, query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.policy.loading import load
from stepwell.registry.people import queries as people
from stepwell.registry.programs import queries as programs


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
    view = View(
        session=session,
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
        rows=tuple(roster_row(view, row) for row in roster),
        breaks=tuple(view.breaks),
        shared=note_state(versions[-1] if versions else None),
        shared_part=versions[-1] if versions else None,
        cap=cap,
        over_by=over_by,
        credentials=held,
        changes=tuple(changes),
        sign_by=sign_by(session.on, policy),
        late=is_late(session.on, on, policy),
    )


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
