"""What comes next as the board and the enquiry say it: one act, its words and its address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.urls import NoReverseMatch, reverse

from stepwell.care.admissions.rules.next_act import Act
from stepwell.doors.staff.templatetags.house import clock, day
from stepwell.foundation.kernel.ruling import Reason, Ruling

#: Columns of the board: state, what it is called, what an empty one says.
COLUMNS = (
    ("new", "Enquiry", "Nobody waits for a first call back."),
    ("contacted", "Contacted", "Nobody is between the first talk and benefits."),
    ("benefits", "Benefits", "Nobody waits for a time to come in."),
    ("intake_booked", "Intake booked", "No intake is booked."),
    ("admitted", "Admitted", "Nobody was admitted in the last two weeks."),
    ("elsewhere", "Routed elsewhere", "Nobody went another way in the last two weeks."),
)
STATES = {key: name for key, name, _ in COLUMNS} | {"routed_elsewhere": "Routed elsewhere", "withdrawn": "Withdrawn"}

_PAGE = {
    "call": "enquiry-contact",
    "safety": "enquiry-safety",
    "benefits": "enquiry-benefits",
    "intake": "enquiry-intake",
    "await": "enquiry-intake",
    "outcome": "enquiry-intake",
    "admit": "enquiry-admission",
    "assess": "enquiry-admission",
}


@dataclass(frozen=True)
class NextAct:
    """The words of the one button, where it leads, by when, whether that is past, and why."""

    act: str
    says: str
    address: str
    due: str
    overdue: bool
    reasons: tuple[Reason, ...]

    @property
    def waits(self) -> bool:
        """Nothing to do before a booked time."""
        return self.act == "await"


def worded(ruling: Ruling[Act], enquiry_id: int, zone: ZoneInfo, now: datetime) -> NextAct | None:
    """The next act in words, on the site's clock; None where nothing is due."""
    act = ruling.answer
    if act.act == "none":
        return None
    local = act.due_at.astimezone(zone) if act.due_at else None
    today = now.astimezone(zone).date()
    when = "" if local is None else clock(local) if local.date() == today else f"{day(local, today)}, {clock(local)}"
    says = {
        "call": f"Call back, promised by {when}",
        "safety": "Check safety",
        "benefits": "Check benefits",
        "intake": "Book the intake",
        "await": f"Intake {when}",
        "outcome": "Write how the intake went",
        "assess": "See what admission needs",
        "admit": "Admit",
    }[act.act]
    address = reverse(_PAGE[act.act], args=[enquiry_id])
    return NextAct(act.act, says, address, when, act.overdue, ruling.reasons)


def waited(since: datetime, now: datetime) -> str:
    """How long ago the first contact was: "25 min", "3 h", "2 days"."""
    minutes = max(int((now - since).total_seconds() // 60), 0)
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 48 * 60:
        return f"{minutes // 60} h"
    return f"{minutes // (24 * 60)} days"


def built(name: str, *args: int) -> str:
    """The address of a page, empty as long as there is no such page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
