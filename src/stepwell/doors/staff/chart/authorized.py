"""Authorizations with the picture of their units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from stepwell.doors.drawing.burning import BurnDown, RunsOut
from stepwell.doors.drawing.tables import About
from stepwell.foundation.gate.access import Access
from stepwell.office.utilization import queries as utilization

if TYPE_CHECKING:
    from stepwell.foundation.gate.models import Subject
    from stepwell.office.utilization.queries import Standing


@dataclass(frozen=True)
class Authorized:
    """One authorization with its picture; chart None where nothing was granted."""

    standing: Standing
    status: str
    left: int
    chart: BurnDown | None


def authorized(access: Access, subject: Subject, today: date) -> tuple[Authorized, ...]:
    """Every authorization with its picture. Called inside an open gate."""
    rows = utilization.standing_of(access, subject=subject, on=today)
    return tuple(
        Authorized(
            standing=one,
            status=one.state.status if one.state else "requested",
            left=one.state.units_left if one.state else 0,
            chart=_burning(one, today),
        )
        for one in rows
    )


def _burning(one: Standing, today: date) -> BurnDown | None:
    grant, ledger = one.grant, one.ledger.answer
    if grant is None:
        return None
    mine = one.state is not None and one.state.number == ledger.number
    out = ledger.forecast if mine and ledger.forecast and ledger.forecast.by == "units" else None
    return BurnDown(
        about=About(
            title=f"Authorization {grant.number}",
            definition="Days granted, less one for each attended day.",
            unit="days",
            period=f"{grant.span_from:%b %d} to {grant.span_to:%b %d, %Y}".replace(" 0", " "),
        ),
        granted=grant.units,
        from_on=grant.span_from,
        to_on=grant.span_to,
        used=one.used,
        today=min(max(today, grant.span_from), grant.span_to),
        runs_out=RunsOut(out.earliest, out.on, out.latest) if out else None,
        review_on=ledger.next_review_due if mine else None,
    )
