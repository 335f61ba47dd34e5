"""What is known about one person's day, and what is answered about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from stepwell.foundation.kernel.facts import STRICT, Within
from stepwell.foundation.kernel.ruling import Reason

Minutes = Annotated[int, Within(0, 1440)]
Held = Literal[
    "unsigned-note",
    "no-active-authorization",
    "no-units-left",
    "other-per-diem",
    "no-payment-consent",
    "service-mix-missing",
    "not-charged",
]


@dataclass(frozen=True)
class Service:
    """One service someone was part of that day.

    minutes: attended, not scheduled. countable: a clinical service of the program. kind: "group",
    "individual", "family", "education", "medication", "break", "meal", "no-show", "mutual-help",
    "documentation" and so on; None counts like any clinical service. code: the HCPCS code it would have on
    its own.
    """

    __pydantic_config__ = STRICT
    minutes: Minutes
    countable: bool
    note_signed: bool
    kind: str | None = None
    code: str | None = None


@dataclass(frozen=True)
class Authorization:
    """The authorization on that day. units_left: days or units before this day; None when units are not
    counted."""

    __pydantic_config__ = STRICT
    active: bool
    units_left: Annotated[int, Within(0, 100_000)] | None = None


@dataclass(frozen=True)
class DayFacts:
    """One person's day at one program. part2: the record is protected by 42 CFR part 2. not_charged: why nothing of
    the day is charged, whatever was attended, or None."""

    services: tuple[Service, ...]
    authorization: Authorization | None
    other_per_diem: bool
    part2: bool
    payment_consent: bool
    not_charged: Reason | None = None


@dataclass(frozen=True)
class Component:
    """A service of a short day billed on its own. code: None until someone gives it one; it is not sent
    before."""

    code: str | None
    minutes: int
    kind: str | None


@dataclass(frozen=True)
class Reduced:
    """A short day billed as one reduced unit."""

    code: str
    reduced: Literal[True] = True


@dataclass(frozen=True)
class Day:
    """billable: something may be claimed. units: of the day's own code. held: why nothing leaves the
    house."""

    billable: bool
    units: int
    held: tuple[Held, ...] = ()
    components: tuple[Component | Reduced, ...] = ()
