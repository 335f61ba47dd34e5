"""What runs out when: every authorization beside the others, what comes first on top."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from stepwell.doors.staff.authorizations.words import DEADLINES, STATUS
from stepwell.doors.staff.people.head import clinic_zone
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.roles import allowed
from stepwell.foundation.kernel.ruling import Reason
from stepwell.office.utilization.board import RunOut, run_out_board
from stepwell.office.utilization.rules.ledger_facts import Forecast
from stepwell.registry.people import queries as people

#: What may be shown, in the order of the filter.
SHOWS = (
    ("open", "All that is open"),
    ("due", "Due"),
    ("waiting", "Waiting for the payer"),
    ("denied", "Denied or under appeal"),
    ("behind", "Ended, another in its place"),
)
_WAITING = ("requested", "pended", "appealed")


@dataclass(frozen=True)
class Line:
    """One authorization as a line. next_says, next_on: what comes first and when."""

    key: str
    authorization_id: int | None
    person_id: int
    name: str
    stay: str
    plan_name: str
    payer: str
    level: str
    number: str
    status: str
    chip: str
    units: int
    units_used: int
    units_left: int
    forecast: Forecast | None
    review_on: date | None
    deadlines: tuple[tuple[str, date], ...]
    next_says: str
    next_on: date | None
    due: bool
    behind: bool
    state: str
    reasons: tuple[Reason, ...]
    changes: tuple[str, ...]


@dataclass(frozen=True)
class Board:
    """What the page prints. counts: how many there are of each filter."""

    today: date
    lines: tuple[Line, ...]
    counts: dict[str, int]
    payers: tuple[tuple[str, str], ...]
    show: str
    payer: str
    may_write: bool

    @property
    def filters(self) -> list[tuple[str, str, int]]:
        """Key, words and count of each filter."""
        return [(key, words, self.counts[key]) for key, words in SHOWS]


@query(Permission.AUTHORIZATION_READ)
def board(access: Access, *, now: datetime, show: str = "open", payer: str = "") -> Board:
    """Gather the page. show: a key of SHOWS; others count as open. payer: a contract's policy, "" for all."""
    today = now.astimezone(clinic_zone(access)).date()
    rows = run_out_board(access, on=today)
    named = people.names(access, subject_ids=[row.subject_id for row in rows])
    lines = [line_of(row, *named.get(row.subject_id, (0, "")), place) for place, row in enumerate(rows)]
    show = show if show in dict(SHOWS) else "open"
    counts = Counter(key for line in lines for key, _ in SHOWS if _shown(line, key))
    picked = [line for line in lines if _shown(line, show) and payer in ("", line.payer)]
    return Board(
        today=today,
        lines=tuple(picked),
        counts={key: counts[key] for key, _ in SHOWS},
        payers=_payers(lines),
        show=show,
        payer=payer,
        may_write=allowed(access.roles, Permission.AUTHORIZATION_WRITE),
    )


def _payers(lines: Sequence[Line]) -> tuple[tuple[str, str], ...]:
    found = {line.payer: line.plan_name for line in lines}
    return tuple(sorted(found.items(), key=lambda pair: pair[1]))


def _shown(line: Line, show: str) -> bool:
    return {
        "open": not line.behind,
        "due": line.due,
        "waiting": line.state in _WAITING,
        "denied": line.state in ("denied", "appealed"),
        "behind": line.behind,
    }[show]


def line_of(row: RunOut, person_id: int, name: str, place: int) -> Line:
    """One authorization in words. place: makes its Why? unique on the page."""
    ledger = row.ledger
    word, chip = STATUS[ledger.status]
    if row.behind:
        chip = "calm"
    says, on = _first(row)
    deadlines = tuple((DEADLINES[one.what], one.by) for one in row.deadlines)
    reasons = (*row.reasons, *row.deadline_reasons)
    return Line(
        key=f"run-out-{place}",
        authorization_id=row.authorization.pk if row.authorization else None,
        person_id=person_id,
        name=name,
        stay=row.episode.program.site.name if row.episode else "Before admission",
        plan_name=row.plan_name,
        payer=row.payer,
        level=row.level,
        number=ledger.number or "",
        status=word,
        chip=chip,
        units=ledger.units,
        units_used=ledger.units_used,
        units_left=ledger.units_left,
        forecast=ledger.forecast,
        review_on=ledger.next_review_due,
        deadlines=deadlines,
        next_says=says,
        next_on=on,
        due=row.due,
        behind=row.behind,
        state=ledger.status,
        reasons=reasons,
        changes=changes_of(reasons),
    )


def changes_of(reasons: Sequence[Reason]) -> tuple[str, ...]:
    """What would change a ruling, as its reasons say."""
    said = (str(reason.facts.get("would_change", "")) for reason in reasons)
    return tuple(dict.fromkeys(one[:1].upper() + one[1:] for one in said if one))


def _first(row: RunOut) -> tuple[str, date | None]:
    """What comes first, in words, and when."""
    on = row.comes_first
    if on is None:
        return "", None
    for one in row.deadlines:
        if one.by == on:
            return DEADLINES[one.what], on
    if row.ledger.next_review_due == on:
        return "Review with the payer", on
    if row.ledger.forecast and row.ledger.forecast.on == on:
        by = "last unit used" if row.ledger.forecast.by == "units" else "its end date"
        return f"Runs out: {by}", on
    return {"not_requested": "Ask the payer for days"}.get(row.ledger.status, "Ask for more days"), on
