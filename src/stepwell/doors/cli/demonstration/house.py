"""Groups of a clinic: three parts of the day, each with its days, and a Saturday morning."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time, timedelta

from stepwell.care.scheduling import actions as scheduling
from stepwell.care.scheduling import queries as of_scheduling
from stepwell.doors.cli.demonstration.scene import Block, Client, Scene
from stepwell.foundation.gate.roles import Role

#: Days of the week on which each part of the day has its block; 0 is Monday.
WEEKDAYS = ((0, 2, 4), (1, 2, 3), (0, 1, 3))
SATURDAY = 5
BLOCK_MINUTES = 180
#: How far ahead groups stand, beyond the last day.
AHEAD = timedelta(weeks=14)
#: In the first clinic a block is two sessions in a row, as on most pages; the others hold it as one.
TWO = (("skills", "CBT"), ("learning", "psychoeducation"))
ONE = (("group", "CBT"),)


def open_groups(scene: Scene) -> None:
    """Open every block of the week, from the first day on."""
    for daypart in range(min(len(scene.rules.dayparts), len(WEEKDAYS))):
        for weekday in WEEKDAYS[daypart]:
            scene.blocks.append(_block(scene, daypart, weekday))
    scene.blocks.append(_block(scene, 0, SATURDAY))


def _block(scene: Scene, daypart: int, weekday: int) -> Block:
    part = scene.rules.dayparts[daypart]
    begins = part.starts.hour * 60 + part.starts.minute
    groups, leaders, kinds = [], [], TWO if scene.rich else ONE
    lasts = BLOCK_MINUTES // len(kinds)
    for number, (name, modality) in enumerate(kinds):
        minute, leader = begins + number * lasts, (number if len(kinds) > 1 else weekday % 2)
        leaders.append(leader)
        groups.append(
            scheduling.open_group(
                scene.by(Role.COUNSELOR),
                program=scene.clinic.program,
                name=f"{part.name} {name}",
                track="any",
                weekday=weekday,
                starts=_clock(minute),
                ends=_clock(minute + lasts),
                leader=scene.staff(Role.COUNSELOR, leader),
                room=scene.clinic.rooms[0],
                topic=scene.rules.topics[(weekday + number) % len(scene.rules.topics)].name,
                modality=modality,
                since=scene.first,
                until=scene.last + AHEAD,
            )
        )
    return Block(daypart, weekday, tuple(groups), tuple(leaders))


def blocks_for(scene: Scene, client: Client) -> list[Block]:
    """The blocks of the part of the day that suits them, else of the one with most room; Saturday on top of three."""
    wanted = client.way.who.daypart % len({block.daypart for block in scene.blocks})
    parts = sorted({block.daypart for block in scene.blocks}, key=lambda part: (part != wanted, part))
    for part in parts:
        weekly = [block for block in scene.blocks if block.daypart == part and block.weekday != SATURDAY]
        if all(_seated(scene, block) < 12 for block in weekly):
            break
    saturday = [block for block in scene.blocks if block.weekday == SATURDAY and _seated(scene, block) < 12]
    return [*weekly, *(saturday if client.days > len(weekly) else [])]


def _seated(scene: Scene, block: Block) -> int:
    return sum(block in one.blocks for one in scene.clients if not one.ended and one.episode is not None)


def take_seats(scene: Scene, client: Client) -> None:
    """Seats in the groups of the client's blocks, to the estimated end."""
    if client.episode is None or client.plan is None:
        return
    on = scene.clock.today
    scheduling.take_seats(
        scene.by(Role.CASE_MANAGER),
        episode=client.stay,
        groups=[one for block in client.blocks for one in block.groups],
        since=on,
        until=min(client.plan.est_end_on, scene.last + AHEAD),
    )


def keep_blocks(scene: Scene, client: Client, blocks: list[Block], why: str) -> None:
    """Give up the seats of every other block from tomorrow on."""
    act, on = scene.by(Role.CASE_MANAGER), scene.clock.today + timedelta(days=1)
    kept = {group.pk for block in blocks for group in block.groups}
    for membership in of_scheduling.memberships_of(act, episode=client.stay, on=on):
        if membership.group_id not in kept:
            scheduling.leave_group(act, membership=membership, on=on, why=why)
    client.blocks = blocks


def slot(scene: Scene, whom: str, on: date, minutes: Sequence[int], lasts: int, after: int = 0) -> int | None:
    """The first of these minutes of the day at which somebody is free for so long; it is taken by asking.

    after: a minute of the day before which it cannot begin.
    """
    if (whom, on) not in scene.slots:
        scene.slots[whom, on] = _leads(scene, whom, on)
    taken = scene.slots[whom, on]
    for minute in minutes:
        if minute > after and all(minute + lasts <= begins or ends <= minute for begins, ends in taken):
            taken.append((minute, minute + lasts))
            return minute
    return None


def _leads(scene: Scene, whom: str, on: date) -> list[tuple[int, int]]:
    """From which minute to which of the day somebody leads groups."""
    return [
        (group.starts.hour * 60 + group.starts.minute, group.ends.hour * 60 + group.ends.minute)
        for block in scene.blocks
        if block.weekday == on.weekday()
        for group, leader in zip(block.groups, block.leaders, strict=True)
        if whom == f"{Role.COUNSELOR}{leader}"
    ]


def _clock(minute: int) -> time:
    return time(minute // 60, minute % 60)


def rejoin(scene: Scene, client: Client) -> None:
    """Seats in the blocks the client does not belong to yet, from tomorrow on."""
    if client.episode is None or client.plan is None:
        return
    act, since = scene.by(Role.CASE_MANAGER), scene.clock.today + timedelta(days=1)
    known = {one.group_id for one in of_scheduling.memberships_of(act, episode=client.stay, on=since)}
    missing = [group for block in client.blocks for group in block.groups if group.pk not in known]
    if missing:
        scheduling.take_seats(
            act,
            episode=client.stay,
            groups=missing,
            since=since,
            until=min(client.plan.est_end_on, scene.last + AHEAD),
        )
