"""What a program may tell anybody who chooses: shares with their period, their number of people and their definition.

Too few people say little, and could point at somebody: then there is no figure.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from stepwell.care.sessions.queries.sizes import group_sizes
from stepwell.care.transitions import queries as transitions
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.policy.loading import load
from stepwell.office.reports.rules import outcomes as rules
from stepwell.office.reports.rules.outcomes import Figure, Stay
from stepwell.registry.episodes import queries as episodes
from stepwell.registry.people import queries as people

if TYPE_CHECKING:
    from stepwell.care.transitions.queries import Ending
    from stepwell.registry.episodes.models import Episode

PUBLIC = "public/site"
YEAR = 12


@dataclass(frozen=True)
class Told:
    """completion: two definitions side by side, of stays that ended from `from_on` to `to_on`; empty where fewer than
    `least` left. size, per_leader: people in a group session and for each who leads one, in tenths, from `sizes_from`
    on; None below `least` sessions. held: how many sessions. licensed: how many of staff hold which credential, valid
    on the day in the state, as the register has it."""

    from_on: date
    to_on: date
    least: int
    completion: tuple[Figure, ...]
    sizes_from: date
    held: int
    size: Decimal | None
    per_leader: Decimal | None
    licensed: tuple[tuple[str, int], ...]
    holders: int


@query(Permission.PUBLIC_READ, trailed=False)
def told_of(access: Access, *, program_id: int, site_id: int, state: str, on: date) -> Told:
    """What is counted of a program up to the day before; a fixed number of reads. Source: public/site."""
    house, policy = Access.system(access.operator_id), load(PUBLIC, on)
    least, period = policy.rule("small-numbers")["least"], policy.rule("period")
    last, first = on - timedelta(days=1), _months_before(on, period["months"])
    sizes_from = on - timedelta(weeks=period["weeks"])
    stays = episodes.every_stay_between(house, from_on=first, to_on=last, site_id=site_id)
    left = [one for one in stays if one.program_id == program_id and one.ended_on and first <= one.ended_on <= last]
    endings = transitions.endings_of(house, episodes=left) if left else {}
    figures = rules.completion([_stay(one, endings.get(one.pk)) for one in left])[:2]
    sizes = group_sizes(access, program_id=program_id, from_on=sizes_from, to_on=last)
    enough = sizes.sessions >= least
    held = people.credentials_by_staff(house, on=on, state=state)
    kinds = sorted({kind for of in held.values() for kind in of})
    return Told(
        from_on=first,
        to_on=last,
        least=least,
        completion=tuple(one for one in figures if one.denominator >= least),
        sizes_from=sizes_from,
        held=sizes.sessions,
        size=_tenths(sizes.came, sizes.sessions) if enough else None,
        per_leader=_tenths(sizes.came, sizes.leaders) if enough else None,
        licensed=tuple((kind, sum(kind in of for of in held.values())) for kind in kinds),
        holders=len(held),
    )


def _stay(row: Episode, ending: Ending | None) -> Stay:
    """As far as completion asks."""
    return Stay(
        admitted_on=row.admitted_on,
        ended_on=row.ended_on,
        teds=ending.teds if ending else None,
        stepped_down=bool(ending and ending.stepped_down),
        expected=0,
        attended=0,
        attended_minutes=0,
        planned_minutes=0,
    )


def _tenths(part: int, whole: int) -> Decimal:
    return (Decimal(part) / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)


def _months_before(on: date, months: int) -> date:
    """The same day of an earlier month; the 28th stands for every later day."""
    year, month = divmod(on.year * YEAR + on.month - 1 - months, YEAR)
    return date(year, month + 1, min(on.day, 28))
