"""Every week that can be made of some groups: never two at once, exact, and bounded.

Groups are put in the order in which they end. The best weeks of the first n groups are those of the first n-1,
and those of the groups that end before the n-th begins with the n-th added: the way weighted intervals are
scheduled, kept apart by days and minutes, so that no combination has to be tried twice.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest

from stepwell.care.scheduling.rules.seats_facts import Group, Person

MOST_STATES = 4000  # of days, last day and minutes; a clinic's week has some hundreds

State = tuple[int, int, int]  # days, weekday of the last group, minutes
Found = tuple[int, tuple[int, ...]]  # penalty, places of the groups in the order of the week
Layer = Mapping[State, Sequence[Found]]


@dataclass(frozen=True)
class Search:
    """weeks: penalty and ids, best first. most_minutes: the longest week found, wanted or not. exhaustive: no
    state had to be dropped."""

    weeks: tuple[tuple[int, tuple[str, ...]], ...]
    most_minutes: int
    exhaustive: bool


def search(groups: Sequence[Group], person: Person, penalty: Callable[[Group], int], best: int) -> Search:
    """The `best` weeks with the fewest penalties among those with the wanted days and minutes.

    penalty: of one seat in a group, not below nothing. Equal penalties are ordered by fewer minutes, fewer days
    and earlier in the week, so that the same facts give the same weeks.
    """
    ordered = sorted(groups, key=lambda group: (group.ends_at, group.begins_at, group.id))
    ends = [group.ends_at for group in ordered]
    layers: list[Layer] = [{(0, -1, 0): ((0, ()),)}]
    exhaustive = True
    for number, group in enumerate(ordered):
        before = layers[bisect_right(ends, group.begins_at, 0, number)]
        layer, whole = _bounded(_with(layers[-1], before, group, number, penalty(group), person, best))
        exhaustive &= whole
        layers.append(layer)
    wanted = [
        (of[0], minutes, days, of[1])
        for (days, _, minutes), found in layers[-1].items()
        if person.least_days <= days <= person.most_days and minutes >= person.least_minutes and days > 0
        for of in found
    ]
    chosen = tuple(
        (penalties, tuple(ordered[place].id for place in places)) for penalties, _, _, places in nsmallest(best, wanted)
    )
    return Search(chosen, max(minutes for _, _, minutes in layers[-1]), exhaustive)


def _with(
    layer: Layer, before: Layer, group: Group, place: int, penalty: int, person: Person, best: int
) -> dict[State, Sequence[Found]]:
    """The layer without the group, joined with every earlier week that the group can be added to."""
    joined: dict[State, Sequence[Found]] = dict(layer)
    for (days, last, minutes), found in before.items():
        state = (days + (group.weekday != last), group.weekday, minutes + group.minutes)
        if state[0] <= person.most_days and state[2] <= person.most_minutes:
            added = [(of + penalty, (*places, place)) for of, places in found]
            joined[state] = nsmallest(best, [*joined.get(state, ()), *added])
    return joined


def _bounded(layer: dict[State, Sequence[Found]]) -> tuple[Layer, bool]:
    """At most MOST_STATES states, those with the fewest penalties kept; whether all were kept."""
    if len(layer) <= MOST_STATES:
        return layer, True
    kept = nsmallest(MOST_STATES, layer.items(), key=lambda item: (item[1][0][0], item[0]))
    return dict(kept), False
