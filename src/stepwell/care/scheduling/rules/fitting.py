"""Whether one group fits one person: track, phase, way of meeting, time, a free seat."""

from __future__ import annotations

from stepwell.care.scheduling.rules.seats_facts import Group, Person, Window, minute
from stepwell.foundation.policy.document import Policy


def of_track(group: Group, person: Person) -> bool:
    """A group for everybody, or of a track the person may join."""
    return group.track is None or group.track in person.tracks


def of_phase(group: Group, person: Person) -> bool:
    """A group for every phase, or for the person's; someone without a phase fits each."""
    return group.phase is None or person.phase is None or group.phase == person.phase


def of_mode_and_site(group: Group, person: Person) -> bool:
    """Meets in a way and at a site the person can come to; by video the site does not matter."""
    if person.modes is not None and group.mode not in person.modes:
        return False
    return person.sites is None or group.mode == "video" or group.site in person.sites


def allowed(group: Group, person: Person) -> bool:
    """Everything but time and seats."""
    return of_track(group, person) and of_phase(group, person) and of_mode_and_site(group, person)


def has_seat(group: Group) -> bool:
    """A seat is free; the hard cap is never passed."""
    return group.taken < group.hard_cap


def available(group: Group, person: Person) -> bool:
    """The whole group lies in one stretch of the person's time. Stretches that touch are one."""
    begins, ends = minute(group.starts), minute(group.ends)
    return any(start <= begins and ends <= end for start, end in _stretches(group.weekday, person.windows))


def daypart_of(group: Group, daypart: str, policy: Policy) -> bool:
    """Whether the group begins in that part of the day. A part the policy does not know fits none."""
    part = policy.rule("dayparts")["parts"].get(daypart)
    return part is not None and part["from_hour"] * 60 <= minute(group.starts) < part["to_hour"] * 60


def _stretches(weekday: int, windows: tuple[Window, ...]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted((minute(of.begins), minute(of.ends)) for of in windows if of.weekday == weekday):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined
