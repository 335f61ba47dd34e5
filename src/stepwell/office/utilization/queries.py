"""Reading authorizations: where they stand, what is left, which one covers a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.opening import concerns, query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import NotFound
from stepwell.foundation.kernel.ruling import Ruling
from stepwell.foundation.policy.loading import load
from stepwell.office.utilization.models import Authorization, AuthorizationEvent
from stepwell.office.utilization.rules.cover import cover_on
from stepwell.office.utilization.rules.ledger import authorization_ledger
from stepwell.office.utilization.rules.ledger_facts import Ledger
from stepwell.office.utilization.spans import Grant, contract_asks, history, ledger_facts, standing_grant

if TYPE_CHECKING:
    from stepwell.registry.coverage.models import Coverage
    from stepwell.registry.episodes.models import Episode

LEDGER = "utilization/ledger"


@dataclass(frozen=True)
class DayCover:
    """What stands on a day. required: the contract asks for one. units_left: before that day is charged.
    authorization: the one that would pay, None when none has a unit left."""

    required: bool
    active: bool
    units_left: int
    authorization: Authorization | None


@query(Permission.AUTHORIZATION_READ)
def authorization_by_id(access: Access, *, authorization_id: int) -> Authorization:
    """One authorization with its coverage and stay. Raises NotFound."""
    found = (
        Authorization.objects.select_related("coverage", "episode__program__site", "subject")
        .filter(pk=authorization_id)
        .first()
    )
    if found is None:
        raise NotFound
    concerns(found.subject_id)
    return found


@query(Permission.AUTHORIZATION_READ)
def authorizations_of(access: Access, *, subject: Subject) -> list[Authorization]:
    """All authorizations of a person, in the order they were asked for."""
    rows = Authorization.objects.select_related("coverage", "subject", "episode").filter(subject=subject)
    return list(rows.order_by("id"))


@query(Permission.AUTHORIZATION_READ)
def events_of(access: Access, *, authorization: Authorization) -> list[AuthorizationEvent]:
    """What happened to an authorization, oldest first."""
    return history([authorization])[authorization.pk]


@query(Permission.AUTHORIZATION_READ)
def grant_of(access: Access, *, authorization: Authorization) -> Grant | None:
    """The newest grant, or None while there is none or a denial has taken it back."""
    return standing_grant(history([authorization])[authorization.pk])


@query(Permission.AUTHORIZATION_READ)
def ledger(access: Access, *, authorization: Authorization, on: date) -> Ruling[Ledger]:
    """Where one authorization stands on a day: status, units left, next review, forecast and alarms, all derived."""
    row = authorization_by_id(access, authorization_id=authorization.pk)
    facts, _ = ledger_facts(access, authorizations=[row], episode=row.episode, payer=row.coverage.payer, today=on)
    return authorization_ledger(facts, load(LEDGER, on))


@query(Permission.AUTHORIZATION_READ)
def ledger_of_stay(access: Access, *, episode: Episode, coverage: Coverage, on: date) -> Ruling[Ledger]:
    """Where the authorizations of a stay under one coverage stand together on a day."""
    rows = _of_stay(episode, coverage)
    facts, _ = ledger_facts(access, authorizations=rows, episode=episode, payer=coverage.payer, today=on)
    return authorization_ledger(facts, load(LEDGER, on))


@query(Permission.AUTHORIZATION_READ)
def cover(access: Access, *, episode: Episode, coverage: Coverage, code: str, on: date, as_of: date) -> DayCover:
    """What covers a day of service for a code, by the payers' word up to `as_of`."""
    required, _ = contract_asks(coverage.payer, on)
    rows = [row for row in _of_stay(episode, coverage) if row.code == code]
    facts, numbered = ledger_facts(access, authorizations=rows, episode=episode, payer=coverage.payer, today=as_of)
    found = cover_on(on, facts)
    row = numbered[found.number] if found.number is not None else None
    return DayCover(required, found.active, found.units_left, row)


@query(Permission.AUTHORIZATION_READ)
def active_for(access: Access, *, episode: Episode, on: date) -> Authorization | None:
    """The authorization of a stay that covers the day and has a unit left for it; of several, the one ending first."""
    mine = Authorization.objects.select_related("coverage", "subject", "episode").filter(episode=episode)
    rows = list(mine.order_by("id"))
    for payer in dict.fromkeys(row.coverage.payer for row in rows):
        of_payer = [row for row in rows if row.coverage.payer == payer]
        facts, numbered = ledger_facts(access, authorizations=of_payer, episode=episode, payer=payer, today=on)
        found = cover_on(on, facts)
        if found.active and found.number is not None:
            return numbered[found.number]
    return None


@query(Permission.AUTHORIZATION_READ)
def standing_on(access: Access, *, episode: Episode, on: date) -> Authorization | None:
    """The authorization of a stay whose grant covers the day, whether or not units are left; the newest of several."""
    rows = Authorization.objects.select_related("coverage").filter(episode=episode).order_by("-id")
    granted = [(row, grant_of(access, authorization=row)) for row in rows]
    return next((row for row, grant in granted if grant and grant.span_from <= on <= grant.span_to), None)


def _of_stay(episode: Episode, coverage: Coverage) -> list[Authorization]:
    rows = Authorization.objects.select_related("coverage", "subject", "episode")
    return list(rows.filter(episode=episode, coverage=coverage).order_by("id"))
