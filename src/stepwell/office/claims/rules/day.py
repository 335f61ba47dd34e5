"""The billable day: what was attended, what holds it, what may be claimed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from stepwell.foundation.kernel.ruling import Reason, Ruling
from stepwell.office.claims.rules.contract import DayContract
from stepwell.office.claims.rules.day_facts import Component, Day, DayFacts, Held, Reduced, Service
from stepwell.office.claims.rules.terms import Terms
from stepwell.office.claims.rules.units import units

BREAK = "break"


def billable_day(facts: DayFacts, contract: DayContract, terms: Terms) -> Ruling[Day]:
    """Whether one attended day becomes a claim, and for how many units.

    What holds a day comes first: while anything holds it, units are 0 and nothing leaves the house, whatever
    the minutes. Only then minutes are looked at, and only too few of them meet the short-day policy. A
    per-diem code is never billed for more than one unit. Source: the payer's contract, else `payers/default`.
    """
    minutes = counted_minutes(facts.services, contract)
    counted = [service.minutes for service in facts.services if counts(service, contract)]
    needed = units(counted, contract.unit_type, contract.rounding)
    held = tuple(_held(facts, contract, terms, needed))
    if held:
        return Ruling(Day(False, 0, tuple(of for of, _ in held)), tuple(reason for _, reason in held))
    if not _attended(facts.services, contract):
        return Ruling(Day(False, 0), (terms.reason("nothing-attended", {"minutes": minutes}),))
    if contract.unit_type != "DAY":
        return _by_unit(minutes, needed, contract, terms)
    if contract.basis == "services":
        return _by_services(facts.services, contract, terms)
    if minutes >= contract.min_minutes:
        seen = {"minutes": minutes, "min_minutes": contract.min_minutes, "code": contract.code}
        return Ruling(Day(True, 1), (terms.reason("full-day", seen),))
    return _short_day(facts.services, minutes, contract, terms)


def counts(service: Service, contract: DayContract) -> bool:
    """Whether a service's minutes are minutes of the day. A break counts only when it is short enough."""
    if not service.countable or service.kind in contract.never_counted:
        return False
    if service.kind == BREAK:
        return service.minutes <= contract.counted_break_minutes
    return service.kind not in contract.carved_out


def counted_minutes(services: tuple[Service, ...], contract: DayContract) -> int:
    """The attended minutes of the day that its contract counts."""
    return sum(service.minutes for service in services if counts(service, contract))


def _clinical(services: tuple[Service, ...], contract: DayContract) -> Iterator[Service]:
    """Countable services other than breaks: they need a signed note and can be billed."""
    return (service for service in services if service.kind != BREAK and counts(service, contract))


def _attended(services: tuple[Service, ...], contract: DayContract) -> tuple[Service, ...]:
    return tuple(service for service in _clinical(services, contract) if service.minutes > 0)


def _held(facts: DayFacts, contract: DayContract, terms: Terms, needed: int) -> Iterator[tuple[Held, Reason]]:
    """Every reason that holds the day and is not about time."""
    if facts.not_charged is not None:
        yield "not-charged", facts.not_charged
    unsigned = sum(1 for service in _clinical(facts.services, contract) if not service.note_signed)
    if unsigned:
        change = {"unsigned": unsigned, "would_change": "a signature on each of these notes"}
        yield "unsigned-note", terms.reason("held-unsigned-note", change)
    yield from _held_by_authorization(facts, contract, terms, needed)
    if facts.other_per_diem:
        yield "other-per-diem", terms.reason("held-other-per-diem", {"other_per_diem": True})
    if facts.part2 and not facts.payment_consent:
        change = {"part2": True, "would_change": "an active consent to disclose for payment"}
        yield "no-payment-consent", terms.reason("held-no-payment-consent", change)
    attended = {service.kind for service in _attended(facts.services, contract)}
    missing = [kind for kind in contract.required_mix if kind not in attended]
    if missing:
        yield "service-mix-missing", terms.reason("held-service-mix-missing", {"missing": missing})


def _held_by_authorization(
    facts: DayFacts, contract: DayContract, terms: Terms, needed: int
) -> Iterator[tuple[Held, Reason]]:
    if not contract.authorization_required:
        return
    granted = facts.authorization
    if granted is None or not granted.active:
        change = {"would_change": "an authorization that covers the date"}
        yield "no-active-authorization", terms.reason("held-no-active-authorization", change)
    if granted is not None and granted.units_left is not None and granted.units_left < max(needed, 1):
        seen = {"units_left": granted.units_left, "would_change": "a grant of further units"}
        yield "no-units-left", terms.reason("held-no-units-left", seen)


def _by_unit(minutes: int, made: int, contract: DayContract, terms: Terms) -> Ruling[Day]:
    """Codes that are not per diem: fifteen-minute units, or one unit a session."""
    seen = {"minutes": minutes, "units": made, "rounding": contract.rounding, "code": contract.code}
    return Ruling(Day(made > 0, made), (terms.reason("units-by-minutes", seen),))


def _by_services(services: tuple[Service, ...], contract: DayContract, terms: Terms) -> Ruling[Day]:
    """Medicare: minutes do not matter; one service of the primary list makes the day."""
    primary = sum(1 for service in _attended(services, contract) if service.kind in contract.primary_kinds)
    seen = {"primary_services": primary, "primary_kinds": list(contract.primary_kinds)}
    return Ruling(Day(primary > 0, min(primary, 1)), (terms.reason("day-by-services", seen),))


def _short_day(services: tuple[Service, ...], minutes: int, contract: DayContract, terms: Terms) -> Ruling[Day]:
    short = contract.min_minutes - minutes
    seen: dict[str, Any] = {"minutes": minutes, "min_minutes": contract.min_minutes, "short_by": short}
    seen["would_change"] = f"{short} more attended minutes"
    says = f"{minutes} minutes attended, {short} fewer than the {contract.min_minutes} that make a day."
    reasons = [terms.reason("short-day", seen, says)]
    match contract.short_day_policy:
        case "REDUCED":
            code = contract.reduced_code or contract.code
            return Ruling(
                Day(True, 1, (), (Reduced(code),)),
                (*reasons, terms.reason("short-day-reduced", {"code": code})),
            )
        case "COMPONENT_CODES":
            parts = tuple(_component(service, contract) for service in _attended(services, contract))
            uncoded = sum(1 for part in parts if part.code is None)
            told = {"components": len(parts), "without_code": uncoded}
            return Ruling(Day(True, 0, (), parts), (*reasons, terms.reason("short-day-components", told)))
        case "NONE":
            return Ruling(Day(False, 0), (*reasons, terms.reason("short-day-none")))


def _component(service: Service, contract: DayContract) -> Component:
    mapped = contract.component_codes.get(service.kind) if service.kind else None
    return Component(service.code or mapped, service.minutes, service.kind)
