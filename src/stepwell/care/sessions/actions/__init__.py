"""Every write about sessions: holding and scheduling them, who was there, and what is signed."""

from stepwell.care.scheduling.actions.changing import Change
from stepwell.care.sessions.actions.arriving import came_unplanned, left_early
from stepwell.care.sessions.actions.calling_off import call_off, cancel
from stepwell.care.sessions.actions.coming_after_all import come_after_all, give_up_time
from stepwell.care.sessions.actions.holding import hold_group, schedule
from stepwell.care.sessions.actions.joining import bring_guest, check_video, join_by_video
from stepwell.care.sessions.actions.moving import move, move_meeting
from stepwell.care.sessions.actions.not_coming import cannot_come
from stepwell.care.sessions.actions.notes import amend_own, amend_shared, sign_own, sign_shared
from stepwell.care.sessions.actions.outcomes import look_for_absent, reach_out, record_outcome
from stepwell.care.sessions.actions.presence import record_break, record_presence, record_presences, void_presence
from stepwell.care.sessions.actions.splitting import join, split

__all__ = [
    "Change",
    "amend_own",
    "amend_shared",
    "bring_guest",
    "call_off",
    "came_unplanned",
    "cancel",
    "cannot_come",
    "check_video",
    "come_after_all",
    "give_up_time",
    "hold_group",
    "join",
    "join_by_video",
    "left_early",
    "look_for_absent",
    "move",
    "move_meeting",
    "reach_out",
    "record_break",
    "record_outcome",
    "record_presence",
    "record_presences",
    "schedule",
    "sign_own",
    "sign_shared",
    "split",
    "void_presence",
]
