"""One person's row on a session's page: minutes there, how their note stands, what it wants before it is signed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from stepwell.care.sessions.models import OwnPart, Participation, Session, SharedPart
from stepwell.care.sessions.rules.intervals import Stretch, minutes, without
from stepwell.care.sessions.timing import there
from stepwell.registry.people import queries as people

if TYPE_CHECKING:
    from stepwell.care.plans.models import Objective


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
class View:
    """What is read of a session once for all rows. own: newest parts by participation. over: more people than the cap.
    shared: whether the shared part is signed."""

    session: Session
    may_sign: bool
    names: dict[int, people.Named]
    own: dict[int, OwnPart]
    objectives: dict[int, list[Objective]]
    breaks: list[Stretch]
    watched: timedelta
    over: bool
    shared: bool


def roster_row(view: View, row: Participation) -> RosterRow:
    """One person of the session."""
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
        note=note_state(part),
        objectives=objectives,
        findings=() if part is not None else tuple(_findings(view, row, bool(objectives))),
        hint=_hint(view, row, attended, part),
    )


def note_state(part: SharedPart | OwnPart | None) -> NoteState:
    """How the part stands; None: nobody has signed one."""
    if part is None:
        return NoteState("none")
    state = "amended" if part.version > 1 else "signed"
    return NoteState(state, part.version, part.pk, part.author.name, part.credential, part.signed_at, part.late)


def _findings(view: View, row: Participation, has_objective: bool) -> Iterator[str]:
    if not there(row):
        yield "minutes"
    if not has_objective:
        yield "objective"
    if not view.may_sign:
        yield "credential"


def _hint(view: View, row: Participation, attended: int, part: OwnPart | None) -> str:
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
