"""What a tap on the roster does: came, did not come, excused, from when until when. Each may be tapped twice."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

from stepwell.care.sessions import actions as sessions
from stepwell.care.sessions import queries as of_sessions
from stepwell.care.sessions.models import Participation, Session
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import together
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput, NotFound, NotPermitted
from stepwell.foundation.gate.roles import allowed

CAME, NO_SHOW, EXCUSED, TIMES = "came", "no_show", "excused", "times"
MISTAKE = "written down by mistake"


def on_roster(access: Access, session_id: int, participation_id: int) -> Participation:
    """The person on the roster of that session. Raises NotFound."""
    found = of_sessions.participation_by_id(access, participation_id=participation_id)
    if found.session_id != session_id:
        raise NotFound
    return found


def everyone_came(access: Access, session: Session, now: datetime) -> int:
    """Everybody of whom nobody has said anything was there the whole time. Returns how many."""
    _may_write(access)
    _has_begun(session, now)
    with together(access, "doors.sessions.everyone_came"):
        rows = [row for row in of_sessions.roster(access, session=session) if row.outcome == "expected"]
        there = [(row, session.starts_at, session.ends_at) for row in rows]
        sessions.record_presences(access, session=session, there=there)
    return len(rows)


def tap(access: Access, row: Participation, what: str, now: datetime, *, why: str = "", more: str = "") -> None:
    """One tap. what: came, no_show or excused. why: for excused, one of the program's words; more: after it.

    A tap that says otherwise than the minutes voids them with a reason: what was written stays readable.
    """
    _may_write(access)
    _has_begun(row.session, now)
    with together(access, "doors.sessions.tap"):
        there = of_sessions.presences_of(access, participation=row)
        if what == CAME:
            if not there:
                sessions.record_presence(
                    access, participation=row, starts=row.session.starts_at, ends=row.session.ends_at
                )
            return
        if what not in (NO_SHOW, EXCUSED):
            raise BadInput("do", "Say whether they came, did not come or are excused.")
        for one in there:
            sessions.void_presence(access, presence=one, why=MISTAKE, at=now)
        said = f"{why}: {more}" if more else why
        sessions.record_outcome(
            access, participation=row, outcome=what, at=now, why=said[:100] if what == EXCUSED else ""
        )


def from_until(access: Access, row: Participation, starts: time | None, ends: time | None, now: datetime) -> None:
    """They were there from a time to a time of the day; what was written before is voided where it differs."""
    zone = ZoneInfo(row.session.program.site.time_zone)
    _may_write(access)
    _has_begun(row.session, now)
    if starts is None or ends is None:
        raise BadInput("from", "Write from when until when they were there, as 09:10 and 10:30.")
    begin, end = (datetime.combine(row.session.on, one, zone) for one in (starts, ends))
    with together(access, "doors.sessions.from_until"):
        there = of_sessions.presences_of(access, participation=row)
        if len(there) == 1 and there[0].during.lower == begin:
            if there[0].during.upper == end:
                return
            if there[0].during.upper > end > begin:
                sessions.left_early(access, participation=row, ends=end, at=now)
                return
        for one in there:
            sessions.void_presence(access, presence=one, why=MISTAKE, at=now)
        sessions.record_presence(access, participation=row, starts=begin, ends=end)


def break_between(access: Access, session: Session, starts: time | None, ends: time | None) -> None:
    """A break for everybody in the room."""
    if starts is None or ends is None:
        raise BadInput("from", "Write when the break began and ended, as 10:00 and 10:10.")
    zone = ZoneInfo(session.program.site.time_zone)
    begin, end = (datetime.combine(session.on, one, zone) for one in (starts, ends))
    sessions.record_break(access, session=session, starts=begin, ends=end)


def clock(text: str) -> time | None:
    """A clock time as a browser sends it; None for anything else."""
    try:
        return time.fromisoformat(text.strip()[:8])
    except ValueError:
        return None


def _may_write(access: Access) -> None:
    """Also where a tap changes nothing. Raises NotPermitted."""
    if not allowed(access.roles, Permission.SESSION_WRITE):
        raise NotPermitted("Rosters are kept by those who treat. Ask a counselor.")


def _has_begun(session: Session, now: datetime) -> None:
    if now < session.starts_at:
        raise BadInput(
            "do", "The session has not begun yet. Come back when it has, or cancel it under Something went wrong."
        )
