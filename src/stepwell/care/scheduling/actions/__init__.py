"""Every write about groups and seats; `find_weeks` is the question asked before."""

from __future__ import annotations

from stepwell.care.scheduling.actions.away import back_again, mark_away
from stepwell.care.scheduling.actions.changing import Change, call_off_meeting, change_meeting, end_meeting_at
from stepwell.care.scheduling.actions.groups import close_group, open_group
from stepwell.care.scheduling.actions.holding import hold_seats, let_seats_go, release_holds
from stepwell.care.scheduling.actions.leaving import free_seats, give_back_seats, leave_group
from stepwell.care.scheduling.actions.occupancy import occupy, vacate, vacate_between
from stepwell.care.scheduling.actions.returning import give_up_date, take_back_seat
from stepwell.care.scheduling.actions.seats import take_seats
from stepwell.care.scheduling.queries import find_weeks

__all__ = [
    "Change",
    "back_again",
    "call_off_meeting",
    "change_meeting",
    "close_group",
    "end_meeting_at",
    "find_weeks",
    "free_seats",
    "give_back_seats",
    "give_up_date",
    "hold_seats",
    "leave_group",
    "let_seats_go",
    "mark_away",
    "occupy",
    "open_group",
    "release_holds",
    "take_back_seat",
    "take_seats",
    "vacate",
    "vacate_between",
]
