"""Reading enquiries, checks, papers and the rota."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from stepwell.care.admissions.before import BEFORE_THE_FIRST_DAY, gathered, papers_still_missing
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
from stepwell.care.admissions.rules.admitting import may_admit
from stepwell.care.admissions.rules.lifecycle import CLOSED, NEW
from stepwell.care.admissions.rules.next_act import Act, next_act
from stepwell.care.admissions.rules.wording import ADMISSION
from stepwell.care.admissions.site import site_running
from stepwell.care.admissions.standing import Known, facts_of, known_of
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.opening import concerns, query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import NotFound
from stepwell.foundation.kernel.ruling import Ruling
from stepwell.foundation.policy.document import Policy
from stepwell.foundation.policy.loading import load
from stepwell.registry.episodes import queries as episodes
from stepwell.registry.people import queries as people
from stepwell.registry.programs import queries as programs

if TYPE_CHECKING:
    from stepwell.care.placement.models import PlacementDecision
    from stepwell.registry.programs.models import Program

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
    known, policy = known_of(access, rows), load(NEXT_ACT, at.date())
    return [_card(row, row.state, row.moved_at, known[row.pk], called, at, policy) for row in rows]


@query(Permission.PERSON_READ)
def next_act_of(access: Access, *, enquiry: Enquiry, at: datetime, last: EnquiryStep | None) -> Ruling[Act]:
    """What one enquiry needs next, by the clock; with why. last: its latest step, None while it is new."""
    state, since = (last.state, last.at) if last else (NEW, enquiry.at)
    known = known_of(access, [enquiry])[enquiry.pk]
    return next_act(facts_of(enquiry, state, since, known), at, load(NEXT_ACT, at.date()))


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
    return papers_still_missing(subject, episodes.episodes_of(access, subject=subject), on, needed)


@query(Permission.PROGRAM_READ)
def on_call(access: Access, *, at: datetime) -> OnCallShift | None:
    """The shift of the one on call at that moment (of two the one who came on last), or None in a gap."""
    return max(shifts_at(access, at=at), key=lambda shift: shift.during.lower, default=None)


@query(Permission.PROGRAM_READ)
def shifts_at(access: Access, *, at: datetime) -> list[OnCallShift]:
    """Every shift that covers the moment, with the member of staff."""
    return list(OnCallShift.objects.select_related("staff").filter(during__contains=at).order_by("id"))


@query(Permission.ADMIT)
def may_be_admitted(
    access: Access, *, subject: Subject, program: Program, on: date, decision: PlacementDecision | None
) -> Ruling[bool]:
    """Whether the person could be admitted on the day, with all that is missing. decision: the latest, or None."""
    site, rules = site_running(access, program), programs.rules_of(access, program=program, on=on)
    facts = gathered(access, subject, program, on, decision, None, rules, site)
    return may_admit(facts, rules.reason("ages"), load(BEFORE_THE_FIRST_DAY, on))


@query(Permission.PROGRAM_READ)
def rota(access: Access, *, at: datetime, limit: int = 50) -> list[OnCallShift]:
    """Shifts that run at the moment or begin later, in the order they begin."""
    rows = OnCallShift.objects.select_related("staff").filter(during__endswith__gt=at)
    return list(rows.order_by("during", "id")[:limit])


def _card(
    row: Enquiry,
    state: str,
    moved_at: datetime,
    known: Known,
    called: dict[int, tuple[int, str]],
    at: datetime,
    policy: Policy,
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
        intake_at=known.intake_at if known.intake == "booked" else None,
        moved_at=moved_at,
        act=next_act(facts_of(row, state, moved_at, known), at, policy),
    )
