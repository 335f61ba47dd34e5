"""The seat finder: weeks that fit a person's life, best first, or exactly what stands in the way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from stepwell.care.scheduling.rules.fitting import allowed, available, daypart_of, has_seat
from stepwell.care.scheduling.rules.obstacles import obstacles
from stepwell.care.scheduling.rules.seats_facts import DAYS, Group, Person, Seats, SeatsFacts, Week, minute
from stepwell.care.scheduling.rules.weeks import search
from stepwell.foundation.kernel.ruling import Reason, Ruling
from stepwell.foundation.policy.document import Policy


def find_seats(facts: SeatsFacts, policy: Policy) -> Ruling[Seats]:
    """Weeks of groups that fit availability, days and minutes, never two at once and never above a hard cap.

    policy: `scheduling/seats`. All combinations are looked at, so an empty answer means that none fits; then
    each seat, window or wish that would open one is named. The same facts always give the same weeks.
    """
    person = facts.person
    fitting = [group for group in facts.groups if allowed(group, person) and available(group, person)]
    free = [group for group in fitting if has_seat(group)]
    weeks, most, exhaustive = _weeks(free, person, policy)
    if weeks:
        return Ruling(Seats(weeks, (), most, exhaustive), tuple(_reasons(weeks, most, policy)))
    stand = obstacles(facts, free, most, policy.rule("offers")["most_obstacles"])
    told = tuple(policy.reason(f"stands-{of.kind}", {"groups": list(of.groups)}, of.says) for of in stand)
    return Ruling(Seats((), stand, most, exhaustive), told)


def _weeks(free: Sequence[Group], person: Person, policy: Policy) -> tuple[tuple[Week, ...], int, bool]:
    """The offers: weeks within one track before weeks across several, which cost a penalty."""
    offers, penalty = policy.rule("offers")["most"], _penalty(person, policy)
    found: dict[tuple[str, ...], tuple[int, str | None]] = {}
    most, exhaustive = 0, True
    for track, surcharge in _tracks(person, policy):
        groups = [group for group in free if track is None or group.track in (track, None)]
        searched = search(groups, person, penalty, offers)
        most, exhaustive = max(most, searched.most_minutes), exhaustive and searched.exhaustive
        for cost, ids in searched.weeks:
            found.setdefault(ids, (cost + surcharge, track))
    by_id = {group.id: group for group in free}
    made = []
    for ids, (cost, track) in found.items():
        groups = [by_id[of] for of in ids]
        week = _week(groups, track, person, policy)
        made.append((cost, week.minutes, week.days, [group.begins_at for group in groups], ids, week))
    made.sort(key=lambda one: one[:5])
    return tuple(one[5] for one in made[:offers]), most, exhaustive


def _tracks(person: Person, policy: Policy) -> Iterator[tuple[str | None, int]]:
    """Each track alone; then, when there are several, all together at a surcharge."""
    for track in person.tracks:
        yield track, 0
    if len(person.tracks) != 1:
        yield None, policy.rule("penalties")["several_tracks"] if person.tracks else 0


def _penalty(person: Person, policy: Policy) -> Callable[[Group], int]:
    weights = policy.rule("penalties")

    def of(group: Group) -> int:
        other_part = person.daypart is not None and not daypart_of(group, person.daypart, policy)
        crowded = group.taken >= group.soft_cap
        return int(other_part * weights["other_daypart"] + crowded * weights["above_soft_cap"])

    return of


def _week(groups: Sequence[Group], track: str | None, person: Person, policy: Policy) -> Week:
    minutes = sum(group.minutes for group in groups)
    days = sorted({group.weekday for group in groups})
    return Week(
        groups=tuple(group.id for group in groups),
        track=track,
        days=len(days),
        minutes=minutes,
        hours=round(minutes / 60, 2),
        why=tuple(_why(groups, days, person, policy)),
    )


def _why(groups: Sequence[Group], days: Sequence[int], person: Person, policy: Policy) -> Iterator[str]:
    """What speaks for and against a week, in sentences a person can read."""
    minutes = sum(group.minutes for group in groups)
    yield f"{_hours(minutes)} on {_list([DAYS[day] for day in days])}."
    if person.daypart is not None:
        within = sum(daypart_of(group, person.daypart, policy) for group in groups)
        if within == len(groups):
            yield f"All in the {person.daypart}, as preferred."
        else:
            yield f"{within} of {len(groups)} in the {person.daypart}."
    crowded = [group.id for group in groups if group.taken >= group.soft_cap]
    if crowded:
        yield f"Larger than usual: {_list(crowded)}."
    tracks = sorted({group.track for group in groups if group.track is not None})
    if len(tracks) > 1:
        yield f"Across several tracks: {_list(tracks)}."
    earliest = min(minute(group.starts) for group in groups)
    yield f"Begins at {earliest // 60}:{earliest % 60:02} at the earliest."


def _reasons(weeks: Sequence[Week], most: int, policy: Policy) -> Iterator[Reason]:
    first = weeks[0]
    seen = {"weeks": len(weeks), "best": list(first.groups), "minutes": first.minutes, "most_minutes": most}
    yield policy.reason("fits", seen)
    yield policy.reason("penalties", {"would_change": "another preferred daypart, or seats that become free"})


def _hours(minutes: int) -> str:
    whole, rest = divmod(minutes, 60)
    return f"{whole} h {rest} min" if rest else f"{whole} h"


def _list(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
