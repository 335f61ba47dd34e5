"""Every read of reports: outcomes of a program, and the director's dashboard part by part."""

from stepwell.office.reports.queries.attendance import Attendance, attendance
from stepwell.office.reports.queries.census import (
    Census,
    CensusDay,
    FreeSeats,
    LevelCount,
    SiteSeats,
    census,
    free_seats,
)
from stepwell.office.reports.queries.load import StaffLoad, StaffMember, staff_load
from stepwell.office.reports.queries.outcomes import Outcomes, Period, outcomes
from stepwell.office.reports.queries.stays import Curve, Stays, stays
from stepwell.office.reports.queries.told import Told, told_of

__all__ = [
    "Attendance",
    "Census",
    "CensusDay",
    "Curve",
    "FreeSeats",
    "LevelCount",
    "Outcomes",
    "Period",
    "SiteSeats",
    "StaffLoad",
    "StaffMember",
    "Stays",
    "Told",
    "attendance",
    "census",
    "free_seats",
    "outcomes",
    "staff_load",
    "stays",
    "told_of",
]
