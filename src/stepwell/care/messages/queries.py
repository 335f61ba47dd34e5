"""Reading messages: a person's thread, what waits for the team, and what somebody is told before they write."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, Min, Q, QuerySet

from stepwell.care.messages.answering import MESSAGES, place_of, worded
from stepwell.care.messages.models import Message
from stepwell.care.messages.sides import CLIENT, TEAM
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.opening import concerns, query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import NotFound
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.policy.loading import load


@dataclass(frozen=True)
class HelpLine:
    """A number to call in danger, and who answers there."""

    number: str
    name: str


@dataclass(frozen=True)
class Line:
    """One message of a thread. side: client or team. by: the name of who wrote. read_at: when the other side opened
    it. danger: whether words of it may mean danger; only staff look at that. mine: of the side that asks."""

    id: int
    at: datetime
    side: str
    by: str
    text: str
    read_at: datetime | None
    danger: bool
    mine: bool
    answer_by: datetime | None


@dataclass(frozen=True)
class Waiting:
    """What a client wrote that nobody of the team has opened. oldest: since when. danger: some words may mean it."""

    subject_id: int
    messages: int
    oldest: datetime
    answer_by: datetime | None
    danger: bool


@dataclass(frozen=True)
class Expectation:
    """What is shown beside the box: by when an answer comes, that messages are not for emergencies, whom to call."""

    answer_by: datetime
    says: str
    lines: tuple[HelpLine, ...]
    most: int


@query(Permission.MESSAGE_READ)
def thread_of(access: Access, *, subject: Subject, limit: int = 200) -> list[Line]:
    """The person's thread, the oldest first; the latest `limit` messages of it."""
    rows = _thread(subject).order_by("-at", "-id")[:limit]
    return [_line(row, _side_of(access)) for row in reversed(rows)]


@query(Permission.MESSAGE_READ)
def whole_thread_of(access: Access, *, subject: Subject) -> list[Line]:
    """Every message of the person's thread, the oldest first: for a copy of the record."""
    return [_line(row, _side_of(access)) for row in _thread(subject).order_by("at", "id")]


@query(Permission.MESSAGE_READ)
def message_by_id(access: Access, *, message_id: int) -> Message:
    """One message with its subject. Raises NotFound."""
    found = Message.objects.select_related("subject").filter(pk=message_id).first()
    if found is None:
        raise NotFound
    concerns(found.subject_id)
    return found


@query(Permission.MESSAGE_READ)
def unread_of(access: Access, *, subject: Subject) -> int:
    """How many messages of the other side wait in the person's thread for who asks."""
    theirs = TEAM if Role.CLIENT in access.roles else CLIENT
    return Message.objects.filter(subject=subject, side=theirs, opened=None).count()


@query(Permission.MESSAGE_READ)
def first_unread_of(access: Access, *, subject: Subject) -> int | None:
    """The number of the team's oldest message that the client has not opened, None where all are."""
    rows = Message.objects.filter(subject=subject, side=TEAM, opened=None).order_by("at", "id")
    return rows.values_list("pk", flat=True).first()


@query(Permission.MESSAGE_READ)
def unread_for_staff(access: Access, *, limit: int = 100) -> list[Waiting]:
    """Threads in which a client waits to be read, those with words that may mean danger first, then the oldest; one
    read however many."""
    rows = Message.objects.filter(side=CLIENT, opened=None).values("subject_id")
    counted = rows.annotate(
        messages=Count("id"), oldest=Min("at"), due=Min("answer_by"), grave=Min("at", filter=~Q(danger=[]))
    )
    first = counted.order_by(F("grave").asc(nulls_last=True), "oldest", "subject_id")[:limit]
    found = [
        Waiting(row["subject_id"], row["messages"], row["oldest"], row["due"], row["grave"] is not None)
        for row in first
    ]
    concerns(*(one.subject_id for one in found))
    return found


@query(Permission.MESSAGE_READ)
def expectation(access: Access, *, subject: Subject, at: datetime, language: str) -> Expectation:
    """What a client reads before writing. language: en or es, English where there is no other."""
    here = place_of(Access.system(access.operator_id), subject, at)
    says = worded(here.policy.rule("not-for-emergencies")["text"], language)
    most = here.policy.rule("length")["at_most_characters"]
    return Expectation(here.by, says, tuple(help_lines(access, on=at.date(), language=language)), most)


@query(Permission.MESSAGE_READ)
def help_lines(access: Access, *, on: date, language: str) -> list[HelpLine]:
    """Numbers to call in danger, the most urgent first."""
    rows = load(MESSAGES, on).rule("danger")["lines"]
    return [HelpLine(str(row["number"]), worded(row, language)) for row in rows]


def _thread(subject: Subject) -> QuerySet[Message]:
    return Message.objects.select_related("opened").filter(subject=subject)


def _side_of(access: Access) -> str:
    return CLIENT if Role.CLIENT in access.roles else TEAM


def _line(row: Message, mine: str) -> Line:
    opened = getattr(row, "opened", None)
    return Line(
        id=row.pk,
        at=row.at,
        side=row.side,
        by=row.by,
        text=row.text,
        read_at=opened.at if opened else None,
        danger=bool(row.danger),
        mine=row.side == mine,
        answer_by=row.answer_by,
    )
