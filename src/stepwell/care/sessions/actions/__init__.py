"""Every write about sessions: holding and scheduling them, who was there, and what is signed."""

from stepwell.care.sessions.actions.holding import cancel, hold_group, schedule
from stepwell.care.sessions.actions.joining import bring_guest, check_video, join_by_video
from stepwell.care.sessions.actions.notes import amend_own, amend_shared, sign_own, sign_shared
from stepwell.care.sessions.actions.outcomes import look_for_absent, reach_out, record_outcome
from stepwell.care.sessions.actions.presence import record_break, record_presence, void_presence

__all__ = [
    "amend_own",
    "amend_shared",
    "bring_guest",
    "cancel",
    "check_video",
    "hold_group",
    "join_by_video",
    "look_for_absent",
    "reach_out",
    "record_break",
    "record_outcome",
    "record_presence",
    "schedule",
    "sign_own",
    "sign_shared",
    "void_presence",
]
