"""Reading what was sent to somebody, whether a number has answered STOP, and how a page to the one on call ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from stepwell.care.notices.models import Notice, OnCallPage
from stepwell.care.notices.reaching import stopped
from stepwell.care.notices.rules.answering import digits_of
from stepwell.care.notices.rules.wording import said_number
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission

if TYPE_CHECKING:
    from stepwell.care.admissions.models import Enquiry


@dataclass(frozen=True)
class Sent:
    """One notice. how: sent, failed, withheld, or waiting. at: when it ended, or may go out. says: why, where it did
    not go."""

    id: int
    kind: str
    channel: str
    text: str
    how: str
    at: datetime
    says: str


@dataclass(frozen=True)
class Paged:
    """The page to the one on call. at: when it was asked for. how: sent, failed, unknown, or waiting. who, phone: whom
    it went to; the number as people read it."""

    at: datetime
    how: str
    who: str
    phone: str


@query(Permission.MESSAGE_READ)
def notices_of(access: Access, *, subject: Subject, limit: int = 50) -> list[Sent]:
    """What was sent to the person, or is to be, the latest first; at most `limit`."""
    rows = Notice.objects.select_related("end").filter(subject=subject).order_by("-made_at", "-id")[:limit]
    return [_sent(row) for row in rows]


@query(Permission.PERSON_READ)
def page_of(access: Access, *, enquiry: Enquiry) -> Paged | None:
    """The page that the enquiry set off, None where it set off none."""
    row = OnCallPage.objects.select_related("end", "staff").filter(enquiry=enquiry).first()
    if row is None:
        return None
    ended = getattr(row, "end", None)
    return Paged(row.made_at, ended.how if ended else "waiting", row.staff.name, said_number(row.phone))


@query(Permission.MESSAGE_READ)
def has_stopped(access: Access, *, number: str) -> bool:
    """Whether the number answered STOP and not START since."""
    return bool(stopped({digits_of(number)}))


def _sent(row: Notice) -> Sent:
    ended = getattr(row, "end", None)
    how, at, says = (ended.how, ended.at, ended.says) if ended else ("waiting", row.not_before, "")
    return Sent(row.pk, row.kind, row.channel, row.text, how, at, says)
