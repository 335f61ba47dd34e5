"""Writing one claim: disclosed under its consent with the notice, numbered, checked, kept as it left the house."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction

from stepwell.care.placement import queries as placement
from stepwell.care.transitions import queries as transitions
from stepwell.foundation.documents.keeping import keep
from stepwell.foundation.gate import consents
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.refusals import Conflict, NotAllowed
from stepwell.foundation.jobs.events import announce
from stepwell.foundation.kernel.ruling import Reason
from stepwell.foundation.wire.x12.writer import UnfitToWrite
from stepwell.office.claims.around import CLAIM_TELLS, PAYMENT
from stepwell.office.claims.contracts import TradingPartner, patient_status, terms_of, trading_partner
from stepwell.office.claims.drafts import Draft
from stepwell.office.claims.events import ClaimMade
from stepwell.office.claims.exchange import INSTITUTIONAL, Sending, sum_of, written
from stepwell.office.claims.models import AttendedDay, Claim, ClaimLine, ControlNumber
from stepwell.office.utilization import queries as utilization
from stepwell.registry.people import queries as people

if TYPE_CHECKING:
    from stepwell.foundation.documents.models import Document
    from stepwell.foundation.gate.models import Consent, Disclosure
    from stepwell.registry.coverage.models import Coverage
    from stepwell.registry.episodes.models import Episode
    from stepwell.registry.people.models import Staff

STILL_A_PATIENT = "30"
MEDIA_TYPE = "application/edi-x12"


@dataclass(frozen=True)
class Stay:
    """What every claim of a stay shares."""

    episode: Episode
    at: datetime

    @property
    def local(self) -> datetime:
        """`at` on the site's clock."""
        return self.at.astimezone(ZoneInfo(self.episode.program.site.time_zone))


def write_claim(access: Access, stay: Stay, coverage: Coverage, lines: list[Draft]) -> Claim:
    """One claim of lines that may stand together, inside an open gate. Raises NotAllowed, Conflict."""
    episode = stay.episode
    partner = trading_partner(terms_of(coverage.payer, lines[0].day.on))
    assert partner is not None
    control = _next_number(partner)
    claim_id = f"{episode.number}-{Claim.objects.filter(episode=episode).count() + 1:03d}"
    disclosure = _told(access, stay, partner, claim_id, lines)
    consent = disclosure.consent
    assert consent is not None  # a disclosure by consent stands on one
    sending = _gathered(access, stay, coverage, partner, claim_id, control, lines)
    text = _fit_to_send(sending)
    document = keep(
        subject=episode.subject, kind="claim", title=claim_id, media_type=MEDIA_TYPE, content=text.encode("ascii")
    )
    claim = _kept(stay, sending, consent, disclosure, document)
    announce(ClaimMade(claim.pk, episode.pk, episode.subject_id))
    return claim


def _told(access: Access, stay: Stay, partner: TradingPartner, claim_id: str, lines: Sequence[Draft]) -> Disclosure:
    """The payer is told of the services, under the consent to payment."""
    return consents.disclose(
        access,
        subject=stay.episode.subject,
        recipient=partner.payer_name,
        purpose=PAYMENT,
        categories=CLAIM_TELLS,
        content=f"Claim {claim_id} for {len(lines)} services from {lines[0].day.on} to {lines[-1].day.on}",
        at=stay.at,
    )


def _gathered(
    access: Access,
    stay: Stay,
    coverage: Coverage,
    partner: TradingPartner,
    claim_id: str,
    control: int,
    lines: Sequence[Draft],
) -> Sending:
    """All that the claim file says."""
    episode = stay.episode
    diagnoses = placement.diagnoses_of(access, subject=episode.subject, on=lines[-1].day.on)
    frequency, status = _bill(access, stay, coverage, lines)
    return Sending(
        claim_id=claim_id,
        control=control,
        at=stay.local,
        partner=partner,
        site=episode.program.site,
        authorization=_authorization(access, lines[0].authorization),
        client=people.person(access, subject=episode.subject),
        coverage=coverage,
        provider=_provider(access, stay, lines),
        lines=lines,
        diagnoses=tuple(row.code for row in diagnoses),
        record_number=episode.number,
        frequency=frequency,
        status=status,
    )


def _kept(stay: Stay, sending: Sending, consent: Consent, disclosure: Disclosure, document: Document) -> Claim:
    """The claim and its lines as they were sent. Raises Conflict where a day is on another claim already."""
    lines = sending.lines
    try:
        with transaction.atomic():
            claim = Claim.objects.create(
                subject_id=stay.episode.subject_id,
                claim_id=sending.claim_id,
                form=lines[0].shape.form,
                episode=stay.episode,
                coverage=sending.coverage,
                authorization_id=lines[0].authorization,
                consent=consent,
                disclosure=disclosure,
                document=document,
                from_on=lines[0].day.on,
                to_on=lines[-1].day.on,
                total=sum_of(lines),
                diagnoses=list(sending.diagnoses),
                rate_ref=lines[0].rate_ref,
                control_number=sending.control,
                made_at=stay.at,
            )
            ClaimLine.objects.bulk_create(_row(claim, number, line) for number, line in enumerate(lines, start=1))
    except IntegrityError:
        raise Conflict("Some of these days are on a claim already. Look again: somebody was quicker.") from None
    return claim


def _row(claim: Claim, number: int, line: Draft) -> ClaimLine:
    return ClaimLine(
        subject_id=claim.subject_id,
        claim=claim,
        number=number,
        attended_day=line.day,
        participation_id=line.participation,
        on=line.day.on,
        code=line.shape.code,
        revenue=line.shape.revenue_code or "",
        modifiers=list(line.shape.modifiers),
        units=line.units,
        charge=line.charge,
    )


def _next_number(partner: TradingPartner) -> int:
    """The partner's next control number; the row is locked until the claim stands or is undone."""
    ControlNumber.objects.get_or_create(partner=partner.receiver_id)
    row = ControlNumber.objects.select_for_update().get(partner=partner.receiver_id)
    row.last += 1
    row.save()
    return row.last


def _bill(access: Access, stay: Stay, coverage: Coverage, lines: Sequence[Draft]) -> tuple[str, str]:
    """Frequency and status of an institutional claim: first, continuing, last, or the only one of a stay."""
    earlier = Claim.objects.filter(episode=stay.episode, coverage=coverage, form=INSTITUTIONAL).exists()
    ended = stay.episode.ended_on
    later = AttendedDay.objects.filter(episode=stay.episode, on__gt=lines[-1].day.on, billable=True).exists()
    if ended is None or later:
        return ("3" if earlier else "2"), STILL_A_PATIENT
    discharge = transitions.discharge_of(Access.system(access.operator_id), episode=stay.episode)
    terms = terms_of(coverage.payer, lines[-1].day.on)
    return ("4" if earlier else "1"), patient_status(terms, discharge.reason if discharge else "")


def _provider(access: Access, stay: Stay, lines: Sequence[Draft]) -> Staff:
    """Who led the first session of a professional claim; the clinician who placed the person attends the other."""
    if lines[0].shape.form == INSTITUTIONAL:
        decision = placement.decision_of(access, subject=stay.episode.subject)
        if decision is not None and decision.confirmed_by.npi:
            return decision.confirmed_by
    return people.staff_member(access, staff_id=lines[0].rendering)


def _authorization(access: Access, authorization_id: int | None) -> str:
    if authorization_id is None:
        return ""
    row = utilization.authorization_by_id(access, authorization_id=authorization_id)
    grant = utilization.grant_of(access, authorization=row)
    return grant.number if grant else ""


def _fit_to_send(sending: Sending) -> str:
    try:
        return written(sending)
    except UnfitToWrite as unfit:
        raise NotAllowed(
            tuple(
                Reason(f"wire/x12#{fault.path}", fault.says, "Our checks before a claim is written",
                       {"path": fault.path, "expected": fault.expected, "got": fault.got})
                for fault in unfit.faults
            ),
            says="The claim is not fit to send: " + " ".join(f"{f.path}: {f.says}" for f in unfit.faults),
        ) from None  # fmt: skip
