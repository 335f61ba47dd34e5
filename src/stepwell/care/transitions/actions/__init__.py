"""Every write about reviews of the stay, discharge, and what comes after."""

from stepwell.care.transitions.actions.afterwards import close_handoff, follow_up
from stepwell.care.transitions.actions.discharges import discharge
from stepwell.care.transitions.actions.reviews import review_stay

__all__ = ["close_handoff", "discharge", "follow_up", "review_stay"]
