"""Reading enquiries, checks, papers and the rota."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from stepwell.care.admissions.models import (
    EligibilityScreen,
    Enquiry,
    EnquiryStep,
    IntakeAppointment,
    OnCallShift,
    Paper,
    SafetyCheck,
)
from stepwell.care.admissions.rules.lifecycle import CLOSED, NEW
from stepwell.care.admissions.rules.wording import ADMISSION, missing
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.opening import concerns, query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import NotFound
from stepwell.foundation.policy.loading import load
from stepwell.registry.episodes import queries as episodes
from stepwell.registry.people import queries as people

PAPERS = "papers/intake"


@dataclass(frozen=True)
class Card:
    """One enquiry on the board. state: "new" or the latest step's. overdue: nobody has called back in time."""

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


@query(Permission.ENQUIRY_WRITE)
def enquiry_board(access: Access, *, at: datetime, closed: bool = False, limit: int = 100) -> list[Card]:
    """Enquiries that somebody has to do something about, the earliest call back first; at most `limit`.

    at: now, for what is overdue. closed: those that ended in admission, elsewhere or withdrawal, too.
    """
    latest = EnquiryStep.objects.filter(enquiry=OuterRef("pk")).order_by("-id").values("state")[:1]
    asked = Enquiry.objects.select_related("program").annotate(state=Coalesce(Subquery(latest), Value(NEW)))
    asked = asked if closed else asked.exclude(state__in=CLOSED)
    rows = list(asked.order_by("answer_due_at", "id")[:limit])
    intakes = IntakeAppointment.objects.filter(enquiry__in=rows, outcome="").order_by("id")
    booked = dict(intakes.values_list("enquiry_id", "at"))
    called = people.names(access, subject_ids=[row.subject_id for row in rows])
    return [_card(row, row.state, booked.get(row.pk), called, at) for row in rows]


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


def _card(
    row: Enquiry, state: str, intake_at: datetime | None, called: dict[int, tuple[int, str]], at: datetime
) -> Card:
    person_id, name = called[row.subject_id]
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
        intake_at=intake_at,
    )


@query(Permission.PERSON_READ)
def intakes_between(
    access: Access, *, starts: datetime, ends: datetime, with_staff_id: int | None = None
) -> list[IntakeAppointment]:
    """Intakes that are booked between two moments and have not ended, the earliest first; one read.

    with_staff_id: those with one member of staff.
    """
    rows = IntakeAppointment.objects.select_related("with_staff").filter(at__gte=starts, at__lt=ends, outcome="")
    rows = rows if with_staff_id is None else rows.filter(with_staff=with_staff_id)
    found = list(rows.order_by("at", "id"))
    concerns(*(row.subject_id for row in found))
    return found
