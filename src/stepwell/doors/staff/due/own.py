"""What is due for a member of staff in person: their sessions, rosters, notes, intakes, their turn on call."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, time, timedelta

from stepwell.care.admissions import queries as admissions
from stepwell.care.sessions import queries as sessions
from stepwell.care.sessions.queries import Unsigned
from stepwell.doors.staff.due.verb import Verb, place_of
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.roles import allowed
from stepwell.registry.people import queries as people

#: Rosters that were left open longer ago than this are no work of today.
LOOKED_BACK = timedelta(days=14)
_PARTS = ((12, "morning"), (17, "afternoon"), (24, "evening"))


def of_people(access: Access, now: datetime) -> list[tuple[int, Verb]]:
    """Work about one person, each with their number: intakes of today. now: on the clinic's clock."""
    mine = None if allowed(access.roles, Permission.ENQUIRY_WRITE) else access.staff_id
    if mine is None and not allowed(access.roles, Permission.ENQUIRY_WRITE):
        return []
    starts = datetime.combine(now.date(), time(), now.tzinfo)
    booked = admissions.intakes_between(access, starts=starts, ends=starts + timedelta(days=1), with_staff_id=mine)
    return [
        (
            row.subject_id,
            _verb(
                "intake",
                f"Hold the intake of {{person}} at {_clock(row.at, now)}, with {row.with_staff.name}",
                row.at,
                now,
                "Booked for today; write how it ended.",
            ),
        )
        for row in booked
    ]


def together(access: Access, now: datetime) -> list[Verb]:
    """Work that is of several people or of none, for a login that belongs to a member of staff."""
    if access.staff_id is None:
        return []
    found = list(_on_call(access, access.staff_id, now))
    if allowed(access.roles, Permission.NOTE_SIGN):
        found += _to_hold(access, access.staff_id, now)
        found += _to_decide(access, access.staff_id, now)
        found += _to_sign(access, access.staff_id, now)
    return found


def _on_call(access: Access, staff_id: int, now: datetime) -> Iterator[Verb]:
    for shift in admissions.shifts_at(access, at=now):
        if shift.staff_id == staff_id:
            until = shift.during.upper
            says = f"You are on call until {_clock(until, now)}, at {shift.phone}"
            yield _verb("on-call", says, shift.during.lower, now, "The rota of who answers.", late=False)


def _to_hold(access: Access, staff_id: int, now: datetime) -> Iterator[Verb]:
    for one in sessions.meetings_of(access, staff_id=staff_id, on=now.date()):
        if one.ends > now:
            people_there = f", {one.expected} expected" if one.expected else ""
            says = f"Hold {one.name} at {_clock(one.starts, now)}{people_there}"
            yield _verb("hold", says, one.starts, now, "You lead it today.", one.expected, one.session_id)


def _to_decide(access: Access, staff_id: int, now: datetime) -> Iterator[Verb]:
    since = now.date() - LOOKED_BACK
    for one in sessions.undecided_of(access, staff_id=staff_id, at=now, since=since):
        says = f"Say who came to {one.name}, {_said(one.starts, now)}: {one.undecided} left"
        yield _verb(
            "say-who-came", says, one.ends, now, "Its roster still expects them.", one.undecided, one.session_id
        )


def _to_sign(access: Access, staff_id: int, now: datetime) -> Iterator[Verb]:
    me = people.staff_member(access, staff_id=staff_id)
    waiting = sessions.unsigned(access, staff=me, at=now)
    count = Counter(one.session.pk for one in waiting)
    newest: dict[int, Unsigned] = {one.session.pk: one for one in waiting}
    for number, one in newest.items():
        notes = f"{count[number]} notes" if count[number] > 1 else "a note"
        in_time = datetime.combine(one.sign_by + timedelta(days=1), time(), now.tzinfo)
        says = f"Sign {notes} from {_said(one.session.starts_at, now)}"
        why = f"Signed by {one.sign_by:%Y-%m-%d} they are in time; later they are marked as late entries."
        yield _verb("sign-notes", says, in_time, now, why, count[number], number)


def _verb(
    kind: str,
    says: str,
    due_at: datetime,
    now: datetime,
    why: str,
    count: int = 1,
    session_id: int | None = None,
    *,
    late: bool | None = None,
) -> Verb:
    url_name, url_args = place_of(kind, None, session_id)
    is_late = due_at < now if late is None else late
    return Verb(kind, says, count, due_at, is_late, None, "", url_name, url_args, why, session_id=session_id)


def _clock(at: datetime, now: datetime) -> str:
    return f"{at.astimezone(now.tzinfo):%H:%M}"


def _said(at: datetime, now: datetime) -> str:
    """ "Tuesday evening" within a week, else with the date."""
    local = at.astimezone(now.tzinfo)
    part = next(name for until, name in _PARTS if local.hour < until)
    if local.date() == now.date():
        return f"this {part}"
    return (
        f"{local:%A} {part}" if (now.date() - local.date()).days < 7 else f"{local:%A} {part}, {local:%b} {local.day}"
    )
