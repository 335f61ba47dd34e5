"""What is on file about a client: documents, what it costs, who saw it, and all of it to take along."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext as _

from stepwell.care.plans import queries as plans
from stepwell.doors.portal.mine import Me, behalf, me_of
from stepwell.doors.printing import plan_pdf, record_copy, schedule_pdf
from stepwell.foundation.documents import queries as documents
from stepwell.foundation.documents.keeping import file_name
from stepwell.foundation.documents.models import Document
from stepwell.foundation.gate import consents, trail
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import action, query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.privacy import Privacy
from stepwell.foundation.gate.refusals import NotFound
from stepwell.foundation.gate.rules.trail import Line
from stepwell.foundation.gate.scoped import SubjectScoped
from stepwell.foundation.gate.trail import Told
from stepwell.registry.coverage import queries as coverages
from stepwell.registry.coverage.models import Coverage, Estimate, PaymentPlan, SlidingFee, Verification

PDF = "application/pdf"
#: Kinds of kept documents that are the client's own copies; others are between the clinic and a payer.
OWN_KINDS = frozenset({"paper", "letter", "discharge-summary", "summary", "aftercare-plan", "continuing-care-plan"})
#: Work of the house, words of open forms and secrets: nobody's record. Notes are handed out by the privacy officer.
NOT_TAKEN = frozenset(
    {"jobs.Task", "forms.KeptWork", "forms.SentForm", "feeds.Feed", "gate.TrailRow", "documents.SignatureImage",
     "treatment_sessions.OwnPart", "plans.PlanDraft"}
)  # fmt: skip
SHOWN = 60


@dataclass(frozen=True)
class Kept:
    """A document of theirs."""

    number: int
    title: str
    at: datetime


@dataclass(frozen=True)
class Documents:
    """The list. plan_id: of the plan in force, None where there is none."""

    me: Me
    kept: tuple[Kept, ...]
    plan_id: int | None


@dataclass(frozen=True)
class Sent:
    """What a browser is sent. name: neutral."""

    content: bytes
    media_type: str
    name: str


@dataclass(frozen=True)
class Insured:
    """A health plan and what it said last."""

    plan: Coverage
    checked: Verification | None

    @property
    def number(self) -> str:
        """The end of the member number; enough to know which card."""
        return self.plan.member_id[-4:]


@dataclass(frozen=True)
class Costs:
    """What is known of who pays."""

    me: Me
    plans: tuple[Insured, ...]
    estimate: Estimate | None
    sliding: SlidingFee | None
    payments: tuple[PaymentPlan, ...]


@dataclass(frozen=True)
class Look:
    """What somebody did with the record on a day. said: each thing once, the latest first."""

    who: str
    roles: tuple[str, ...]
    on: date
    said: tuple[str, ...]
    outcome: str


@dataclass(frozen=True)
class Seen:
    """Who saw the record, and what was told to whom."""

    me: Me
    looks: tuple[Look, ...]
    before: int | None
    told: tuple[Told, ...]


@query(Permission.OWN_READ)
def documents_page(access: Access, *, now: datetime) -> Documents:
    """Copies of papers and letters, the plan, the schedule."""
    me = me_of(access, now=now)
    rows = documents.documents_of(access, subject=me.subject)
    plan = plans.plan_in_force(access, episode=me.stay, on=me.today) if me.stay else None
    return Documents(
        me, tuple(Kept(row.pk, row.title, row.made_at) for row in rows if _own(row)), plan.pk if plan else None
    )


@query(Permission.OWN_READ)
def document(access: Access, *, document_id: int) -> Sent:
    """One document of theirs. Raises NotFound."""
    row = documents.document_by_id(access, document_id=document_id)
    if not _own(row):
        raise NotFound
    return Sent(bytes(row.content), row.media_type, file_name(row))


@query(Permission.OWN_READ)
def plan_file(access: Access, *, plan_id: int, now: datetime) -> Sent:
    """A version of their plan as PDF. Raises NotFound for what is not theirs."""
    me_of(access, now=now)
    return Sent(plan_pdf(behalf(access), plan_id), PDF, f"document-p{plan_id}.pdf")


@query(Permission.OWN_READ)
def schedule_file(access: Access, *, now: datetime) -> Sent:
    """The next weeks as PDF for the refrigerator door: it tells nothing to who sees it. Raises NotFound."""
    me = me_of(access, now=now)
    if me.stay is None:
        raise NotFound
    return Sent(schedule_pdf(behalf(access), me.stay.pk, me.today, neutral=True), PDF, "schedule.pdf")


@query(Permission.OWN_READ)
def costs(access: Access, *, now: datetime) -> Costs:
    """Health plans, the newest estimate, a fee by income, what is paid in parts."""
    me = me_of(access, now=now)
    said: dict[int, Verification] = {}
    for row in coverages.verifications_of(access, subject=me.subject):
        said.setdefault(row.coverage_id, row)
    held = coverages.in_force(access, subject=me.subject, on=me.today)
    return Costs(
        me,
        tuple(Insured(one, said.get(one.pk)) for one in held),
        next(iter(coverages.estimates_of(access, subject=me.subject)), None),
        coverages.sliding_fee_on(access, subject=me.subject, on=me.today),
        tuple(one for one in coverages.payment_plans_of(access, subject=me.subject) if one.ended_on is None),
    )


@query(Permission.OWN_READ)
def seen(access: Access, *, before: int | None, now: datetime) -> Seen:
    """Who saw the record, the newest first, and the accounting of what was told to others."""
    me = me_of(access, now=now)
    page = trail.trail_of(access, subject=me.subject, limit=SHOWN, before=before)
    return Seen(me, _looks(page.lines, me), page.before, tuple(trail.disclosures_of(access, subject=me.subject)))


@action(Permission.OWN_WRITE)
def take_all(access: Access, *, now: datetime) -> Sent:
    """Took a copy of the whole record along: to read as PDF, for a machine as JSON, with the signed papers. That it was
    handed over is recorded (42 CFR 2.23)."""
    me = me_of(access, now=now)
    own = behalf(access)
    consents.hand_over(
        access,
        subject=me.subject,
        purpose="own copy",
        categories=frozenset({"identity", "assessment", "plan", "sessions", "measures", "medications", "tests"}),
        content="A copy of the whole record, taken at the portal.",
        at=now,
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("summary.pdf", record_copy(own, me.person.pk, now))
        bundle.writestr("data.json", json.dumps(_rows(), cls=DjangoJSONEncoder, indent=1, ensure_ascii=False))
        for row in documents.documents_of(access, subject=me.subject):
            if _own(row):
                bundle.writestr(f"documents/{file_name(row)}", documents.content(access, document_id=row.pk))
        bundle.writestr("read-me.txt", _("summary.pdf is to read. data.json holds everything for another program."))
    return Sent(packed.getvalue(), "application/zip", f"copy-{me.today.isoformat()}.zip")


def _looks(lines: tuple[Line, ...], me: Me) -> tuple[Look, ...]:
    """Everything one login did on one day as one entry, in the order of the latest."""
    found: dict[tuple[Any, ...], list[Line]] = {}
    for line in lines:
        on = line.last_at.astimezone(me.zone).date()
        found.setdefault((line.who, line.login_id, on, line.outcome), []).append(line)
    return tuple(
        Look(who, rows[0].roles, on, tuple(dict.fromkeys(said for row in rows for said in row.said)), outcome)
        for (who, _login, on, outcome), rows in found.items()
    )


def _own(row: Document) -> bool:
    return row.kind in OWN_KINDS


def _rows() -> dict[str, list[dict[str, Any]]]:
    """Every row that the open gate shows, by table: it is the client's own. Without counseling notes."""
    found = {}
    for model in apps.get_models():
        if not issubclass(model, SubjectScoped) or model._meta.label in NOT_TAKEN:
            continue
        names = [
            field.attname
            for field in model._meta.concrete_fields
            if not isinstance(field, models.BinaryField)
            and model.PRIVACY.get(field.name) is not Privacy.COUNSELING_NOTE
            and field.name not in ("operator", "subject")
        ]
        rows = [dict(zip(names, row, strict=True)) for row in model.objects.order_by("pk").values_list(*names)]
        if rows:
            found[model._meta.label] = [{name: _plain(value) for name, value in row.items()} for row in rows]
    return found


def _plain(value: Any) -> Any:
    if hasattr(value, "lower") and hasattr(value, "upper") and not isinstance(value, str):
        return [value.lower, value.upper]
    return value if isinstance(value, str | int | float | bool | list | dict | Decimal | date | None) else str(value)
