"""Reading attended days and claims, and walking a claim back to the consent it stands on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from stepwell.foundation.documents.models import Document
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import concerns, query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import NotFound
from stepwell.office.claims.models import AttendedDay, Claim, ClaimLine
from stepwell.office.claims.tracing import Step, walk

if TYPE_CHECKING:
    from stepwell.registry.episodes.models import Episode


@dataclass(frozen=True)
class DayStanding:
    """An attended day as billing sees it. held: why nothing leaves the house; says: each reason in a sentence.
    claim: the claim it stands on, empty while it does not."""

    on: date
    minutes: int
    billable: bool
    units: int
    held: tuple[str, ...]
    says: tuple[str, ...]
    claim: str


@query(Permission.BILLING_READ)
def days(access: Access, *, episode: Episode) -> list[DayStanding]:
    """The attended days of a stay with their rulings, in order."""
    rows = AttendedDay.objects.filter(episode=episode).prefetch_related("lines__claim").order_by("on")
    return [
        DayStanding(
            row.on,
            row.minutes,
            row.billable,
            row.units,
            tuple(row.held),
            tuple(reason["says"] for reason in row.reasons),
            next((line.claim.claim_id for line in row.lines.all()), ""),
        )
        for row in rows
    ]


@dataclass(frozen=True)
class DayAtHand:
    """An attended day as billing works on it. state: billable (may be claimed), held, claimed or unpaid (the contract
    pays nothing for it). reasons: of the ruling, as stored. unsigned: sessions whose note waits for a signature.

    contract: the policy of the payer's contract, without its version. claim_id: "" while it is on none.
    """

    day_id: int
    subject_id: int
    episode_id: int
    on: date
    minutes: int
    units: int
    state: str
    held: tuple[str, ...]
    reasons: tuple[dict[str, Any], ...]
    contract: str
    unsigned: tuple[int, ...]
    claim_id: str
    ruled_at: datetime


@query(Permission.BILLING_READ)
def days_at_hand(access: Access, *, since: date, subject_id: int | None = None, limit: int = 2000) -> list[DayAtHand]:
    """Days from `since` on, and every older one that is held or could be claimed, the newest first; three reads.

    subject_id: of one person only; then every day of theirs from `since` on or open.
    """
    open_still = Q(lines=None) & (Q(billable=True) | ~Q(held=[]))
    rows = AttendedDay.objects.filter(Q(on__gte=since) | open_still)
    if subject_id is not None:
        rows = rows.filter(subject_id=subject_id)
    found = list(rows.distinct().prefetch_related("lines__claim").order_by("-on", "id")[:limit])
    concerns(*(row.subject_id for row in found))
    return [_at_hand(row) for row in found]


def _at_hand(row: AttendedDay) -> DayAtHand:
    claim_id = next((line.claim.claim_id for line in row.lines.all()), "")
    services = row.facts.get("services", ())
    unsigned = [one["session"] for one in services if one.get("countable") and not one.get("note_signed")]
    return DayAtHand(
        day_id=row.pk,
        subject_id=row.subject_id,
        episode_id=row.episode_id,
        on=row.on,
        minutes=row.minutes,
        units=row.units,
        state="claimed" if claim_id else "held" if row.held else "billable" if row.billable else "unpaid",
        held=tuple(row.held),
        reasons=tuple(row.reasons),
        contract=row.contract_ref.partition("@")[0],
        unsigned=tuple(dict.fromkeys(unsigned)),
        claim_id=claim_id,
        ruled_at=row.ruled_at,
    )


@query(Permission.BILLING_READ)
def day_of(access: Access, *, episode: Episode, on: date) -> AttendedDay | None:
    """The ruling on one day of a stay, or None before there is one."""
    return AttendedDay.objects.filter(episode=episode, on=on).first()


@query(Permission.BILLING_READ)
def days_on(access: Access, *, subject_id: int, on: date) -> list[AttendedDay]:
    """The rulings on one day of a person, one for each stay they were in."""
    concerns(subject_id)
    return list(AttendedDay.objects.filter(subject_id=subject_id, on=on))


@query(Permission.BILLING_READ)
def unclaimed_days(access: Access, *, subject_id: int) -> list[AttendedDay]:
    """Days of a person that were ruled on and stand on no claim, in order."""
    concerns(subject_id)
    claimed = ClaimLine.objects.filter(subject_id=subject_id).values("attended_day")
    rows = AttendedDay.objects.select_related("episode").filter(subject_id=subject_id).exclude(pk__in=claimed)
    return list(rows.order_by("on"))


@query(Permission.BILLING_READ)
def held_days(access: Access, *, limit: int = 200) -> list[AttendedDay]:
    """Days of the operator that are held, the oldest first: each is money that waits for somebody."""
    rows = AttendedDay.objects.select_related("episode", "subject").exclude(held=[]).order_by("on", "id")[:limit]
    found = list(rows)
    concerns(*(row.subject_id for row in found))
    return found


@query(Permission.BILLING_READ)
def claims_of(access: Access, *, episode: Episode) -> list[Claim]:
    """The claims of a stay in the order they were made."""
    return list(Claim.objects.select_related("document", "coverage").filter(episode=episode).order_by("id"))


@query(Permission.BILLING_READ)
def latest_claims(access: Access, *, limit: int = 5) -> list[Claim]:
    """The claims made last, the newest first; at most `limit`."""
    found = list(Claim.objects.select_related("coverage").order_by("-made_at", "-id")[:limit])
    concerns(*(claim.subject_id for claim in found))
    return found


@query(Permission.BILLING_READ)
def claim_by_id(access: Access, *, claim_id: str) -> Claim:
    """A claim by its CLM01. Raises NotFound."""
    rows = Claim.objects.select_related("coverage", "episode__program__site", "subject", "consent", "disclosure")
    found = rows.filter(claim_id=claim_id).first()
    if found is None:
        raise NotFound
    concerns(found.subject_id)
    return found


@query(Permission.BILLING_READ)
def lines_of(access: Access, *, claim: Claim) -> list[ClaimLine]:
    """The lines of a claim in order."""
    return list(ClaimLine.objects.select_related("attended_day").filter(claim=claim).order_by("number"))


@query(Permission.BILLING_READ)
def file_of(access: Access, *, claim: Claim) -> str:
    """The text of the file as it left the house."""
    document = Document.objects.get(pk=claim.document_id)
    return bytes(document.content).decode("ascii")


@query(Permission.BILLING_READ)
def trace(access: Access, *, claim_id: str) -> list[dict[str, object]]:
    """Walk a claim back: lines, days, minutes, notes, objectives, goals, problems, diagnoses, assessments,
    authorization, consent. Each step is {"kind", "id", "says"}; what lines share stands there once. Raises NotFound.

    It reads where things stand and never the text of a note.
    """
    claim = claim_by_id(access, claim_id=claim_id)
    return [step.told for step in steps(access, claim=claim, lines=lines_of(access, claim=claim))]


@query(Permission.BILLING_READ)
def steps(access: Access, *, claim: Claim, lines: list[ClaimLine]) -> list[Step]:
    """The way back of `trace` for a claim and its lines that were read already, as stations with their sessions."""
    return _once(walk(access, claim, lines))


def _once(steps: Iterator[Step]) -> list[Step]:
    return list({(step.kind, step.id): step for step in steps}.values())
