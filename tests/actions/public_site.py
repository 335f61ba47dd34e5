"""A clinic with evening groups, as the public site finds it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time, timedelta

from stepwell.care.scheduling import actions as scheduling
from stepwell.care.scheduling.models import Group
from stepwell.doors.cli.clinic import Clinic
from stepwell.foundation.gate.roles import Role
from tests.world import World, today_there

#: The address of the clinic's program: its site and the kind of program.
LAKE_KEY = "fountain-grove-lakeside-iop"
LAKE = f"fountain-grove/{LAKE_KEY}"


def open_evenings(
    world: World,
    *,
    weekdays: Sequence[int] = (0, 2, 3),
    cap: int = 4,
    mode: str = "in_person",
    clinic: Clinic | None = None,
) -> list[Group]:
    """Evening groups on these weekdays, from last week on for a quarter; `cap` seats each."""
    clinic = clinic or world.a
    since: date = today_there() - timedelta(weeks=1)
    return [
        scheduling.open_group(
            clinic.access(Role.COUNSELOR),
            program=clinic.program,
            name=f"Evening {weekday}",
            track="any",
            weekday=weekday,
            starts=time(18),
            ends=time(21),
            leader=clinic.staff[Role.COUNSELOR][0],
            room=clinic.rooms[0],
            mode=mode,
            soft_cap=cap,
            hard_cap=cap,
            since=since,
            until=since + timedelta(weeks=14),
        )
        for weekday in weekdays
    ]
