"""Paging the one on call: put on its way, tried, ended. A try is written down before the carrier is asked."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from stepwell.care.admissions import queries as admissions
from stepwell.care.letters.rules.wording import fill
from stepwell.care.notices.actions import TEMPLATES
from stepwell.care.notices.carriers import Carrier, Parcel, carriers, hand_over
from stepwell.care.notices.events import OnCallPaged
from stepwell.care.notices.models import TEXT, OnCallPage, OnCallPageEnd, OnCallPageTry
from stepwell.care.notices.rules.answering import digits_of
from stepwell.care.notices.rules.paging import GIVE_UP, UNKNOWN, WAIT, PageFacts, Step, page_step, page_words
from stepwell.care.notices.rules.wording import said_number
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import action, concerns, opened
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import Conflict
from stepwell.foundation.jobs import actions as jobs
from stepwell.foundation.jobs.events import announce
from stepwell.foundation.policy.loading import load

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stepwell.care.admissions.models import Enquiry

PAGING = "notices/paging"
#: Pages that one run takes up; the next run takes the rest.
MOST = 100


@dataclass(frozen=True)
class ClaimedPage:
    """A try that one worker may carry out. to: ten digits. key: the same for every try of the page."""

    attempt: OnCallPageTry
    to: str
    key: str
    text: str


@action(Permission.REACT)
def page(access: Access, *, enquiry: Enquiry, minutes: int, at: datetime) -> OnCallPage | None:
    """Put a page to the one on call on its way, once an enquiry however often it is asked for. Announces OnCallPaged.

    minutes: within which a call was promised. at: with a time zone. It goes to the telephone of the shift in force, at
    any hour and whatever that number once answered: whoever is on call has agreed to hear. None where nobody is on
    call. Where the words of the policy would tell, nothing goes out and somebody is asked to call the one on call.
    """
    standing = OnCallPage.objects.filter(enquiry=enquiry).first()
    if standing is not None:
        return standing
    shift = admissions.on_call(access, at=at)
    if shift is None:
        return None
    policy = load(PAGING, at.date())
    text = page_words(minutes, policy, load(TEMPLATES, at.date())).answer
    try:
        with transaction.atomic():
            row = OnCallPage.objects.create(
                enquiry=enquiry,
                staff=shift.staff,
                phone=shift.phone,
                text=text or "",
                made_at=at,
                policy_ref=policy.ref,
            )
    except IntegrityError:
        return OnCallPage.objects.get(enquiry=enquiry)
    if text is None:
        _not_heard(access, row, "failed", "The words of the page would tell.", at)
    else:
        announce(OnCallPaged(row.pk, enquiry.pk, enquiry.subject_id, at.isoformat()))
    return row


@action(Permission.REACT)
def claim_page(access: Access, *, page_id: int, at: datetime) -> ClaimedPage | None:
    """Take a page to carry it out, None where there is nothing to do now: it has ended, another worker has it, or it is
    too early for the next try. A page whose time is up, or of which nobody knows whether it arrived, ends here."""
    row = OnCallPage.objects.select_related("enquiry__subject", "staff").filter(pk=page_id, end=None).first()
    if row is None:
        return None
    concerns(row.enquiry.subject_id)
    last, step = _standing(row, at)
    if step == WAIT:
        return None
    if step == UNKNOWN and last is not None:
        if _closed(last, "unknown", "The worker never came back.", at):
            _not_heard(access, row, "unknown", "The worker never came back.", at)
        return None
    if step == GIVE_UP:
        _not_heard(access, row, "failed", last.says if last else "Nobody tried it in time.", at)
        return None
    try:
        with transaction.atomic():
            attempt = OnCallPageTry.objects.create(page=row, number=last.number + 1 if last else 1, at=at)
    except IntegrityError:
        return None
    return ClaimedPage(attempt, digits_of(row.phone), f"p{row.pk}", row.text)


@action(Permission.REACT)
def page_came_out(
    access: Access, *, attempt: OnCallPageTry, outcome: str, at: datetime, says: str = "", receipt: str = ""
) -> OnCallPageEnd | None:
    """Write down how a try to page came out. outcome: sent, later, never or unknown. Returns how the page ended, None
    while it is tried again. What can never arrive or may have arrived becomes a call. Raises Conflict when it was
    written down before."""
    row = OnCallPage.objects.select_related("enquiry__subject", "staff").get(pk=attempt.page_id)
    concerns(row.enquiry.subject_id)
    if not _closed(attempt, outcome, says, at, receipt):
        raise Conflict("How this try came out was written down before.")
    if outcome == "sent":
        return _end(row, "sent", "", at)
    if outcome == "later":
        return None
    return _not_heard(access, row, "unknown" if outcome == "unknown" else "failed", says, at)


def send_pages(access: Access, *, at: datetime, by: Mapping[str, Carrier] | None = None) -> Counter[str]:
    """Carry out the pages that wait. Returns how many tries came out as sent, later, never, unknown; it may run twice
    at once. No transaction is open while a carrier works.

    by: the carrier of each channel; default what the settings choose.
    """
    came_out: Counter[str] = Counter()
    with opened(access, writes=False):
        rows = OnCallPage.objects.filter(end=None).order_by("made_at", "id")
        waiting = [row.pk for row in rows[:MOST] if _standing(row, at)[1] != WAIT]
    if not waiting:
        return came_out
    chosen = carriers() if by is None else by
    for page_id in waiting:
        claimed = claim_page(access, page_id=page_id, at=at)
        if claimed is not None:
            came_out[_send(access, claimed, at, chosen)] += 1
    return came_out


def _send(access: Access, claimed: ClaimedPage, at: datetime, by: Mapping[str, Carrier]) -> str:
    out = hand_over(by[TEXT], claimed.to, Parcel(claimed.key, "", "", claimed.text))
    page_came_out(access, attempt=claimed.attempt, outcome=out.how, at=at, says=out.says, receipt=out.receipt)
    return out.how


def _standing(row: OnCallPage, at: datetime) -> tuple[OnCallPageTry | None, Step]:
    """The last try of the page, and what is to be done with it now."""
    last = OnCallPageTry.objects.filter(page=row).order_by("-number").first()
    facts = PageFacts(row.made_at)
    if last is not None:
        facts = PageFacts(row.made_at, last.number, last.at, last.ended_at)
    return last, page_step(facts, at, load(PAGING, row.made_at.date())).answer


def _not_heard(access: Access, row: OnCallPage, how: str, says: str, at: datetime) -> OnCallPageEnd:
    """It did not go out, or nobody knows: somebody is asked to call the one on call."""
    rule = load(PAGING, row.made_at.date()).rule("failed")
    jobs.ask_for(
        access,
        subject=row.enquiry.subject,
        kind=rule["task"],
        says=fill(rule["text"][how], {"who": row.staff.name, "phone": said_number(row.phone)})[:300],
        for_role=rule["for_role"],
        due_at=at + timedelta(minutes=rule["within_minutes"]),
        about=f"enquiry:{row.enquiry_id}",
    )
    return _end(row, how, says, at)


def _end(row: OnCallPage, how: str, says: str, at: datetime) -> OnCallPageEnd:
    """Write how it ended, once."""
    try:
        with transaction.atomic():
            return OnCallPageEnd.objects.create(page=row, how=how, says=says[:200], at=at)
    except IntegrityError:
        return OnCallPageEnd.objects.get(page=row)


def _closed(attempt: OnCallPageTry, outcome: str, says: str, at: datetime, receipt: str = "") -> bool:
    """Write how the try came out. Returns whether nobody had done so before."""
    rows = OnCallPageTry.objects.filter(pk=attempt.pk, ended_at=None)
    return bool(rows.update(ended_at=at, outcome=outcome, says=says[:200], receipt=receipt[:120]))
