"""Why no week fits, exactly: which seat would open one, which hour would, or what is missing altogether."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stepwell.care.scheduling.rules.fitting import allowed, available, has_seat, of_mode_and_site, of_phase, of_track
from stepwell.care.scheduling.rules.seats_facts import DAYS, Group, Obstacle, Person, SeatsFacts, Window
from stepwell.care.scheduling.rules.weeks import search


def obstacles(facts: SeatsFacts, free: Sequence[Group], best_minutes: int, most: int) -> tuple[Obstacle, ...]:
    """What stands between the person and a week, in the order in which somebody could do something about it.

    free: groups that fit the person in every way and have a seat. best_minutes: the most that fits in a week.
    most: how many to tell, the most helpful first.
    """
    person = facts.person
    missing = _nothing_there(facts.groups, person)
    if missing is not None:
        return (missing,)
    rest = [group for group in facts.groups if allowed(group, person)]
    full = [group for group in rest if available(group, person) and not has_seat(group)]
    elsewhen = [group for group in rest if not available(group, person) and has_seat(group)]
    found = [*_full(full, free, person), *_elsewhen(elsewhen, free, person, best_minutes)]
    found.sort(key=lambda one: (not one.opens_a_week, -one.adds_minutes, one.kind, one.groups))
    return (*found[:most], _hours(person, best_minutes))


def _nothing_there(groups: Sequence[Group], person: Person) -> Obstacle | None:
    """The first of track, phase and way of meeting that leaves no group at all."""
    tracked = [group for group in groups if of_track(group, person)]
    if not tracked:
        tracks = ", ".join(person.tracks) or "everybody"
        return Obstacle("no-track", f"No group is open for {tracks}.", (), None, False, 0)
    phased = [group for group in tracked if of_phase(group, person)]
    if not phased:
        return Obstacle("no-phase", f"No group of the track is in the phase {person.phase}.", (), None, False, 0)
    if not any(of_mode_and_site(group, person) for group in phased):
        ids = tuple(sorted(group.id for group in phased))
        says = "Groups of the track meet in another way or at another site."
        return Obstacle("no-mode-or-site", says, ids, None, False, 0)
    return None


def _full(full: Sequence[Group], free: Sequence[Group], person: Person) -> Iterator[Obstacle]:
    """Each full group whose one seat would open a week; else all of them, saying whether they would together."""
    alone = [group for group in full if _opens([*free, group], person)]
    for group in alone:
        says = f"One seat in {group.id} ({_when(group)}) would open a week."
        yield Obstacle("full", says, (group.id,), None, True, group.minutes)
    if full and not alone:
        ids = tuple(sorted(group.id for group in full))
        together = _opens([*free, *full], person)
        says = "Seats in several full groups together would open a week." if together else "These groups are full."
        yield Obstacle("full", says, ids, None, together, 0)


def _elsewhen(
    elsewhen: Sequence[Group], free: Sequence[Group], person: Person, best_minutes: int
) -> Iterator[Obstacle]:
    """Each stretch of time that would bring hours, and whether it alone would open a week."""
    stretches: dict[tuple[int, int], list[Group]] = {}
    for group in elsewhen:
        stretches.setdefault((group.begins_at, group.ends_at), []).append(group)
    for groups in stretches.values():
        searched = search([*free, groups[0]], person, _no_penalty, 1)
        adds = searched.most_minutes - best_minutes
        if searched.weeks or adds > 0:
            yield _window(groups, bool(searched.weeks), max(adds, 0))


def _window(groups: Sequence[Group], opens: bool, adds: int) -> Obstacle:
    first = groups[0]
    more = f"would bring {adds} minutes more a week" if adds else "would bring another day"
    says = f"Time on {_when(first)} {'would open a week' if opens else more}."
    window = Window(first.weekday, first.starts, first.ends)
    return Obstacle("availability", says, tuple(sorted(group.id for group in groups)), window, opens, adds)


def _hours(person: Person, best_minutes: int) -> Obstacle:
    says = (
        f"The most that fits in a week is {best_minutes} of {person.least_minutes} minutes, "
        f"on {person.least_days} to {person.most_days} days."
    )
    return Obstacle("hours", says, (), None, False, 0)


def _opens(groups: Sequence[Group], person: Person) -> bool:
    return bool(search(groups, person, _no_penalty, 1).weeks)


def _no_penalty(group: Group) -> int:
    return 0


def _when(group: Group) -> str:
    return f"{DAYS[group.weekday]} {group.starts:%H:%M} to {group.ends:%H:%M}"
