"""Pages of several areas on paper: face sheet, plan, schedule, a copy of the record. Queries in, PDF bytes out."""

from stepwell.doors.printing.face_sheet import face_sheet
from stepwell.doors.printing.plan import plan_pdf
from stepwell.doors.printing.record import record_copy
from stepwell.doors.printing.schedule import schedule_pdf

__all__ = ["face_sheet", "plan_pdf", "record_copy", "schedule_pdf"]
