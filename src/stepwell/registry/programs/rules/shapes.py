"""The nouns of treatment in a program. Minutes, days and weeks are whole numbers; clock times are local."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from decimal import Decimal


@dataclass(frozen=True)
class Span:
    """From `min` to `max`, both included; None is open. `typical` is what is usual, when the page says so.

    Raises ValueError where they stand the wrong way round.
    """

    min: int | Decimal | None = None
    max: int | Decimal | None = None
    typical: int | Decimal | None = None

    def __post_init__(self) -> None:
        rising = [one for one in (self.min, self.typical, self.max) if one is not None]
        if rising != sorted(rising):
            raise ValueError(f"min, typical and max must rise, not {', '.join(map(str, rising))}")


OPEN = Span()


@dataclass(frozen=True)
class Level:
    """A level of care around or in the program. level: "2.1" and the like, "RR" or "aftercare"; offered:
    "on_site", "referral", "on_site_or_referral" or "none"; lodging: "home", "facility", "sober_living",
    "home_or_facility" or "home_or_sober_living". `rule` is the rule that says it."""

    level: str
    name: str
    offered: str
    lodging: str
    rule: str
    hours_per_day: Span = OPEN
    days_per_week: Span = OPEN
    hours_per_week: Span = OPEN
    sessions_per_week: Span = OPEN
    weeks: Span = OPEN
    days: Span = OPEN
    days_options: tuple[int, ...] = ()
    groups: tuple[str, ...] = ()
    suits: tuple[str, ...] = ()
    on_site_level: str = ""
    on_site_only_when: tuple[str, ...] = ()


@dataclass(frozen=True)
class Move:
    """A way from one level to another: "down", "up", or "beside" for a home next to treatment."""

    origin: str
    target: str
    way: str


@dataclass(frozen=True)
class Criteria:
    """What must be true to move on; None and False ask for nothing. Percentages are of 100."""

    attendance_percent: int | None = None
    weeks_at_hours: int | None = None
    days_without_risky_use: int | None = None
    objectives_met_percent: int | None = None
    use_risk_at_most: str | None = None
    measures_stable: bool = False
    relapse_plan: bool = False
    next_appointment_booked: bool = False
    clinician_approves: bool = False


@dataclass(frozen=True)
class Phase:
    """A stretch of the program. `to_next` is what must be true to go on to the phase `next`."""

    key: str
    name: str
    level: str
    weeks: Span
    days_per_week: Span
    hours_per_week: Span
    next: str | None = None
    to_next: Criteria | None = None


@dataclass(frozen=True)
class Daypart:
    """A part of the day by the clock of the site. Raises ValueError where it ends before it starts."""

    key: str
    name: str
    starts: time
    ends: time

    def __post_init__(self) -> None:
        if self.ends <= self.starts:
            raise ValueError(f"{self.key} ends at {self.ends:%H:%M}, not after {self.starts:%H:%M}")


@dataclass(frozen=True)
class Track:
    """A population that the program serves together."""

    key: str
    name: str
    serves: tuple[str, ...]
    disorders: tuple[str, ...]
    curriculum: str = ""


@dataclass(frozen=True)
class Disorders:
    """What the program treats. severity is empty when the page names none."""

    substances: tuple[str, ...]
    mental_health: tuple[str, ...]
    co_occurring: bool
    severity: tuple[str, ...] = ()


@dataclass(frozen=True)
class Factor:
    """Something to talk about, never a refusal. dimension: D1 to D6; look_at: what answers it; route:
    "emergency" when it goes to safety first."""

    key: str
    says: str
    dimension: str = ""
    look_at: str = ""
    route: str = ""


@dataclass(frozen=True)
class Factors:
    """use is always "inform"."""

    use: str
    factors: tuple[Factor, ...]


@dataclass(frozen=True)
class Testing:
    """Drug tests. per_four_weeks and floor_per_four_weeks: pairs of phase and number of tests in four weeks."""

    stance: str
    specimen: str
    random: bool
    result_alone_discharges: bool
    per_four_weeks: tuple[tuple[str, int], ...]
    floor_per_four_weeks: tuple[tuple[str, int], ...]

    def tests_in_four_weeks(self, phase: str) -> int:
        """How many tests fall into four weeks of a phase; a phase without a number has the highest one."""
        numbers = dict(self.per_four_weeks)
        return numbers.get(phase, max(numbers.values()))


@dataclass(frozen=True)
class AbsenceStep:
    """What is done after absences: missed days, in a row or within days, or days away altogether."""

    do: str
    missed: int | None = None
    missed_in_a_row: int | None = None
    in_days: int | None = None
    days_away: int | None = None
    raised_risk: bool = False
    within_hours: int | None = None


@dataclass(frozen=True)
class Ages:
    """Whole years, both included; None is open."""

    min: int
    max: int | None = None


@dataclass(frozen=True)
class Warned:
    """A contradiction that a rule carries: its short name, what it says, and where it stands."""

    name: str
    says: str
    rule: str
    source: str
