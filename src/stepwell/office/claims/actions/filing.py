"""Making claims of what was attended: nothing held is in them, and what stays off is said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import action
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.jobs import actions as jobs
from stepwell.office.claims.actions.days import rule_day
from stepwell.office.claims.around import around
from stepwell.office.claims.contracts import terms_of, trading_partner
from stepwell.office.claims.drafts import Draft, LeftOut, drafts_of, together
from stepwell.office.claims.models import AttendedDay, Claim, ClaimLine
from stepwell.office.claims.rules.filing import file_by
from stepwell.office.claims.rules.week import week_flag
from stepwell.office.claims.writing import Stay, write_claim
from stepwell.registry.coverage import queries as coverages
from stepwell.registry.episodes import queries as episodes
from stepwell.registry.people import queries as people

if TYPE_CHECKING:
    from stepwell.registry.coverage.models import Coverage
    from stepwell.registry.episodes.models import Episode

ADULT = 18


@action(Permission.BILLING_WRITE)
def make_claims(access: Access, *, episode: Episode, from_on: date, to_on: date, at: datetime) -> list[Claim]:
    """Claim what was attended from a day to a day, both included, and is not on a claim yet.

    Every day is ruled on again first, so nothing held leaves the house. Lines share a claim when form, month,
    authorization and rate are the same. What stays off for another reason becomes a task of the biller. Raises
    NotAllowed with each fault our own checks find: then nothing is written at all. People who pay themselves get
    no claim.
    """
    stay = Stay(episodes.episode_by_id(access, episode_id=episode.pk), at)
    days = _ruled_again(access, stay, from_on, to_on)
    drafts, left_out = _drafts(access, stay, days)
    for one in left_out:
        _tell_biller(access, stay, one)
    claims = []
    for coverage, lines in drafts:
        claims += [write_claim(access, stay, coverage, group) for group in together(lines)]
    return claims


def _ruled_again(access: Access, stay: Stay, from_on: date, to_on: date) -> list[AttendedDay]:
    """The days of the span with anything attended that are not on a claim, each with its ruling of now."""
    first = max(from_on, stay.episode.admitted_on)
    last = min(to_on, stay.local.date(), stay.episode.ended_on or to_on)
    rows = AttendedDay.objects.select_for_update().filter(episode=stay.episode, on__range=(first, last))
    ruled = dict(rows.order_by("on").values_list("on", "pk"))
    claimed = set(ClaimLine.objects.filter(attended_day__in=ruled.values()).values_list("attended_day", flat=True))
    known = around(access, episode=stay.episode, from_on=first, to_on=last, at=stay.at)
    return [
        rule_day(access, episode=stay.episode, on=on, at=stay.at, stay=known)
        for on in sorted({*ruled, *known.attended})
        if ruled.get(on) not in claimed
    ]


def _drafts(
    access: Access, stay: Stay, days: Sequence[AttendedDay]
) -> tuple[list[tuple[Coverage, list[Draft]]], list[LeftOut]]:
    """The lines by coverage, and what is left out."""
    drafts: dict[int, list[Draft]] = {}
    left_out: list[LeftOut] = []
    for day in days:
        coverage_id = day.facts["coverage"]
        if coverage_id is None:
            continue
        coverage = coverages.coverage_by_id(access, coverage_id=coverage_id)
        if trading_partner(terms_of(coverage.payer, day.on)) is None:
            continue
        for one in _timely(access, stay, coverage, day):
            if isinstance(one, LeftOut):
                left_out.append(one)
            else:
                drafts.setdefault(coverage_id, []).append(one)
    return [(coverages.coverage_by_id(access, coverage_id=of), lines) for of, lines in drafts.items()], left_out


def _timely(access: Access, stay: Stay, coverage: Coverage, day: AttendedDay) -> Iterable[Draft | LeftOut]:
    """The day's lines, unless it is too late to file or its week takes it back."""
    terms = terms_of(coverage.payer, day.on)
    drafts = list(drafts_of(day, coverage.payer))
    last = file_by(day.on, terms)
    if drafts and stay.local.date() > last:
        return [LeftOut(day.on, f"{day.on} had to be claimed by {last}. Ask the payer for an exception.")]
    if terms.merged("week")["unbills"] and _week_takes_back(access, stay, coverage, day):
        return [draft for draft in drafts if isinstance(draft, Draft) and draft.participation is not None]
    return drafts


def _week_takes_back(access: Access, stay: Stay, coverage: Coverage, day: AttendedDay) -> bool:
    """Whether the contract pays nothing for the day's week, or cannot say so yet because the week is not over."""
    monday = day.on - timedelta(days=day.on.weekday())
    if stay.local.date() < monday + timedelta(days=7):
        return True
    week = AttendedDay.objects.filter(episode=stay.episode, on__range=(monday, monday + timedelta(days=6)))
    minutes = [one.minutes for one in week if one.minutes]
    born = people.person(access, subject=stay.episode.subject).birth_date
    adolescent = born is not None and _age(born, day.on) < ADULT
    terms = terms_of(coverage.payer, day.on)
    return week_flag(len(minutes), sum(minutes), adolescent, terms).answer.unbills


def _age(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _tell_biller(access: Access, stay: Stay, one: LeftOut) -> None:
    jobs.ask_for(
        access,
        subject=stay.episode.subject,
        kind="mend-charge",
        says=one.says,
        for_role="biller",
        due_at=stay.at + timedelta(days=1),
        about=f"day:{stay.episode.pk}:{one.on}",
    )
