"""Carrying out what is due. No transaction is open while a carrier works, and a try is written before it is asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from stepwell.care.notices import actions
from stepwell.care.notices.carriers import Carrier, NotSent, Parcel, carriers
from stepwell.care.notices.models import Notice
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import opened
from stepwell.foundation.policy.loading import load

#: Notices that one run takes up; the next run takes the rest.
MOST = 500


def send_due(access: Access, *, at: datetime, by: Mapping[str, Carrier] | None = None) -> Counter[str]:
    """Send what is due. Returns how many came out as sent, later, never, unknown; it may run twice at once.

    by: the carrier of each channel; default what the settings choose.
    """
    came_out: Counter[str] = Counter()
    waiting = _due(access, at)
    if not waiting:
        return came_out
    chosen = carriers(_telling(at)) if by is None else by
    for notice_id in waiting:
        came_out[_send(access, notice_id, at, chosen)] += 1
    del came_out[""]
    return came_out


def _due(access: Access, at: datetime) -> list[int]:
    """Numbers of notices and nothing of them: what is read of each is in the trail when it is claimed."""
    with opened(access, writes=False):
        rows = Notice.objects.filter(end=None, not_before__lte=at).order_by("not_before", "id")
        return list(rows.values_list("pk", flat=True)[:MOST])


def _send(access: Access, notice_id: int, at: datetime, by: Mapping[str, Carrier]) -> str:
    """How the try came out, empty where there was none."""
    claimed = actions.claim(access, notice_id=notice_id, at=at)
    if claimed is None:
        return ""
    words = Parcel(claimed.key, claimed.sender, claimed.head, claimed.text)
    how, says, receipt = "sent", "", ""
    try:
        receipt = by[claimed.channel].send(claimed.to, words).number
    except NotSent as fault:
        how, says = fault.how, fault.says
    actions.came_out(access, attempt=claimed.attempt, outcome=how, at=at, says=says, receipt=receipt)
    return how


def _telling(at: datetime) -> tuple[str, ...]:
    return tuple(load(actions.TEMPLATES, at.date()).rule("reveals")["beginnings"])
