"""Attended days as billing looks at them: billable, held and why, grouped by person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import NoReverseMatch, reverse

from stepwell.doors.staff.billing.words import HELD, MEND, STATES
from stepwell.doors.staff.people.head import clinic_zone
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.roles import allowed
from stepwell.foundation.policy.faults import PolicyError
from stepwell.foundation.policy.loading import load
from stepwell.office.claims import queries as claims
from stepwell.office.claims.queries import DayAtHand
from stepwell.registry.people import queries as people

#: How far back claimed and unpaid days are shown; what is open is shown however old it is.
BACK = timedelta(days=35)
#: People on one page.
EACH = 20
SHOWS = (
    ("open", "Held or billable"),
    ("held", "Held"),
    ("billable", "Billable, on no claim"),
    ("claimed", "On a claim"),
    ("unpaid", "Not paid by contract"),
)


@dataclass(frozen=True)
class DayShown:
    """One day in words. mend: how a held day is freed: what the link says, and where it goes."""

    key: str
    day_id: int
    on: date
    minutes: int
    state: str
    word: str
    chip: str
    held: tuple[str, ...]
    reasons: tuple[dict[str, Any], ...]
    changes: tuple[str, ...]
    mend: tuple[tuple[str, str], ...]
    claim_id: str
    ruled_at: datetime


@dataclass(frozen=True)
class Group:
    """One person's days. billable: how many could go on a claim now."""

    person_id: int
    name: str
    payer: str
    days: tuple[DayShown, ...]
    billable: int
    held: int


@dataclass(frozen=True)
class Billing:
    """What the page prints. counts: days by state; why: held days by reason."""

    today: date
    groups: tuple[Group, ...]
    counts: dict[str, int]
    why: tuple[tuple[str, str, int], ...]
    payers: tuple[tuple[str, str], ...]
    show: str
    payer: str
    reason: str
    page: int
    pages: int
    may_write: bool

    @property
    def filters(self) -> list[tuple[str, str, int]]:
        """Key, words and count of each filter."""
        return [(key, words, self.counts[key]) for key, words in SHOWS]


@query(Permission.BILLING_READ)
def billing(
    access: Access, *, now: datetime, show: str = "open", payer: str = "", reason: str = "", page: int = 1
) -> Billing:
    """Gather the page. show: a key of SHOWS. payer: a contract's policy. reason: a word of HELD. "" for all."""
    today = now.astimezone(clinic_zone(access)).date()
    rows = claims.days_at_hand(access, since=today - BACK)
    show = show if show in dict(SHOWS) else "open"
    of_payer = [row for row in rows if payer in ("", row.contract)]
    counts = Counter(row.state for row in of_payer)
    why = Counter(row.held[0] for row in of_payer if row.state == "held")
    picked = [row for row in of_payer if _shown(row, show) and (not reason or reason in row.held)]
    groups = _grouped(access, picked)
    pages = max(-(-len(groups) // EACH), 1)
    page = min(max(page, 1), pages)
    return Billing(
        today=today,
        groups=tuple(groups[(page - 1) * EACH : page * EACH]),
        counts={"open": counts["held"] + counts["billable"], **{key: counts[key] for key in STATES}},
        why=tuple((key, HELD.get(key, key.replace("-", " ")), number) for key, number in why.most_common()),
        payers=_payers(rows, today),
        show=show,
        payer=payer,
        reason=reason,
        page=page,
        pages=pages,
        may_write=allowed(access.roles, Permission.BILLING_WRITE),
    )


def shown(access: Access, row: DayAtHand, person_id: int) -> DayShown:
    """One day in words, with links to what would free it."""
    word, chip = STATES[row.state]
    changes = (str(one.get("facts", {}).get("would_change", "")) for one in row.reasons)
    return DayShown(
        key=f"day-{row.day_id}",
        day_id=row.day_id,
        on=row.on,
        minutes=row.minutes,
        state=row.state,
        word=word,
        chip=chip,
        held=tuple(HELD.get(one, one.replace("-", " ")) for one in row.held),
        reasons=row.reasons,
        changes=tuple(dict.fromkeys(one[:1].upper() + one[1:] for one in changes if one)),
        mend=tuple(_mend(access, row, person_id)) if row.state == "held" else (),
        claim_id=row.claim_id,
        ruled_at=row.ruled_at,
    )


def payer_name(policy_id: str, on: date) -> str:
    """A contract by the payer's name."""
    try:
        return load(policy_id, on).title.partition(":")[0]
    except PolicyError:
        return policy_id.partition("/")[2]


def _shown(row: DayAtHand, show: str) -> bool:
    return row.state in (("held", "billable") if show == "open" else (show,))


def _grouped(access: Access, rows: Sequence[DayAtHand]) -> list[Group]:
    """People whose oldest open day is oldest first; days of each from the oldest on."""
    named = people.names(access, subject_ids=sorted({row.subject_id for row in rows}))
    of: dict[int, list[DayAtHand]] = {}
    for row in sorted(rows, key=lambda row: (row.on, row.day_id)):
        of.setdefault(row.subject_id, []).append(row)
    found = []
    for subject_id, days in of.items():
        person_id, name = named.get(subject_id, (0, ""))
        found.append(
            Group(
                person_id=person_id,
                name=name,
                payer=payer_name(days[-1].contract, days[-1].on),
                days=tuple(shown(access, day, person_id) for day in days),
                billable=sum(day.state == "billable" for day in days),
                held=sum(day.state == "held" for day in days),
            )
        )
    return found


def _payers(rows: Sequence[DayAtHand], today: date) -> tuple[tuple[str, str], ...]:
    found = {row.contract: payer_name(row.contract, today) for row in rows}
    return tuple(sorted(found.items(), key=lambda pair: pair[1]))


def _mend(access: Access, row: DayAtHand, person_id: int) -> list[tuple[str, str]]:
    """Where what is missing can be mended; nothing where that page is not there."""
    found = []
    for held in row.held:
        says = MEND.get(held)
        if says is None:
            continue
        if held == "unsigned-note":
            several = len(row.unsigned) > 1
            found += [
                (f"{says} {place}" if several else says, _address("session", number))
                for place, number in enumerate(row.unsigned, 1)
            ]
        elif held == "no-payment-consent":
            found.append((says, _address("chart-papers", person_id) or _address("person", person_id)))
        elif allowed(access.roles, Permission.AUTHORIZATION_READ):
            found.append((says, reverse("authorizations")))
    return [(says, address) for says, address in dict.fromkeys(found) if address]


def _address(name: str, number: int) -> str:
    try:
        return reverse(name, args=[number])
    except NoReverseMatch:
        return ""
