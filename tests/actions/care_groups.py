"""Groups of the clinic for the tests of care: two in a row on three mornings, or one that is asked for."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

from stepwell.care.scheduling import actions as scheduling
from stepwell.care.scheduling.models import Group, Membership
from stepwell.foundation.gate.roles import Role
from tests.actions.care_stay import CareStay
from tests.world import TODAY, World


def open_group(world: World, **changed: Any) -> Group:
    """A group on Mondays from nine to half past ten for twelve weeks."""
    given = {
        "program": world.a.program,
        "name": "Early recovery",
        "track": "any",
        "weekday": 0,
        "starts": time(9),
        "ends": time(10, 30),
        "leader": world.a.staff[Role.COUNSELOR][0],
        "room": world.a.rooms[0],
        "since": TODAY,
        "until": TODAY + timedelta(weeks=12),
        "topic": "Cravings",
        "modality": "CBT",
    }
    return scheduling.open_group(world.access(Role.COUNSELOR), **{**given, **changed})


def week_of_groups(world: World) -> list[Group]:
    """Two sessions of ninety minutes on Monday, Wednesday and Friday: nine hours."""
    staff = world.a.staff[Role.COUNSELOR]
    return [
        open_group(world, name=name, weekday=weekday, starts=starts, ends=ends, leader=staff[leader])
        for weekday in (0, 2, 4)
        for name, leader, starts, ends in (
            ("Skills", 0, time(9), time(10, 30)),
            ("Learning", 1, time(10, 30), time(12)),
        )
    ]


def take_seats(stay: CareStay, *groups: Group, weeks: int = 8, **changed: Any) -> list[Membership]:
    """Seats from the day of admission on."""
    since = changed.pop("since", stay.episode.admitted_on)
    until = changed.pop("until", TODAY + timedelta(weeks=weeks))
    act = stay.world.access(Role.CASE_MANAGER)
    return scheduling.take_seats(act, episode=stay.episode, groups=list(groups), since=since, until=until)
