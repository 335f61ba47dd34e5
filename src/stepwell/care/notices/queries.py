"""Reading what was sent to somebody, and whether a number has answered STOP."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from stepwell.care.notices.models import Notice
from stepwell.care.notices.reaching import stopped
from stepwell.care.notices.rules.answering import digits_of
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission


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


@query(Permission.MESSAGE_READ)
def notices_of(access: Access, *, subject: Subject, limit: int = 50) -> list[Sent]:
    """What was sent to the person, or is to be, the latest first; at most `limit`."""
    rows = Notice.objects.select_related("end").filter(subject=subject).order_by("-made_at", "-id")[:limit]
    return [_sent(row) for row in rows]


@query(Permission.MESSAGE_READ)
def has_stopped(access: Access, *, number: str) -> bool:
    """Whether the number answered STOP and not START since."""
    return bool(stopped({digits_of(number)}))


def _sent(row: Notice) -> Sent:
    ended = getattr(row, "end", None)
    how, at, says = (ended.how, ended.at, ended.says) if ended else ("waiting", row.not_before, "")
    return Sent(row.pk, row.kind, row.channel, row.text, how, at, says)
