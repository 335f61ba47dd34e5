"""How many people could start: counted in whole weeks, so that a free chair on one day is not called a seat."""

from __future__ import annotations

from collections.abc import Mapping


def people_who_fit(free_by_day: Mapping[int, int], days: int) -> int:
    """How many people could each come on `days` different days of the week at the same part of the day.

    free_by_day: free places by weekday, none below zero. days: the least the program asks for, 1 to 7.
    So many fit as long as the places of each day, no more than one a person, add up to what they need together.
    """
    if days < 1:
        raise ValueError("A week has at least one day of treatment.")
    most = 0
    while sum(min(free, most + 1) for free in free_by_day.values()) >= (most + 1) * days:
        most += 1
    return most


def days_to_hold(free_by_day: Mapping[int, int], days: int) -> tuple[int, ...]:
    """The weekdays to hold for one person: those with most room, the earlier in the week of two alike; in order.

    Empty where no whole week is free.
    """
    open_days = sorted((day for day, free in free_by_day.items() if free > 0), key=lambda day: (-free_by_day[day], day))
    return tuple(sorted(open_days[:days])) if len(open_days) >= days else ()


def may_hold(hard_cap: int, taken: int, held: int, most_held: int) -> bool:
    """Whether one more place may be held: below the hard cap, and below what may be held at once.

    taken: with what is held. most_held: the policy public/site, rule "hold".
    """
    return taken < hard_cap and held < most_held
