"""What is known of one person's day when it is ruled on. Called inside an open gate."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from stepwell.care.sessions.queries import AttendedService
from stepwell.foundation.gate.access import Access
from stepwell.office.claims.around import Around
from stepwell.office.claims.contracts import PER_DIEM_LEVEL, SELF_PAY, contract_for, terms_of, trading_partner
from stepwell.office.claims.models import AttendedDay, ClaimLine
from stepwell.office.claims.rules.contract import DayContract
from stepwell.office.claims.rules.day import BREAK
from stepwell.office.claims.rules.day_facts import Authorization as Stands
from stepwell.office.claims.rules.day_facts import DayFacts, Service
from stepwell.office.claims.rules.terms import Terms
from stepwell.office.utilization import queries as utilization
from stepwell.office.utilization.queries import DayCover

if TYPE_CHECKING:
    from stepwell.registry.coverage.models import Coverage

#: What sessions call a kind, and what contracts call it.
_CONTRACT_WORD = {"drug_test": "testing"}
#: Every record here is held as protected by 42 CFR part 2: the stricter reading, whatever the diagnosis.
PART2 = True


@dataclass(frozen=True)
class Gathered:
    """A day's facts with where each came from. services: in the order of the sessions, breaks after theirs."""

    coverage: Coverage | None
    terms: Terms
    contract: DayContract
    level: str | None
    services: tuple[tuple[AttendedService, Service], ...]
    cover: DayCover | None
    facts: DayFacts
    consent_id: int | None


def gather(access: Access, *, stay: Around, on: date) -> Gathered:
    """Everything the rule asks for about the day of service `on`, as it is known at the moment of the ruling."""
    coverage = stay.coverage_on(on)
    terms = terms_of(coverage.payer if coverage else SELF_PAY, on)
    contract = contract_for(terms, stay.diagnosis_on(on))
    step = stay.way.step_on(on)
    services = _services(stay, on, contract)
    cover = _cover(access, stay, coverage, contract, on)
    consent_id = stay.consent(access, terms)
    facts = DayFacts(
        services=tuple(service for _, service in services),
        authorization=Stands(cover.active, cover.units_left if cover.active else None) if cover else None,
        other_per_diem=_other_per_diem(stay, on),
        part2=PART2 and trading_partner(terms) is not None,
        payment_consent=consent_id is not None,
        not_charged=stay.not_charged.get(on),
    )
    return Gathered(coverage, terms, contract, step.level if step else None, services, cover, facts, consent_id)


def kept(gathered: Gathered) -> dict[str, Any]:
    """The facts as they are stored beside the ruling, so that it can be replayed."""
    cover = gathered.cover
    return {
        "coverage": gathered.coverage.pk if gathered.coverage else None,
        "level": gathered.level,
        "code": gathered.contract.code,
        "services": [_told(attended, service) for attended, service in gathered.services],
        "authorization": cover.authorization.pk if cover and cover.authorization else None,
        "authorization_active": cover.active if cover else None,
        "units_left": cover.units_left if cover else None,
        "other_per_diem": gathered.facts.other_per_diem,
        "part2": gathered.facts.part2,
        "payment_consent": gathered.consent_id,
        "not_charged": asdict(gathered.facts.not_charged) if gathered.facts.not_charged else None,
    }


def is_per_diem(gathered: Gathered) -> bool:
    """Whether the day was one of intensive outpatient care, which the per-diem codes are for."""
    return gathered.level == PER_DIEM_LEVEL


def is_claimed(day: AttendedDay) -> bool:
    """Whether the day, or a service of it, stands on a claim."""
    return ClaimLine.objects.filter(attended_day=day).exists()


def _told(attended: AttendedService, service: Service) -> dict[str, Any]:
    return {
        "participation": attended.participation_id,
        "session": attended.session_id,
        "leader": attended.leader_id,
        "mode": attended.mode,
        "kind": service.kind,
        "code": service.code,
        "minutes": service.minutes,
        "countable": service.countable,
        "note_signed": service.note_signed,
    }


def _services(stay: Around, on: date, contract: DayContract) -> tuple[tuple[AttendedService, Service], ...]:
    found: list[tuple[AttendedService, Service]] = []
    for one in stay.attended.get(on, ()):
        kind = _CONTRACT_WORD.get(one.kind, one.kind.replace("_", "-"))
        # What is billed beside the day need not be treatment hours, only a clinical service that took place.
        countable = one.counts or kind in contract.carved_out
        found.append((one, Service(one.minutes, countable, one.note_signed, kind, one.code or None)))
        found.extend((one, Service(pause, one.counts, one.note_signed, BREAK)) for pause in one.break_minutes)
    return tuple(found)


def _cover(access: Access, stay: Around, coverage: Coverage | None, contract: DayContract, on: date) -> DayCover | None:
    """The authorization ledger on the day, by the payers' word so far; None where nobody asks for one."""
    if coverage is None or not contract.authorization_required:
        return None
    as_of = stay.at.astimezone(ZoneInfo(stay.episode.program.site.time_zone)).date()
    said = stay.promised(access, coverage)
    return utilization.cover(access, by=said, way=stay.way, code=contract.code, on=on, as_of=as_of)


def _other_per_diem(stay: Around, on: date) -> bool:
    """A night in hospital, or a day billed in another stay."""
    return on in stay.elsewhere or any(away.reason == "hospital" and away.covers(on) for away in stay.way.leaves)
