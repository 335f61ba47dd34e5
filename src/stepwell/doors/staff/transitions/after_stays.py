"""What is open after stays, one row each: a handoff with its next act, a call that is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from stepwell.care.transitions.models import FollowUp, Handoff


@dataclass(frozen=True)
class Open:
    """One handoff that is not closed. act: what comes next; by: until when."""

    row: Handoff
    person_id: int
    person: str
    act: str
    by: datetime
    late: bool


@dataclass(frozen=True)
class Call:
    """One follow-up that is due or comes soon."""

    row: FollowUp
    person_id: int
    person: str
    left_on: date
    late: bool
    soon: bool


def open_handoff(row: Handoff, names: dict[int, tuple[int, str]], rule: Any, now: datetime, zone: ZoneInfo) -> Open:
    """A handoff with its next act. names: number and name of each person; rule: `handoff` of deadlines/transitions."""
    person_id, name = names[row.subject_id]
    left = datetime.combine(row.discharge.on, datetime.min.time(), zone)
    if row.appointment_at is None:
        act, by = "Write down what came of the way on", left + timedelta(days=rule["days_without_date"])
    elif row.appointment_at > now:
        act = "Wait for the appointment, then ask"
        by = row.appointment_at + timedelta(days=rule["days_after_appointment"])
    else:
        act = "Ask whether the appointment was kept"
        by = row.appointment_at + timedelta(days=rule["days_after_appointment"])
    return Open(row, person_id, name, act, by, by < now)


def call_due(row: FollowUp, names: dict[int, tuple[int, str]], today: date) -> Call:
    """A follow-up call with its person, as it stands today."""
    person_id, name = names[row.subject_id]
    return Call(row, person_id, name, row.discharge.on, row.due_on < today, row.due_on > today)
