"""Reading authorizations: where they stand, what is left, which one covers a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.opening import concerns, query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import NotFound
from stepwell.foundation.kernel.ruling import Ruling
from stepwell.foundation.policy.loading import load
from stepwell.office.utilization.evidence import More, gathered
from stepwell.office.utilization.models import Authorization, AuthorizationEvent, ReviewPacket, UnitUse
from stepwell.office.utilization.rules.cover import cover_on
from stepwell.office.utilization.rules.ledger import authorization_ledger
from stepwell.office.utilization.rules.ledger_facts import Ledger, SpanState
from stepwell.office.utilization.rules.packet import PACKET, Section, categories, sections
from stepwell.office.utilization.spans import (
    Grant,
    contract_asks,
    day_of,
    facts_of,
    history,
    known_of,
    ledger_facts,
    standing_grant,
)

if TYPE_CHECKING:
    from stepwell.registry.coverage.models import Coverage
    from stepwell.registry.episodes.models import Episode
    from stepwell.registry.episodes.queries import Way

LEDGER = "utilization/ledger"


@dataclass(frozen=True)
class DayCover:
    """What stands on a day. required: the contract asks for one. units_left: before that day is charged.
    authorization: the one that would pay, None when none has a unit left."""

    required: bool
    active: bool
    units_left: int
    authorization: Authorization | None


@dataclass(frozen=True)
class Packet:
    """What a concurrent review is told, as of a day. categories: what it tells, as a consent names it.

    gaps: every gap of every section, in words. policy_ref: the policy it was made by.
    """

    authorization_id: int
    subject_id: int
    plan_name: str
    on: date
    sections: tuple[Section, ...]
    gaps: tuple[str, ...]
    categories: frozenset[str]
    policy_ref: str


@dataclass(frozen=True)
class Standing:
    """One authorization on a day. used: the days its units were spent on. ledger: of all under the same coverage and
    stay; state: what it says of this one."""

    authorization: Authorization
    grant: Grant | None
    used: tuple[date, ...]
    state: SpanState | None
    ledger: Ruling[Ledger]


@query(Permission.AUTHORIZATION_READ)
def standing_of(access: Access, *, subject: Subject, on: date) -> list[Standing]:
    """Every authorization of a person as it stands on the day, the newest first; five reads and two more for each stay
    and coverage."""
    rows = authorizations_of(access, subject=subject)
    events = history(rows)
    spent: dict[int, list[date]] = {row.pk: [] for row in rows}
    for use in UnitUse.objects.filter(authorization__in=rows, voided_at=None).order_by("on"):
        spent[use.authorization_id].append(use.on)
    found = []
    for of in dict.fromkeys((row.episode_id, row.coverage_id) for row in rows):
        group = [row for row in rows if (row.episode_id, row.coverage_id) == of]
        facts, numbered = ledger_facts(
            access, authorizations=group, episode=group[0].episode, payer=group[0].coverage.payer, today=on
        )
        ruling = authorization_ledger(facts, load(LEDGER, on))
        states = {numbered[state.number].pk: state for state in ruling.answer.spans}
        found += [
            Standing(row, standing_grant(events[row.pk]), tuple(spent[row.pk]), states.get(row.pk), ruling)
            for row in group
        ]
    return sorted(found, key=lambda one: -one.authorization.pk)


@query(Permission.AUTHORIZATION_READ, once=True)
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
    rows = Authorization.objects.select_related("coverage", "subject", "episode__program__site")
    return list(rows.filter(subject=subject).order_by("id"))


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


@dataclass(frozen=True)
class Promised:
    """What a plan has said of a stay by now: its authorizations, and what happened to each, oldest first. Read once
    for as many days as are asked about."""

    episode: Episode
    coverage: Coverage
    rows: tuple[Authorization, ...]
    events: Mapping[int, Sequence[AuthorizationEvent]]


@query(Permission.AUTHORIZATION_READ)
def promised(access: Access, *, episode: Episode, coverage: Coverage) -> Promised:
    """What a plan has said of a stay; two reads."""
    rows = _of_stay(episode, coverage)
    return Promised(episode, coverage, tuple(rows), history(rows))


@query(Permission.AUTHORIZATION_READ)
def cover(access: Access, *, by: Promised, way: Way, code: str, on: date, as_of: date) -> DayCover:
    """What covers a day of service for a code, by the payers' word up to `as_of`; one read, of the units spent so far.

    way: of the stay.
    """
    required, _ = contract_asks(by.coverage.payer, on)
    rows = [row for row in by.rows if row.code == code]
    known = known_of(rows, by.events, way, as_of)
    facts, numbered = facts_of(rows, known, episode=by.episode, payer=by.coverage.payer, today=as_of)
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


@query(Permission.AUTHORIZATION_READ)
def packet(
    access: Access,
    *,
    authorization: Authorization,
    at: datetime,
    units: int | None = None,
    until: date | None = None,
    leave_out: Sequence[str] = (),
) -> Packet:
    """The packet of a concurrent review: sections in the payer's order, each sentence with its record, gaps as gaps.

    units, until: what is asked for now, where it is more than the request says. leave_out: keys of sections that are
    not told. Nothing of a note is in it. It reads the record, so it also asks for the permission to read notes.
    """
    row = authorization_by_id(access, authorization_id=authorization.pk)
    on = day_of(at, row.episode)
    policy = load(PACKET, on)
    found = gathered(access, row, on, policy, More(units, until) if units else None)
    ruling = sections(found, on, policy, load(row.coverage.payer, on), frozenset(leave_out))
    return Packet(
        authorization_id=row.pk,
        subject_id=row.subject_id,
        plan_name=row.coverage.plan_name,
        on=on,
        sections=ruling.answer,
        gaps=tuple(reason.says for reason in ruling.reasons),
        categories=categories(ruling.answer, policy),
        policy_ref=policy.ref,
    )


@query(Permission.AUTHORIZATION_READ)
def packets_of(access: Access, *, authorization: Authorization) -> list[ReviewPacket]:
    """Packets that were printed for an authorization, the latest first, each with its document and its sendings."""
    rows = ReviewPacket.objects.select_related("document").prefetch_related("sendings")
    return list(rows.filter(authorization=authorization).order_by("-at", "-id"))


@query(Permission.AUTHORIZATION_READ)
def packet_by_id(access: Access, *, packet_id: int) -> ReviewPacket:
    """One packet that was printed. Raises NotFound."""
    rows = ReviewPacket.objects.select_related(
        "document", "subject", "authorization__coverage", "authorization__episode__program__site"
    )
    found = rows.prefetch_related("sendings__disclosure").filter(pk=packet_id).first()
    if found is None:
        raise NotFound
    concerns(found.subject_id)
    return found


def _of_stay(episode: Episode, coverage: Coverage) -> list[Authorization]:
    rows = Authorization.objects.select_related("coverage", "subject", "episode")
    return list(rows.filter(episode=episode, coverage=coverage).order_by("id"))
