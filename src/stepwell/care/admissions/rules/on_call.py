"""Who answers: the front desk in office hours, outside them the one on call."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

from stepwell.foundation.kernel.ruling import Ruling
from stepwell.foundation.policy.document import Policy


@dataclass(frozen=True)
class OfficeHours:
    """One weekday's hours by the site's clock. weekday: 0 is Monday. closes: not included."""

    weekday: int
    opens: time
    closes: time


@dataclass(frozen=True)
class Shift:
    """Someone on call. starts, ends: by the site's clock, ends not included."""

    name: str
    starts: datetime
    ends: datetime


@dataclass(frozen=True)
class Rota:
    """A site's rota. desk: who answers in office hours. stand_in: who answers when nobody is on call."""

    desk: str
    stand_in: str
    hours: tuple[OfficeHours, ...]
    shifts: tuple[Shift, ...]


def who_answers(rota: Rota, now_local: datetime, policy: Policy) -> Ruling[str]:
    """The one who answers at that moment; there is always someone.

    now_local: by the site's clock, aware or naive like the shifts. Of two on call at once the one who came on
    last answers. policy: safety/hard-stops.
    """
    is_open = any(of.weekday == now_local.weekday() and of.opens <= now_local.time() < of.closes for of in rota.hours)
    on_call = [shift for shift in rota.shifts if shift.starts <= now_local < shift.ends]
    if is_open:
        name, facts = rota.desk, {"open": True}
    elif on_call:
        name, facts = max(on_call, key=lambda shift: shift.starts).name, {"open": False}
    else:
        name, facts = rota.stand_in, {"open": False, "gap_in_rota": True}
    return Ruling(name, (policy.reason("on-call", facts | {"answers": name}),))
