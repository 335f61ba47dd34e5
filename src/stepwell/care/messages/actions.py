"""Writing and reading messages between a client and the team."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from stepwell.care.messages.answering import MESSAGES, Place, place_of, worded
from stepwell.care.messages.events import MessageWritten
from stepwell.care.messages.models import Message, MessageRead
from stepwell.care.messages.queries import HelpLine, help_lines
from stepwell.care.messages.rules.danger import danger_in
from stepwell.care.messages.sides import CLIENT, TEAM
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.opening import action
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput, Conflict
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.jobs import actions as jobs
from stepwell.foundation.jobs.events import announce
from stepwell.registry.people import queries as people

__all__ = ["MESSAGES", "Written", "read", "settle", "write"]


@dataclass(frozen=True)
class Written:
    """A message that was kept, and what its writer is told. answer_by: when somebody will have answered, None to the
    team. says: one sentence about emergencies, or thanks with help where words may mean danger. lines: numbers to call
    now, only then."""

    message: Message
    answer_by: datetime | None
    says: str
    lines: tuple[HelpLine, ...]


@action(Permission.MESSAGE_WRITE)
def write(access: Access, *, subject: Subject, text: str, at: datetime, language: str = "") -> Written:
    """Write into the person's thread, as the client or as the team, whoever asks.

    A client's message puts an answer on Today of the team; words that may mean danger besides put a call there at
    once, for whoever treats, and the answer carries the help lines. A message of the team finishes the answer that was
    due. language: of what the writer is told; the person's own where it is not given.
    Raises BadInput for an empty or too long text, Conflict after a death. Source: messages/team.
    """
    house = Access.system(access.operator_id)
    said = text.replace("\x00", "").strip()
    if people.has_died(house, subject=subject):
        raise Conflict("The person has died; nobody reads messages any more.")
    here = place_of(house, subject, at)
    most = here.policy.rule("length")["at_most_characters"]
    if not said:
        raise BadInput("text", "Write something first.")
    if len(said) > most:
        raise BadInput("text", f"Write {most} characters at most, in two messages if need be.")
    mine = Role.CLIENT in access.roles
    danger = danger_in(said, here.policy) if mine else None
    row = Message.objects.create(
        subject=subject,
        at=at,
        side=CLIENT if mine else TEAM,
        by=access.name,
        staff_id=access.staff_id,
        text=said,
        danger=[phrase[:80] for phrase in danger.answer] if danger else [],
        answer_by=here.by if mine else None,
        policy_ref=here.policy.ref,
    )
    announce(MessageWritten(row.pk, subject.pk, row.side))
    if mine:
        _ask(house, row, here)
    else:
        # Who answers has read. A call about danger stays: a message back is no call.
        read(access, subject=subject, at=at)
        _finished(house, subject, here, at, f"Answered by {access.name}.")
    spoken = language or people.person(house, subject=subject).language
    rule = here.policy.rule("danger" if row.danger else "not-for-emergencies")
    lines = help_lines(access, on=at.date(), language=spoken) if row.danger else ()
    return Written(row, row.answer_by, worded(rule["text"], spoken), tuple(lines))


@action(Permission.MESSAGE_READ)
def read(access: Access, *, subject: Subject, at: datetime) -> int:
    """Mark everything the other side has written to the person's thread as read. Returns how many were new."""
    theirs = TEAM if Role.CLIENT in access.roles else CLIENT
    new = Message.objects.filter(subject=subject, side=theirs, opened=None)
    rows = [MessageRead(subject=subject, message=row, at=at, by=access.name) for row in new]
    # Two windows that open at the same moment mark a message once.
    MessageRead.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


@action(Permission.MESSAGE_WRITE)
def settle(access: Access, *, subject: Subject, at: datetime) -> int:
    """The team has read what the client wrote and it needs no answer: what was new is marked, and the answer that was
    due is done. A call about danger stays. Returns how many were new."""
    new = read(access, subject=subject, at=at)
    house = Access.system(access.operator_id)
    _finished(house, subject, place_of(house, subject, at), at, f"Read by {access.name}; needs no answer.")
    return new


def _ask(house: Access, row: Message, here: Place) -> None:
    """Work for the team: an answer, one for the whole thread; and a call for each message that may mean danger."""
    rule, thread = here.policy.rule("answer"), f"thread:{row.subject_id}"
    role = rule["for_role"]["in_a_stay" if here.in_a_stay else "before_one"]
    jobs.ask_for(
        house, subject=row.subject, kind=rule["task"], says=rule.says, for_role=role, due_at=here.by, about=thread
    )
    if row.danger:
        rule = here.policy.rule("danger")
        jobs.ask_for(
            house,
            subject=row.subject,
            kind=rule["task"],
            says=rule["asks"],
            for_role=rule["for_role"],
            due_at=row.at + timedelta(minutes=rule["within_minutes"]),
            about=f"message:{row.pk}",
        )


def _finished(house: Access, subject: Subject, here: Place, at: datetime, outcome: str) -> None:
    task = here.policy.rule("answer")["task"]
    jobs.finish_about(house, subject=subject, kind=task, about=f"thread:{subject.pk}", at=at, outcome=outcome[:300])
