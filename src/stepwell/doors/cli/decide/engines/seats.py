"""seats: weeks that fit, or what stands in the way."""

from __future__ import annotations

from typing import Any

from stepwell.care.scheduling.rules.finder import find_seats
from stepwell.care.scheduling.rules.seats_facts import Seats, SeatsFacts
from stepwell.doors.cli.decide.engine import Engine
from stepwell.doors.cli.decide.policies import day, in_force
from stepwell.foundation.kernel.facts import BadFacts
from stepwell.foundation.kernel.ruling import Ruling


def ask(facts: SeatsFacts) -> Ruling[Seats]:
    policy = in_force("scheduling/seats", day(None))
    _check(facts, tuple(policy.rule("dayparts")["parts"]))
    return find_seats(facts, policy)


def _check(facts: SeatsFacts, dayparts: tuple[str, ...]) -> None:
    ids: set[str] = set()
    for place, group in enumerate(facts.groups):
        at = f"groups[{place}]"
        if group.ends <= group.starts:
            raise BadFacts(f"{at}.ends", "a time of the same day after it starts", group.ends)
        if group.hard_cap < group.soft_cap:
            raise BadFacts(f"{at}.hard_cap", "not below the soft cap", group.hard_cap)
        if group.id in ids:
            raise BadFacts(f"{at}.id", "each id once", group.id)
        ids.add(group.id)
    person = facts.person
    for place, window in enumerate(person.windows):
        if window.ends <= window.begins:
            raise BadFacts(f"person.windows[{place}].ends", "a time of the same day after it begins", window.ends)
    if person.most_minutes < person.least_minutes:
        raise BadFacts("person.most_minutes", "not below least_minutes", person.most_minutes)
    if person.most_days < person.least_days:
        raise BadFacts("person.most_days", "not below least_days", person.most_days)
    if person.daypart is not None and person.daypart not in dayparts:
        raise BadFacts("person.daypart", f"one of: {', '.join(dayparts)}", person.daypart)


def group(name: str, weekday: int, starts: str, ends: str, taken: int) -> dict[str, Any]:
    return {"id": name, "weekday": weekday, "starts": starts, "ends": ends, "taken": taken,
            "soft_cap": 12, "hard_cap": 15, "track": "adult"}  # fmt: skip


GROUPS = [
    group("monday evening", 0, "18:00", "21:00", 9),
    group("monday morning", 0, "09:00", "12:00", 4),
    group("wednesday evening", 2, "18:00", "21:00", 12),
    group("thursday evening", 3, "18:00", "21:00", 15),
    group("saturday morning", 5, "09:00", "12:00", 3),
]
PERSON = {
    "windows": [{"weekday": weekday, "begins": "17:30", "ends": "22:00"} for weekday in range(5)],
    "tracks": ["adult"],
    "least_minutes": 360,
    "most_minutes": 1140,
    "least_days": 2,
    "most_days": 5,
    "daypart": "evening",
}

ENGINE = Engine(
    name="seats",
    facts=SeatsFacts,
    answer=Seats,
    ask=ask,
    examples=(
        {"groups": GROUPS, "person": PERSON},
        {"groups": GROUPS, "person": PERSON | {"least_minutes": 540, "least_days": 3}},
    ),
)
