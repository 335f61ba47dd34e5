"""Ruling on attended days: what may be claimed, what is held and why, and the unit a day spends."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction

from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import action
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput, Conflict
from stepwell.foundation.jobs.events import announce
from stepwell.foundation.kernel.ruling import Reason, Ruling
from stepwell.office.claims.around import Around, around
from stepwell.office.claims.contracts import PER_DIEM_LEVEL
from stepwell.office.claims.events import DayRuled
from stepwell.office.claims.gathering import Gathered, gather, is_claimed, is_per_diem, kept
from stepwell.office.claims.models import AttendedDay
from stepwell.office.claims.rules.contract import DayContract
from stepwell.office.claims.rules.day import BREAK, billable_day, counted_minutes, counts
from stepwell.office.claims.rules.day_facts import Authorization as Stands
from stepwell.office.claims.rules.day_facts import Day, Service
from stepwell.office.utilization import actions as utilization
from stepwell.registry.episodes import queries as episodes

if TYPE_CHECKING:
    from stepwell.office.utilization.models import UnitUse
    from stepwell.registry.episodes.models import Episode

_OTHER_LEVEL = "claims#level-of-the-day"
SOURCE = "CMS, 'HCPCS Level II', H0015 and S9480"


@dataclass(frozen=True)
class Outcome:
    """A ruling with the unit that was spent for it."""

    ruling: Ruling[Day]
    use: UnitUse | None


@action(Permission.BILLING_WRITE)
def rule_day(access: Access, *, episode: Episode, on: date, at: datetime, stay: Around | None = None) -> AttendedDay:
    """Rule on one day of a stay, or rule again: what came since (a signature, a grant, a revocation) counts.

    A billable day spends a unit; one that no longer is gives it back. Raises Conflict once the day stands on a
    claim: what left the house is corrected there. at: when it is ruled, for consents and the payers' word.
    stay: what was read of the stay already, once its ruled days were locked, where several are ruled on in a row.
    """
    episode = stay.episode if stay else episodes.episode_by_id(access, episode_id=episode.pk)
    if not (episode.admitted_on <= on <= (episode.ended_on or on)):
        raise BadInput("on", f"The stay began on {episode.admitted_on}; {on} is not one of its days.")
    rows = AttendedDay.objects.select_related("unit_use").select_for_update(of=("self",))
    before = rows.filter(episode=episode, on=on).first()
    if before is not None and is_claimed(before):
        raise Conflict(f"{on} stands on a claim. Correct the claim with a replacement; the day stays as it was.")
    # Read after the lock: a ruling made of what was known before somebody else's would take that one back.
    stay = stay or around(access, episode=episode, from_on=on, to_on=on, at=at)
    gathered = gather(access, stay=stay, on=on)
    outcome = _ruled(access, gathered, before, on, at)
    row = before or AttendedDay(subject_id=episode.subject_id, episode=episode, on=on)
    was = row.billable if before else None
    _write(row, gathered, outcome, at)
    try:
        # A row that was there is locked; two who write the first one are told apart by the database.
        with transaction.atomic() if before is None else nullcontext():
            row.save()
    except IntegrityError:
        raise Conflict("This day is being ruled on by somebody else. Look again in a moment.") from None
    if was != row.billable:
        announce(DayRuled(row.pk, episode.pk, episode.subject_id, on.isoformat(), row.billable))
    return row


def _ruled(access: Access, gathered: Gathered, before: AttendedDay | None, on: date, at: datetime) -> Outcome:
    """Ask the rule, and hold its answer against the ledger: a unit promised and gone holds the day."""
    ruling = _ask(gathered)
    held = before.unit_use if before is not None and before.unit_use and not before.unit_use.voided_at else None
    payer = gathered.cover.authorization if gathered.cover else None
    if not ruling.answer.billable or not ruling.answer.units or payer is None:
        _give_back(access, held, at, "The day is not billed by a unit")
        return Outcome(ruling, None)
    if held is not None and held.authorization_id == payer.pk:
        return Outcome(ruling, held)
    _give_back(access, held, at, "Another authorization pays for the day")
    try:
        return Outcome(ruling, utilization.spend_unit(access, authorization=payer, on=on))
    except Conflict:
        none_left = replace(gathered.facts, authorization=Stands(True, 0))
        return Outcome(_ask(replace(gathered, facts=none_left)), None)


def _give_back(access: Access, use: UnitUse | None, at: datetime, why: str) -> None:
    if use is not None:
        utilization.void_unit(access, use=use, at=at, why=why)


def _ask(gathered: Gathered) -> Ruling[Day]:
    if is_per_diem(gathered):
        return billable_day(gathered.facts, gathered.contract, gathered.terms)
    says = f"The person was at level {gathered.level} that day; the day's code is for level {PER_DIEM_LEVEL}."
    reason = Reason(_OTHER_LEVEL, says, SOURCE, {"level": gathered.level, "code": gathered.contract.code})
    return Ruling(Day(False, 0), (reason,))


def _write(row: AttendedDay, gathered: Gathered, outcome: Outcome, at: datetime) -> None:
    day = outcome.ruling.answer
    row.minutes = counted_minutes(gathered.facts.services, gathered.contract)
    row.contract_ref = gathered.terms.payer.ref
    row.billable = day.billable
    row.units = day.units
    row.held = list(day.held)
    row.components = _components(day, gathered)
    row.facts = kept(gathered)
    row.reasons = [asdict(reason) for reason in outcome.ruling.reasons]
    row.ruled_at = at
    row.unit_use = outcome.use


def _components(day: Day, gathered: Gathered) -> list[dict[str, Any]]:
    """The components with the participation each came from; a day paid by its services lists them likewise."""
    contract = gathered.contract
    attended = [(of, service) for of, service in gathered.services if _is_attended(service, contract)]
    if contract.basis == "services" and day.billable:
        return [_component(of.participation_id, service, contract) for of, service in attended]
    if day.components and len(day.components) == len(attended) and not day.units:
        return [_component(of.participation_id, service, contract) for of, service in attended]
    return [asdict(part) for part in day.components]


def _component(participation_id: int, service: Service, contract: DayContract) -> dict[str, Any]:
    code = service.code or contract.component_codes.get(service.kind or "")
    return {"code": code, "minutes": service.minutes, "kind": service.kind, "participation": participation_id}


def _is_attended(service: Service, contract: DayContract) -> bool:
    return service.kind != BREAK and service.minutes > 0 and counts(service, contract)
