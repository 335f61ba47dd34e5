"""Every write of an emergency and of somebody who arrives unfit to take part."""

from stepwell.care.emergencies.actions.arrivals import arrange_ride, observe_arrival, write_arrival_step
from stepwell.care.emergencies.actions.disclosing import disclose
from stepwell.care.emergencies.actions.emergencies import (
    ENDS,
    STEPS,
    end_emergency,
    give_naloxone,
    note_emergency,
    write_step,
)
from stepwell.care.emergencies.actions.wishes import write_crisis_plan
from stepwell.care.emergencies.rules.calling import PLACES

__all__ = [
    "ENDS",
    "PLACES",
    "STEPS",
    "arrange_ride",
    "disclose",
    "end_emergency",
    "give_naloxone",
    "note_emergency",
    "observe_arrival",
    "write_arrival_step",
    "write_crisis_plan",
    "write_step",
]
