"""Carrying out what is due. No transaction is open while a carrier works, and a try is written before it is asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime

from stepwell.care.notices import actions
from stepwell.care.notices.carriers import Carrier, Parcel, carriers, hand_over
from stepwell.care.notices.ending import newest_try, waits
from stepwell.care.notices.models import Notice
from stepwell.care.notices.reaching import from_where, sending_rules
from stepwell.care.sessions import queries as sessions
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.opening import opened
from stepwell.foundation.policy.loading import load

#: Notices that one run takes up; the next run takes the rest.
MOST = 500
APPOINTMENT = "appointment"


def send_due(access: Access, *, at: datetime, by: Mapping[str, Carrier] | None = None) -> Counter[str]:
    """Send what is due. Returns how many came out as sent, later, never, unknown; it may run twice at once.

    by: the carrier of each channel; default what the settings choose.
    """
    came_out: Counter[str] = Counter()
    waiting = _due(access, at)
    if not waiting:
        return came_out
    chosen = carriers(_telling(at)) if by is None else by
    for notice_id in waiting:
        came_out[_send(access, notice_id, at, chosen)] += 1
    del came_out[""]
    return came_out


def remind(access: Access, *, on: date, at: datetime) -> list[Notice]:
    """Put a reminder on its way to everyone who is expected on the day after `on`, once each, however often it is
    asked for. None before the hours in which it may go out: what is called off until then reminds nobody.

    Who is looked through and told nothing has no line in the trail; whoever is reminded has.
    Source: reminders/appointment, which says who, in which words and in which hours.
    """
    with opened(access, writes=False):
        expected = [one for one in sessions.to_remind(access, on=on) if one.not_before <= at < one.not_after]
        told = Notice.objects.filter(kind=APPOINTMENT, subject__in=[one.subject_id for one in expected])
        known = set(told.values_list("subject_id", "about"))
        new = [one for one in expected if (one.subject_id, _day(one)) not in known]
        subjects = {row.pk: row for row in Subject.objects.filter(pk__in=[one.subject_id for one in new])}
    found = []
    for one in new:
        filled = {"reminder": one.text, "time": f"{one.starts:%I:%M %p}".lstrip("0")}
        subject = subjects[one.subject_id]
        row = actions.tell(
            access, subject=subject, kind=APPOINTMENT, about=_day(one), at=at, expires_at=one.not_after, filled=filled
        )
        found += [row] if row is not None else []
    return found


def _day(one: sessions.Reminder) -> str:
    return f"day:{one.starts.date().isoformat()}"


def _due(access: Access, at: datetime) -> list[int]:
    """Numbers of notices with which something is to be done now. What only waits is passed over without a line in the
    trail; what is claimed has one."""
    with opened(access, writes=False):
        rows = Notice.objects.select_related("subject", "way").filter(end=None, not_before__lte=at)
        return [row.pk for row in rows.order_by("not_before", "id")[:MOST] if not _waits(access, row, at)]


def _waits(access: Access, row: Notice, at: datetime) -> bool:
    zone = from_where(access, row.subject, at).zone
    return waits(access, row, newest_try(row), at, zone, sending_rules(at, zone))


def _send(access: Access, notice_id: int, at: datetime, by: Mapping[str, Carrier]) -> str:
    """How the try came out, empty where there was none."""
    claimed = actions.claim(access, notice_id=notice_id, at=at)
    if claimed is None:
        return ""
    words = Parcel(claimed.key, claimed.sender, claimed.head, claimed.text)
    out = hand_over(by[claimed.channel], claimed.to, words)
    actions.came_out(access, attempt=claimed.attempt, outcome=out.how, at=at, says=out.says, receipt=out.receipt)
    return out.how


def _telling(at: datetime) -> tuple[str, ...]:
    return tuple(load(actions.TEMPLATES, at.date()).rule("reveals")["beginnings"])
