"""Every write of an assessment, its diagnoses and the level of care; `recommend` is the question they share."""

from stepwell.care.placement.actions.assessments import begin_assessment, rate, record_external_tool
from stepwell.care.placement.actions.diagnoses import diagnose, resolve_diagnosis
from stepwell.care.placement.actions.levels import confirm_level
from stepwell.care.placement.actions.writing import invite_family, write_screen
from stepwell.care.placement.queries import recommend

__all__ = [
    "begin_assessment",
    "confirm_level",
    "diagnose",
    "invite_family",
    "rate",
    "recommend",
    "record_external_tool",
    "resolve_diagnosis",
    "write_screen",
]
