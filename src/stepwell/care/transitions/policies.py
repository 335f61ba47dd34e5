"""The policies that reviews, discharges and what comes after follow, by their names."""

STAY_REVIEW = "transitions/stay-review"
REASONS = "transitions/discharge-reasons"
FOLLOW_UP = "transitions/follow-up"
#: Days and hours by which work that a decision leaves is due.
DEADLINES = "deadlines/transitions"
