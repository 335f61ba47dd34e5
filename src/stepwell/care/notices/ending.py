"""Whether a notice waits, and how it ends. Called inside an open gate."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from stepwell.care.notices.models import TEXT, Notice, NoticeEnd, NoticeTry
from stepwell.care.notices.reaching import allowed_from, stopped
from stepwell.care.notices.rules.answering import digits_of
from stepwell.foundation.jobs import actions as jobs
from stepwell.registry.people import queries as people

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from stepwell.foundation.gate.access import Access
    from stepwell.foundation.policy.document import Policy


def newest_try(row: Notice) -> NoticeTry | None:
    """The last try of the notice, None where there was none."""
    return NoticeTry.objects.filter(notice=row).order_by("-number").first()


def waits(access: Access, row: Notice, last: NoticeTry | None, at: datetime, zone: ZoneInfo, policy: Policy) -> bool:
    """Whether nothing is to be done with it now: a worker is at it, the next try comes later, or the hour is quiet."""
    rule = policy.rule("tries")
    if last is not None and last.ended_at is None:
        return at - last.at < timedelta(minutes=rule["unknown_after_minutes"])
    if last is not None and last.ended_at is not None:
        pauses = rule["again_after_minutes"]
        if at < last.ended_at + timedelta(minutes=pauses[min(last.number, len(pauses)) - 1]):
            return True
    quiet = allowed_from(access, row.subject, at, zone, policy) > at
    return quiet and not withheld_because(access, row, at, zone)


def end(row: Notice, how: str, says: str, at: datetime) -> NoticeEnd:
    """Write how it ended, once. how: sent, failed or withheld."""
    try:
        with transaction.atomic():
            return NoticeEnd.objects.create(subject=row.subject, notice=row, how=how, says=says[:200], at=at)
    except IntegrityError:
        return NoticeEnd.objects.get(notice=row)


def failed(access: Access, row: Notice, says: str, at: datetime, policy: Policy) -> NoticeEnd:
    """It did not go out, or nobody knows: somebody is asked to call, the same person once until it is done."""
    rule = policy.rule("failed")
    jobs.ask_for(
        access,
        subject=row.subject,
        kind=rule["task"],
        says=rule.says,
        for_role=rule["for_role"],
        due_at=at + timedelta(hours=rule["within_hours"]),
        about=f"person:{row.subject_id}",
    )
    return end(row, "failed", says, at)


def withheld_because(access: Access, row: Notice, at: datetime, zone: ZoneInfo) -> str:
    """Why it must not go out any more, empty where it may."""
    if at >= row.expires_at:
        return "It would come too late."
    if people.has_died(access, subject=row.subject):
        return "The person has died."
    open_ways = people.reach_ways(access, subject=row.subject, on=at.astimezone(zone).date())
    way = next((one for one in open_ways if one.pk == row.way_id), None)
    if way is None or not way.leave_message:
        return "The person does not want to be reached that way any more."
    if row.channel == TEXT and stopped({digits_of(way.value)}):
        return "The number answered STOP."
    return ""
