"""Every write about groups and seats; `find_weeks` is the question asked before."""

from __future__ import annotations

from stepwell.care.scheduling.actions.groups import close_group, open_group
from stepwell.care.scheduling.actions.leaving import free_seats, give_back_seats, leave_group
from stepwell.care.scheduling.actions.occupancy import occupy, vacate
from stepwell.care.scheduling.actions.seats import take_seats
from stepwell.care.scheduling.queries import find_weeks

__all__ = [
    "close_group",
    "find_weeks",
    "free_seats",
    "give_back_seats",
    "leave_group",
    "occupy",
    "open_group",
    "take_seats",
    "vacate",
]
