"""Step 9: seats in groups that fit the week."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

from stepwell.care.scheduling import actions as scheduling
from stepwell.care.scheduling import queries as of_scheduling
from stepwell.doors.cli.journey.planning import SESSION_MINUTES, WEEKS
from stepwell.doors.cli.journey.story import Story
from stepwell.foundation.gate.roles import Role


def seats(story: Story) -> None:
    """9. Groups of the clinic, a finder that ranks weeks, seats for the weeks of the plan."""
    on = story.day(0, 2)
    opened = open_groups(story)
    chosen_part = story.rules.dayparts[0].key
    plan = story.kept["plan"]
    found = of_scheduling.find_weeks(
        story.by(Role.CASE_MANAGER),
        episode=story.episode,
        availability=_free_time(plan.days_per_week),
        wanted_hours=plan.weekly_hours,
        wanted_days=plan.days_per_week,
        preferred_daypart=chosen_part,
        on=on,
    )
    best = found.answer.weeks[0]
    by_id = {str(group.pk): group for group in opened}
    story.groups = [by_id[str(key)] for key in best.groups]
    taken = scheduling.take_seats(
        story.by(Role.CASE_MANAGER), episode=story.episode, groups=story.groups, since=on, until=story.day(11, 6)
    )
    story.tell(
        9,
        "seats",
        on,
        {
            "weeks_found": len(found.answer.weeks),
            "groups": [f"{group.name}, weekday {group.weekday}, {group.starts:%H:%M}" for group in story.groups],
            "memberships": len(taken),
        },
        found.reasons,
    )


def _free_time(days: int) -> list[dict[str, Any]]:
    """When the person can come. Who needs few days has them late in the week, so that the first week has some."""
    weekdays = range(5) if days > 3 else range(2, 5)
    return [{"weekday": weekday, "starts": time(8, 0), "ends": time(22, 0)} for weekday in weekdays]


def open_groups(story: Story) -> list[Any]:
    """Two sessions in a row on every weekday, in the first part of the day the program has."""
    starts = story.rules.dayparts[0].starts
    staff, room = story.clinic.staff, story.clinic.rooms[0]
    begin = starts.hour * 60 + starts.minute
    opened = []
    for weekday in range(5):
        for index, (name, leader) in enumerate((("Skills", 0), ("Learning", 1))):
            minute = begin + index * SESSION_MINUTES
            opened.append(
                scheduling.open_group(
                    story.by(Role.COUNSELOR),
                    program=story.clinic.program,
                    name=name,
                    track="any",
                    weekday=weekday,
                    starts=time(minute // 60, minute % 60),
                    ends=time((minute + SESSION_MINUTES) // 60, (minute + SESSION_MINUTES) % 60),
                    leader=staff[Role.COUNSELOR][leader],
                    room=room,
                    topic=story.rules.topics[(weekday + index) % len(story.rules.topics)].name,
                    modality="CBT" if index == 0 else "psychoeducation",
                    since=story.monday,
                    until=story.monday + timedelta(weeks=WEEKS),
                )
            )
    return opened
