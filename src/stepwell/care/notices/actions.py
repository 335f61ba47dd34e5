"""Putting a notice on its way, trying to send it, writing down how it ended, and words that came back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from stepwell.care.notices.ending import end, failed, newest_try, waits, withheld_because
from stepwell.care.notices.models import EMAIL, Notice, NoticeEnd, NoticeTry, NumberWord
from stepwell.care.notices.reaching import SENDING, From, allowed_from, chosen_way, from_where, sending_rules, stopped
from stepwell.care.notices.rules.answering import Heard, digits_of, heard
from stepwell.care.notices.rules.wording import Words, WordsFacts, said_number, words_of
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.opening import action, concerns
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput, Conflict, NotAllowed
from stepwell.foundation.policy.loading import load
from stepwell.registry.people import queries as people

if TYPE_CHECKING:
    from stepwell.foundation.policy.document import Policy
    from stepwell.registry.people.models import ReachWay

TEMPLATES = "notices/templates"


@dataclass(frozen=True)
class Claimed:
    """A try that one worker may carry out. channel: text or email. key: the same for every try of the notice."""

    attempt: NoticeTry
    channel: str
    to: str
    key: str
    sender: str
    head: str
    text: str


@action(Permission.REACT)
def tell(
    access: Access,
    *,
    subject: Subject,
    kind: str,
    about: str,
    at: datetime,
    expires_at: datetime | None = None,
    filled: Mapping[str, str] | None = None,
) -> Notice | None:
    """Put a neutral notice to the person on its way; the timetable sends it at an hour that is allowed.

    kind: of notices/templates (appointment, waiting, message, paper, call_back). about: what it is about,
    "paper:12"; for the same kind and thing the notice that stands is returned, so it may be asked for again. at: with
    a time zone. expires_at: from when it is of no use; the policy's hours where it is not given. filled: further
    values in the words. None where no way is allowed, after a death, and where it would come too late.
    Raises BadInput for a kind that is not there, NotAllowed where the words would tell of treatment.
    """
    standing = Notice.objects.filter(subject=subject, kind=kind, about=about).first()
    if standing is not None:
        return standing
    here = from_where(access, subject, at)
    on, rules = at.astimezone(here.zone).date(), sending_rules(at, here.zone)
    reach = people.to_reach(access, subject_ids=[subject.pk], on=on)
    way = chosen_way(reach[0].ways, rules) if reach else None
    if way is None:
        return None
    policy = load(TEMPLATES, on)
    words = _worded(policy, kind, way, reach[0].language, here, filled or {})
    not_before = allowed_from(access, subject, at, here.zone, rules)
    expires = expires_at or at + timedelta(hours=rules.rule("keeps")["hours"])
    if not_before >= expires:
        return None
    return _once(
        Notice(
            subject=subject,
            kind=kind,
            about=about,
            way=way,
            channel=way.kind,
            language=reach[0].language[:2],
            sender=words.sender,
            head=words.head,
            text=words.text,
            made_at=at,
            not_before=not_before,
            expires_at=expires,
            policy_ref=policy.ref,
        )
    )


@action(Permission.REACT)
def claim(access: Access, *, notice_id: int, at: datetime) -> Claimed | None:
    """Take a notice to carry it out, None where there is nothing to do now: it has ended, another worker has it, it is
    too early for the next try, or the hour is quiet.

    What must not go out any more is withheld here: too late, the person has died, the way was ended or answered STOP.
    A try that never came back may have arrived: it fails, and somebody calls.
    """
    row = Notice.objects.select_related("subject", "way").filter(pk=notice_id, end=None).first()
    if row is None:
        return None
    concerns(row.subject_id)
    zone = from_where(access, row.subject, at).zone
    rules, last = sending_rules(at, zone), newest_try(row)
    if waits(access, row, last, at, zone, rules):
        return None
    if last is not None and last.ended_at is None:
        _close(last, "unknown", "The worker never came back.", at)
        failed(access, row, "Nobody knows whether it arrived.", at, rules)
        return None
    why = withheld_because(access, row, at, zone)
    if why:
        end(row, "withheld", why, at)
        return None
    try:
        with transaction.atomic():
            number = last.number + 1 if last else 1
            attempt = NoticeTry.objects.create(subject=row.subject, notice=row, number=number, at=at)
    except IntegrityError:
        return None
    to = row.way.value.strip() if row.channel == EMAIL else digits_of(row.way.value)
    return Claimed(attempt, row.channel, to, f"n{row.pk}", row.sender, row.head, row.text)


@action(Permission.REACT)
def came_out(
    access: Access, *, attempt: NoticeTry, outcome: str, at: datetime, says: str = "", receipt: str = ""
) -> NoticeEnd | None:
    """Write down how a try came out. outcome: sent, later, never or unknown. What can never arrive, may have arrived,
    or was tried often enough becomes a call for somebody. Returns how the notice ended, None while it is tried again.

    Raises Conflict when it was written down before.
    """
    row = Notice.objects.select_related("subject").get(pk=attempt.notice_id)
    rules = sending_rules(at, from_where(access, row.subject, at).zone)
    _close(attempt, outcome, says, at, receipt)
    if outcome == "sent":
        return end(row, "sent", "", at)
    if outcome == "later" and attempt.number <= len(rules.rule("tries")["again_after_minutes"]):
        return None
    return failed(access, row, says, at, rules)


@action(Permission.REACT)
def hear(access: Access, *, number: str, text: str, at: datetime) -> tuple[Heard, bool]:
    """Keep what a number answered, as one of four words, never the text. Returns what was meant, and whether the number
    had stopped before. STOP holds for every text to that number from this row on."""
    meant, digits = heard(text, load(SENDING, at.date())), digits_of(number)
    before = bool(stopped({digits}))
    NumberWord.objects.create(number=digits, word=meant.word, at=at)
    return meant, before


def _worded(policy: Policy, kind: str, way: ReachWay, language: str, here: From, filled: Mapping[str, str]) -> Words:
    """The notice in words that tell of no treatment. Raises BadInput, NotAllowed."""
    kinds = policy.rule("words")["kinds"]
    if kind not in kinds:
        raise BadInput("kind", f"A notice is one of {', '.join(kinds)}.")
    values = {"callback": said_number(here.callback), **filled}
    worded = words_of(WordsFacts(kind, way.kind, language, here.sender, values), policy)
    if worded.answer is None:
        raise NotAllowed(worded.reasons)
    return worded.answer


def _once(notice: Notice) -> Notice:
    """The notice, kept; where another worker was quicker, what it wrote is the notice."""
    try:
        with transaction.atomic():
            notice.save(force_insert=True)
    except IntegrityError:
        return Notice.objects.get(subject=notice.subject, kind=notice.kind, about=notice.about)
    return notice


def _close(attempt: NoticeTry, outcome: str, says: str, at: datetime, receipt: str = "") -> None:
    changed = NoticeTry.objects.filter(pk=attempt.pk, ended_at=None).update(
        ended_at=at, outcome=outcome, says=says[:200], receipt=receipt[:120]
    )
    if not changed:
        raise Conflict("How this try came out was written down before.")
