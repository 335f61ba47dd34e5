"""What runs out when: every authorization of the running stays beside the others, in few reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q

from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import concerns, query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.kernel.ruling import Reason, Ruling
from stepwell.foundation.policy.loading import load
from stepwell.office.utilization.models import Authorization, AuthorizationEvent, UnitUse
from stepwell.office.utilization.rules.deadlines import DEADLINES, Deadline, deadlines
from stepwell.office.utilization.rules.ledger import authorization_ledger
from stepwell.office.utilization.rules.ledger_facts import Ledger, Pause
from stepwell.office.utilization.spans import (
    Grant,
    Known,
    contract_asks,
    day_of,
    facts_of,
    history,
    pauses_of,
    standing_grant,
)
from stepwell.registry.coverage import queries as coverages
from stepwell.registry.episodes import queries as episodes

if TYPE_CHECKING:
    from stepwell.registry.coverage.models import Coverage
    from stepwell.registry.episodes.models import Episode, LevelSpan

LEDGER = "utilization/ledger"
#: Statuses that cover today, or will.
COVERS = ("active", "paused", "upcoming")
#: Of what was asked for before there is a stay.
NOWHERE = episodes.Way((), ())
#: Nothing pays for the next day.
BARE = ("exhausted", "expired", "denied", "not_requested")


@dataclass(frozen=True)
class RunOut:
    """One authorization of somebody, or that one is needed and none was asked for (authorization None).

    level: of the stay today, else what was asked for. behind: another authorization of the stay has taken its place,
    or the stay has moved on to another level. paid_by: the plan's name.
    """

    authorization: Authorization | None
    subject_id: int
    episode: Episode | None
    coverage_id: int
    plan_name: str
    payer: str
    level: str
    on: date
    ledger: Ledger
    reasons: tuple[Reason, ...]
    deadlines: tuple[Deadline, ...] = ()
    deadline_reasons: tuple[Reason, ...] = ()
    last_kind: str = ""
    behind: bool = False

    @property
    def comes_first(self) -> date | None:
        """The first day something happens or is due; None when nothing is foreseen."""
        if self.behind:
            return None
        ahead = [due.by for due in self.deadlines]
        if self.ledger.forecast:
            ahead.append(self.ledger.forecast.on)
        if self.ledger.next_review_due:
            ahead.append(self.ledger.next_review_due)
        if self.ledger.status in BARE and not ahead:
            ahead.append(self.on)
        return min(ahead, default=None)

    @property
    def due(self) -> bool:
        """Something is to be done: an alarm, a deadline that has come, or nothing covers the next day."""
        if self.behind:
            return False
        return bool(
            self.ledger.alarms or self.ledger.status in BARE or any(one.by <= self.on for one in self.deadlines)
        )


@query(Permission.AUTHORIZATION_READ)
def run_out_board(access: Access, *, on: date) -> list[RunOut]:
    """Every authorization of the running stays and of those still asked for before admission, and every stay that
    needs one and has none; what comes first stands first. Seven reads, however many there are.

    on: the day on the clinic's clock. Raises nothing of its own.
    """
    stays = {stay.pk: stay for stay in episodes.open_stays(access)}
    before_admission = Q(episode=None, asked_to__gte=on)
    rows = list(
        Authorization.objects.select_related("coverage", "subject")
        .filter(Q(episode__in=list(stays)) | before_admission)
        .order_by("id")
    )
    concerns(*(row.subject_id for row in rows))
    used: dict[int, list[date]] = {}
    for use in UnitUse.objects.filter(authorization__in=rows, voided_at=None).order_by("on"):
        used.setdefault(use.authorization_id, []).append(use.on)
    events = history(rows)
    found = []
    for row in rows:
        stay = stays.get(row.episode_id) if row.episode_id else None
        known = Known(events, used.get(row.pk, ()), *_planned(stay, on))
        span = _span_on(stay, on)
        found.append(_one(row, stay, known, span.level if span else "", on))
    found = _without_what_is_behind(found)
    found += _missing(access, stays, found, on)
    return sorted(found, key=lambda one: (one.behind, one.comes_first or date.max, one.subject_id))


@dataclass(frozen=True)
class Standing:
    """One authorization with all that its page tells: how it stands, what happened, the days that used a unit."""

    row: RunOut
    events: tuple[AuthorizationEvent, ...]
    used: tuple[date, ...]
    grant: Grant | None


@query(Permission.AUTHORIZATION_READ)
def standing_of(access: Access, *, authorization: Authorization, on: date) -> Standing:
    """How one authorization stands on a day, in three reads; it is one of `authorization_by_id`."""
    stay = authorization.episode
    way = episodes.way_of(access, episode=stay) if stay is not None else NOWHERE
    step = way.step_on(on)
    pauses = tuple(Pause(one.since, one.until - timedelta(days=1) if one.until else None) for one in way.leaves)
    uses = UnitUse.objects.filter(authorization=authorization, voided_at=None).order_by("on")
    used = tuple(use.on for use in uses)
    events = history([authorization])
    known = Known(events, used, step.days_per_week if step else None, pauses)
    row = _one(authorization, stay, known, step.level if step else "", on)
    happened = tuple(events[authorization.pk])
    return Standing(row, happened, used, standing_grant(happened))


def _planned(stay: Episode | None, on: date) -> tuple[int | None, tuple[Pause, ...]]:
    span = _span_on(stay, on)
    pauses = pauses_of(sorted(stay.leaves.all(), key=lambda leave: leave.during.lower)) if stay else ()
    return (span.days_per_week if span else None), pauses


def _span_on(stay: Episode | None, on: date) -> LevelSpan | None:
    spans = stay.spans.all() if stay else ()
    return next(
        (one for one in spans if one.during.lower <= on and (not one.during.upper or on < one.during.upper)), None
    )


def _one(row: Authorization, stay: Episode | None, known: Known, level: str, on: date) -> RunOut:
    """level: of the stay on the day; empty outside it."""
    facts, _ = facts_of([row], known, episode=stay, payer=row.coverage.payer, today=on)
    # It was asked for, so it is shown as it stands, whatever the contract asks for by now.
    ruling = authorization_ledger(replace(facts, required=True), load(LEDGER, on))
    last = known.events[row.pk][-1]
    due = deadlines(last.kind, day_of(last.at, stay), load(DEADLINES, on))
    return RunOut(
        authorization=row,
        subject_id=row.subject_id,
        episode=stay,
        coverage_id=row.coverage_id,
        plan_name=row.coverage.plan_name,
        payer=row.coverage.payer,
        level=level or row.level,
        on=on,
        ledger=ruling.answer,
        reasons=ruling.reasons,
        deadlines=due.answer,
        deadline_reasons=due.reasons,
        last_kind=last.kind,
    )


def _without_what_is_behind(rows: Sequence[RunOut]) -> list[RunOut]:
    """What has run out is behind once another covers the stay, or the stay is at another level."""
    covered = {(one.episode.pk, one.coverage_id) for one in rows if one.episode and one.ledger.status in COVERS}
    return [replace(one, behind=_is_behind(one, covered)) for one in rows]


def _is_behind(one: RunOut, covered: set[tuple[int, int]]) -> bool:
    if one.ledger.status not in ("exhausted", "expired") or one.episode is None or one.authorization is None:
        return False
    return (one.episode.pk, one.coverage_id) in covered or one.level != one.authorization.level


def _missing(access: Access, stays: Mapping[int, Episode], rows: Sequence[RunOut], on: date) -> Iterator[RunOut]:
    """Running stays that need an authorization and have asked for none."""
    asked = {one.subject_id for one in rows}
    bare = [stay for stay in stays.values() if stay.subject_id not in asked]
    plans = coverages.primary_of(access, subject_ids=[stay.subject_id for stay in bare], on=on)
    levels = load(LEDGER, on).rule("not-requested")["levels"]
    for stay in bare:
        plan, span = plans.get(stay.subject_id), _span_on(stay, on)
        if plan and span and span.level in levels and contract_asks(plan.payer, on)[0]:
            ruling = _not_requested(plan, stay, on)
            yield RunOut(
                None, stay.subject_id, stay, plan.pk, plan.plan_name, plan.payer, span.level, on,
                ruling.answer, ruling.reasons,
            )  # fmt: skip


def _not_requested(plan: Coverage, stay: Episode, on: date) -> Ruling[Ledger]:
    facts, _ = facts_of([], Known({}, (), *_planned(stay, on)), episode=stay, payer=plan.payer, today=on)
    return authorization_ledger(facts, load(LEDGER, on))
