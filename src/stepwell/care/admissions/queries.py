"""Reading enquiries, checks, papers and the rota."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from stepwell.care.admissions.models import (
    Contact,
    EligibilityScreen,
    Enquiry,
    EnquiryStep,
    IntakeAppointment,
    OnCallShift,
    Paper,
    SafetyCheck,
)
from stepwell.care.admissions.rules.lifecycle import CLOSED, NEW
from stepwell.care.admissions.rules.next_act import Act, EnquiryFacts, next_act
from stepwell.care.admissions.rules.wording import ADMISSION, missing
from stepwell.care.placement import queries as placement
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.opening import concerns, query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import NotFound
from stepwell.foundation.kernel.ruling import Ruling
from stepwell.foundation.policy.document import Policy
from stepwell.foundation.policy.loading import load
from stepwell.registry.coverage import queries as coverage
from stepwell.registry.episodes import queries as episodes
from stepwell.registry.people import queries as people

PAPERS = "papers/intake"
NEXT_ACT = "enquiries/next-act"


@dataclass(frozen=True)
class Card:
    """One enquiry on the board. state: "new" or the latest step's; moved_at: since when. overdue: nobody has called
    back in time. act: what it needs next, by the clock."""

    enquiry_id: int
    subject_id: int
    person_id: int
    name: str
    program: str
    by_whom: str
    state: str
    at: datetime
    answer_due_at: datetime
    overdue: bool
    intake_at: datetime | None
    moved_at: datetime
    act: Ruling[Act]


@query(Permission.ENQUIRY_WRITE)
def enquiry_board(
    access: Access,
    *,
    at: datetime,
    closed: bool = False,
    closed_since: datetime | None = None,
    program_id: int | None = None,
    limit: int = 100,
) -> list[Card]:
    """Enquiries that somebody has to do something about, the earliest call back first; at most `limit`.

    at: now, for what is overdue. closed: those that ended in admission, elsewhere or withdrawal, too; closed_since:
    of those the ones that ended then or later. program_id: of one program.
    """
    latest = EnquiryStep.objects.filter(enquiry=OuterRef("pk")).order_by("-id")
    asked = Enquiry.objects.select_related("program").annotate(
        state=Coalesce(Subquery(latest.values("state")[:1]), Value(NEW)),
        moved_at=Coalesce(Subquery(latest.values("at")[:1]), F("at")),
    )
    asked = asked if closed else asked.exclude(state__in=CLOSED)
    if closed_since is not None:
        asked = asked.exclude(state__in=CLOSED, moved_at__lt=closed_since)
    if program_id is not None:
        asked = asked.filter(program_id=program_id)
    rows = list(asked.order_by("answer_due_at", "id")[:limit])
    called = people.names(access, subject_ids=[row.subject_id for row in rows])
    known, policy = _known(access, rows), load(NEXT_ACT, at.date())
    return [_card(row, row.state, row.moved_at, known[row.pk], called, at, policy) for row in rows]


@query(Permission.PERSON_READ)
def next_act_of(access: Access, *, enquiry: Enquiry, at: datetime) -> Ruling[Act]:
    """What one enquiry needs next, by the clock; with why."""
    last = EnquiryStep.objects.filter(enquiry=enquiry).order_by("-id").first()
    state, since = (last.state, last.at) if last else (NEW, enquiry.at)
    known = _known(access, [enquiry])[enquiry.pk]
    return next_act(_facts(enquiry, state, since, known), at, load(NEXT_ACT, at.date()))


@query(Permission.PERSON_READ)
def contacts_of(access: Access, *, enquiry: Enquiry) -> list[Contact]:
    """Calls and messages about an enquiry, the latest first."""
    return list(Contact.objects.filter(enquiry=enquiry).order_by("-at", "-id"))


@query(Permission.PERSON_READ)
def intakes_of(access: Access, *, enquiry: Enquiry) -> list[IntakeAppointment]:
    """Intakes of an enquiry with who leads them, the latest first."""
    return list(IntakeAppointment.objects.select_related("with_staff").filter(enquiry=enquiry).order_by("-id"))


@query(Permission.PERSON_READ)
def enquiry_by_id(access: Access, *, enquiry_id: int) -> Enquiry:
    """One enquiry with its program and site. Raises NotFound."""
    found = Enquiry.objects.select_related("program__site", "subject", "asked_by").filter(pk=enquiry_id).first()
    if found is None:
        raise NotFound
    concerns(found.subject_id)
    return found


@query(Permission.PERSON_READ)
def enquiries_of(access: Access, *, subject: Subject) -> list[Enquiry]:
    """A person's enquiries, the latest first."""
    return list(Enquiry.objects.select_related("program__site").filter(subject=subject).order_by("-at", "-id"))


@query(Permission.PERSON_READ)
def steps_of(access: Access, *, enquiry: Enquiry) -> list[EnquiryStep]:
    """The steps of an enquiry in order."""
    return list(EnquiryStep.objects.filter(enquiry=enquiry).order_by("id"))


@query(Permission.SAFETY_CHECK)
def safety_checks_of(access: Access, *, subject: Subject) -> list[SafetyCheck]:
    """Safety checks of a person, the latest first."""
    return list(SafetyCheck.objects.select_related("on_call").filter(subject=subject).order_by("-at", "-id"))


@query(Permission.ELIGIBILITY_SCREEN)
def screens_of(access: Access, *, subject: Subject) -> list[EligibilityScreen]:
    """Eligibility screens of a person, the latest first."""
    return list(EligibilityScreen.objects.filter(subject=subject).order_by("-on", "-id"))


@query(Permission.EPISODE_READ)
def papers_of(access: Access, *, subject: Subject) -> list[Paper]:
    """Papers the person signed or declined, the latest first."""
    return list(Paper.objects.select_related("document").filter(subject=subject).order_by("-at", "-id"))


@query(Permission.EPISODE_READ)
def papers_missing(access: Access, *, subject: Subject, on: date, needed: str = ADMISSION) -> list[str]:
    """Kinds of papers that are still to be signed, in their order.

    needed: "admission", or "video" for sessions by video. After an earlier stay they are
    signed anew. Source: papers/intake.
    """
    rows = Paper.objects.filter(subject=subject)
    ended = [stay.ended_on for stay in episodes.episodes_of(access, subject=subject) if stay.ended_on]
    if ended:
        rows = rows.filter(at__date__gte=max(ended))
    return list(missing(list(rows.values_list("kind", flat=True)), load(PAPERS, on), needed))


@query(Permission.PROGRAM_READ)
def on_call(access: Access, *, at: datetime) -> OnCallShift | None:
    """The shift of the one on call at that moment (of two the one who came on last), or None in a gap."""
    return max(shifts_at(access, at=at), key=lambda shift: shift.during.lower, default=None)


@query(Permission.PROGRAM_READ)
def shifts_at(access: Access, *, at: datetime) -> list[OnCallShift]:
    """Every shift that covers the moment, with the member of staff."""
    return list(OnCallShift.objects.select_related("staff").filter(during__contains=at).order_by("id"))


@dataclass(frozen=True)
class _Known:
    """What stands in other tables about an enquiry."""

    contact: Contact | None
    intake: IntakeAppointment | None
    safety_checked: bool
    covered: bool
    placed: bool


def _known(access: Access, rows: Sequence[Enquiry]) -> dict[int, _Known]:
    """For each enquiry, in one read a table."""
    of, subjects = [row.pk for row in rows], [row.subject_id for row in rows]
    contacts = Contact.objects.filter(enquiry__in=of).order_by("enquiry_id", "-at", "-id").distinct("enquiry_id")
    called = {row.enquiry_id: row for row in contacts}
    booked = IntakeAppointment.objects.filter(enquiry__in=of).order_by("enquiry_id", "-id").distinct("enquiry_id")
    intakes = {row.enquiry_id: row for row in booked}
    checked = set(SafetyCheck.objects.filter(subject_id__in=subjects).values_list("subject_id", flat=True))
    covered = coverage.looked_at(access, subject_ids=subjects)
    placed = placement.placed(access, subject_ids=subjects)
    return {
        row.pk: _Known(
            called.get(row.pk),
            intakes.get(row.pk),
            row.subject_id in checked,
            row.subject_id in covered,
            row.subject_id in placed,
        )
        for row in rows
    }


def _facts(row: Enquiry, state: str, since: datetime, known: _Known) -> EnquiryFacts:
    intake, contact = known.intake, known.contact
    return EnquiryFacts(
        state=state,
        since=since,
        answer_due_at=row.answer_due_at,
        # A step that came after the call has overtaken what was agreed then.
        again_at=contact.again_at if contact and contact.at >= since else None,
        safety_checked=known.safety_checked,
        covered=known.covered,
        intake=(intake.outcome or "booked") if intake else "",
        intake_at=intake.at if intake else None,
        placed=known.placed,
    )


def _card(
    row: Enquiry,
    state: str,
    moved_at: datetime,
    known: _Known,
    called: dict[int, tuple[int, str]],
    at: datetime,
    policy: Policy,
) -> Card:
    person_id, name = called[row.subject_id]
    booked = known.intake if known.intake and not known.intake.outcome else None
    return Card(
        enquiry_id=row.pk,
        subject_id=row.subject_id,
        person_id=person_id,
        name=name,
        program=row.program.name,
        by_whom=row.by_whom,
        state=state,
        at=row.at,
        answer_due_at=row.answer_due_at,
        overdue=state == NEW and row.answer_due_at < at,
        intake_at=booked.at if booked else None,
        moved_at=moved_at,
        act=next_act(_facts(row, state, moved_at, known), at, policy),
    )
