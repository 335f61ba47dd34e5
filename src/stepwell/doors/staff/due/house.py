"""What waits in the house for a role and is no task: specimens, next doses, held days, notes of others, refusals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from stepwell.care.admissions import queries as admissions
from stepwell.care.medications import queries as medications
from stepwell.care.sessions import queries as sessions
from stepwell.care.sessions.rules.counting import sign_by
from stepwell.care.testing import queries as testing
from stepwell.doors.staff.due.verb import Verb, place_of
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.roles import Role, allowed
from stepwell.foundation.gate.trail import trail
from stepwell.foundation.policy.loading import load
from stepwell.office.claims import queries as claims
from stepwell.registry.people import queries as people

NOTES = "notes/signing"
#: A held day's first reason, as the biller reads it; others by their own word.
HELD = {
    "unsigned-note": "a note is not signed",
    "no-active-authorization": "no authorization covers it",
    "no-units-left": "no unit is left",
    "other-per-diem": "another place charges the day",
    "no-payment-consent": "there is no consent to tell the payer",
    "service-mix-missing": "a service is missing",
    "not-charged": "it is not charged",
}


#: What an enquiry waits for that is no task: the sentence, and the page where it is done.
ENQUIRY = {
    "safety": ("Check the safety of {person}", "enquiry-safety"),
    "benefits": ("Check the benefits of {person}", "enquiry-benefits"),
    "intake": ("Book the intake of {person}", "enquiry-intake"),
    "assess": ("See what the admission of {person} still needs", "enquiry-admission"),
    "admit": ("Admit {person}", "enquiry-admission"),
}


def of_people(access: Access, now: datetime) -> list[tuple[int, Verb]]:
    """Work about one person, each with their number. now: on the clinic's clock."""
    today, found = now.date(), []
    if allowed(access.roles, Permission.TEST_COLLECT):
        for test in testing.to_collect(access, on=today):
            says = f"Collect the drug test of {{person}}: {', '.join(test.panel)}"
            found.append((test.subject_id, _verb("collect-test", says, _end(test.due_on, now), now, test.why)))
    if allowed(access.roles, Permission.MEDICATION_WRITE):
        for row in medications.next_doses_due(access, by=today):
            says = f"See {{person}} about the next {row.drug}"
            due_at = _end(row.next_due_on or today, now)
            found.append((row.subject_id, _verb("next-dose", says, due_at, now, "The day that was set for it.")))
    return found


def together(access: Access, now: datetime) -> list[Verb]:
    """Work that is of several people or of none."""
    found: list[Verb] = []
    if allowed(access.roles, Permission.ENQUIRY_WRITE):
        found += _of_enquiries(access, now)
    if allowed(access.roles, Permission.BILLING_WRITE):
        found += _held(access, now)
    if allowed(access.roles, Permission.REPORT_READ) and allowed(access.roles, Permission.STAFF_WRITE):
        found += _of_others(access, now)
    if allowed(access.roles, Permission.TRAIL_READ):
        found += _refused(access, now)
    return found


def _of_enquiries(access: Access, now: datetime) -> Iterator[Verb]:
    """What the clock of each enquiry proposes next, once it is due. Calls and booked intakes stand for themselves."""
    for card in admissions.enquiry_board(access, at=now):
        act = card.act.answer
        if act.act not in ENQUIRY or act.due_at is None or act.due_at > _end(now.date(), now):
            continue
        says, page = ENQUIRY[act.act]
        why = " ".join(reason.says for reason in card.act.reasons)
        yield Verb(
            f"enquiry-{act.act}", says.replace("{person}", card.name), 1, act.due_at, act.overdue, card.person_id,
            card.name, page, (card.enquiry_id,), why,
        )  # fmt: skip


def _held(access: Access, now: datetime) -> Iterator[Verb]:
    """Held days, told together by their first reason: the oldest day says since when."""
    rows = claims.held_days(access)
    count = Counter(row.held[0] for row in rows)
    oldest: dict[str, date] = {}
    for row in rows:
        oldest.setdefault(row.held[0], row.on)
    for reason, number in count.items():
        why = HELD.get(reason, reason.replace("_", " ").replace("-", " "))
        days = "days" if number > 1 else "day"
        says = f"Free {number} held {days}, the oldest of {oldest[reason]:%b} {oldest[reason].day}: {why}"
        yield _verb("held-days", says, _end(oldest[reason], now), now, "Each is money that waits.", number)


def _of_others(access: Access, now: datetime) -> Iterator[Verb]:
    """Whose notes are late: the director asks, and signs none of them."""
    waiting = sessions.waiting_by_leader(access, at=now)
    names = {each.pk: each.name for each in people.staff(access, on=now.date())} if waiting else {}
    for staff_id, one in waiting.items():
        if one.oldest is None:
            continue
        held_on = one.oldest.astimezone(now.tzinfo).date()
        due_at = _end(sign_by(held_on, load(NOTES, held_on)), now)
        if due_at < now:
            parts = one.own_parts + one.shared_parts
            says = f"Ask {names.get(staff_id, 'who led them')} about {parts} unsigned parts of notes"
            why = f"The oldest is of {held_on:%Y-%m-%d}; what is signed now is marked as a late entry."
            yield _verb("notes-of-others", says, due_at, now, why, parts)


def _refused(access: Access, now: datetime) -> Iterator[Verb]:
    """Records that were refused to somebody since yesterday; what Stepwell itself did is no opening."""
    since = now.date() - timedelta(days=1)
    found = trail(access, outcome="denied", from_on=since, limit=200).lines
    lines = [line for line in found if line.roles != (str(Role.SYSTEM),)]
    who = sorted({line.who for line in lines})
    if who:
        times = f"{len(lines)} times" if len(lines) > 1 else "once"
        says = f"Look at who was refused a record since yesterday: {times}"
        why = f"By {', '.join(who[:3])}{' and others' if len(who) > 3 else ''}."
        yield _verb("refused-openings", says, _end(now.date(), now), now, why, len(lines))


def _verb(kind: str, says: str, due_at: datetime, now: datetime, why: str, count: int = 1) -> Verb:
    url_name, url_args = place_of(kind, None)
    return Verb(kind, says, count, due_at, due_at < now, None, "", url_name, url_args, why)


def _end(on: date, now: datetime) -> datetime:
    """The end of a day on the clinic's clock: until then it is in time."""
    return datetime.combine(on + timedelta(days=1), time(), now.tzinfo)
