"""hours: the treatment hours of one person's week."""

from __future__ import annotations

from stepwell.care.sessions.rules.hours import treatment_hours
from stepwell.care.sessions.rules.hours_facts import Hours, HoursFacts
from stepwell.doors.cli.decide.engine import Engine
from stepwell.doors.cli.decide.policies import in_force
from stepwell.foundation.kernel.facts import BadFacts
from stepwell.foundation.kernel.ruling import Ruling


def ask(facts: HoursFacts) -> Ruling[Hours]:
    zones: set[bool] = set()
    for name, present in (("attended", facts.attended), ("planned", facts.planned)):
        for place, one in enumerate(present):
            at = f"{name}[{place}]"
            zones |= {one.starts.tzinfo is None, one.ends.tzinfo is None}
            if len(zones) > 1:
                raise BadFacts(f"{at}.starts", "an offset with every time, or with none", one.starts)
            if one.ends <= one.starts:
                raise BadFacts(f"{at}.ends", "a time after it starts", one.ends)
    return treatment_hours(facts, in_force("scheduling/treatment-hours", facts.monday, dated="week_of"))


def block(day: int, starts: str = "09:00", ends: str = "12:00", **more: str) -> dict[str, str]:
    return {"starts": f"2026-03-{day:02}T{starts}", "ends": f"2026-03-{day:02}T{ends}", **more}


ENGINE = Engine(
    name="hours",
    facts=HoursFacts,
    answer=Hours,
    ask=ask,
    examples=(
        {
            "week_of": "2026-03-04",
            "today": "2026-03-05",
            "attended": [block(2), block(2, "10:25", "10:40", kind="break"), block(4, "09:20", "12:00")],
            "planned": [block(2), block(4), block(6)],
            "plan_minutes": 540,
            "last_week_minutes": 540,
        },
        {"week_of": "2026-03-04", "today": "2026-03-09", "attended": []},
    ),
)
