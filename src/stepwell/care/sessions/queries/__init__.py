"""Every read of sessions: rosters, notes, what was attended, the hours of a week, who is reminded."""

from stepwell.care.sessions.queries.attended import (
    AttendedDay,
    AttendedService,
    Became,
    attended_services,
    dates_attended,
    days_attended,
    minutes_between,
    minutes_of,
    outcomes_between,
    outcomes_of,
)
from stepwell.care.sessions.queries.board import Board, DayEntry, MeetingShown, SeatShown, board, day, days
from stepwell.care.sessions.queries.counting import (
    DayCame,
    Waiting,
    came_by_day,
    minutes_by_week,
    waiting_by_leader,
)
from stepwell.care.sessions.queries.due import Meeting, OpenRoster, meetings_of, undecided_of
from stepwell.care.sessions.queries.evidence import Behind, Signed, evidence_of
from stepwell.care.sessions.queries.hours import hours_of_week
from stepwell.care.sessions.queries.notes import Unsigned, Version, note_chain, own_part, shared_part, unsigned
from stepwell.care.sessions.queries.reminders import Reminder, SafeWay, to_remind
from stepwell.care.sessions.queries.room import NoteState, PresenceShown, Room, RosterRow, room
from stepwell.care.sessions.queries.rosters import (
    guests_of,
    outreach_of,
    participation_by_id,
    presences_of,
    roster,
    session_by_id,
    sessions_on,
)
from stepwell.care.sessions.queries.standing_in import ToCover, ToHandOver, to_cover, to_hand_over

__all__ = [
    "AttendedDay",
    "AttendedService",
    "Became",
    "Behind",
    "Board",
    "DayCame",
    "DayEntry",
    "Meeting",
    "MeetingShown",
    "NoteState",
    "OpenRoster",
    "PresenceShown",
    "Reminder",
    "Room",
    "RosterRow",
    "SafeWay",
    "SeatShown",
    "Signed",
    "ToCover",
    "ToHandOver",
    "Unsigned",
    "Version",
    "Waiting",
    "attended_services",
    "board",
    "came_by_day",
    "dates_attended",
    "day",
    "days",
    "days_attended",
    "evidence_of",
    "guests_of",
    "hours_of_week",
    "meetings_of",
    "minutes_between",
    "minutes_by_week",
    "minutes_of",
    "note_chain",
    "outcomes_between",
    "outcomes_of",
    "outreach_of",
    "own_part",
    "participation_by_id",
    "presences_of",
    "room",
    "roster",
    "session_by_id",
    "sessions_on",
    "shared_part",
    "to_cover",
    "to_hand_over",
    "to_remind",
    "undecided_of",
    "unsigned",
    "waiting_by_leader",
]
