"""The accounting of disclosures over everybody (42 CFR 2.25): what was told to whom, why, on which consent."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from stepwell.doors.staff.people.head import clinic_zone
from stepwell.doors.staff.shell.said import said
from stepwell.doors.staff.trail.asking import Whose, asked_again, before, days, earlier, whose, words
from stepwell.foundation.gate import trail as trails
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.trail import Told
from stepwell.registry.people import queries as people

#: Lines on a page; and in a file, where more are cut off and that is said.
PAGE, FILE = 50, 20_000
EVER = date(1900, 1, 1)
BASES = (("", "Any basis"), ("consent", "On a consent"), ("none", "Without a consent"))
#: What a program that opens the file would take for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
COLUMNS = (
    "Number", "When", "Person", "To whom", "Purpose", "Categories", "What", "By", "Basis", "Consent", "Consent signed",
    "Consent taken back", "Notice",
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One disclosure and whose it is. person_id: 0 where the person is not known any more."""

    person_id: int
    name: str
    told: Told


@dataclass(frozen=True)
class Question:
    """The filter as it was read. said: what could not be shown as asked."""

    whose: Whose
    recipient: str
    basis: str
    from_on: date | None
    to_on: date | None
    said: tuple[str, ...]

    @property
    def query(self) -> str:
        """The same question as a query string, without the page."""
        return asked_again(
            {
                "person": self.whose.words,
                "to_whom": self.recipient,
                "basis": self.basis,
                "from": self.from_on,
                "to": self.to_on,
            }
        )


@dataclass(frozen=True)
class Accounting:
    """A page of it. before: the number the next page is asked with, None on the last."""

    today: date
    zone: ZoneInfo
    asked: Question
    lines: tuple[Line, ...]
    before: int | None
    bases: tuple[tuple[str, str], ...] = BASES

    @property
    def earlier(self) -> str:
        """The query string of the next page."""
        return earlier(self.asked.query, self.before)


@dataclass(frozen=True)
class Sheet:
    """A file for a browser. name: tells nothing of treatment to who sees a list of downloads."""

    name: str
    text: str


@query(Permission.TRAIL_READ)
def page(access: Access, *, given: Mapping[str, str], now: datetime) -> Accounting:
    """A page of the accounting, what was recorded last first. At most four reads."""
    zone = clinic_zone(access)
    asked = _question(access, given)
    found = _lines(access, asked, zone, limit=PAGE + 1, before=before(given))
    shown = found[:PAGE]
    more = shown[-1].told.disclosure_id if len(found) > PAGE else None
    return Accounting(now.astimezone(zone).date(), zone, asked, tuple(shown), more)


@query(Permission.TRAIL_READ)
def export(access: Access, *, given: Mapping[str, str], now: datetime) -> Sheet:
    """All lines of the question as comma-separated values; that it was taken out is a line in each person's trail."""
    zone = clinic_zone(access)
    lines = _lines(access, _question(access, given), zone, limit=FILE)
    text = io.StringIO()
    sheet = csv.writer(text)
    sheet.writerow(COLUMNS)
    sheet.writerows([_cell(value) for value in _row(line, zone)] for line in lines)
    if len(lines) == FILE:
        sheet.writerow([f"Cut off after {FILE} lines: ask for fewer days."])
    return Sheet(f"list-{now.astimezone(zone):%Y-%m-%d}.csv", text.getvalue())


def _question(access: Access, given: Mapping[str, str]) -> Question:
    person = whose(access, words=words(given, "person"))
    from_on, to_on, notes = days(given)
    basis = given.get("basis", "")
    return Question(
        person, words(given, "to_whom"), basis if basis in dict(BASES) else "", from_on, to_on, (*person.notes, *notes)
    )


def _lines(access: Access, asked: Question, zone: ZoneInfo, *, limit: int, before: int | None = None) -> list[Line]:
    if asked.whose.nobody:
        return []
    with timezone.override(zone):
        found = trails.disclosures(
            access,
            from_on=asked.from_on or EVER,
            to_on=asked.to_on or date.max,
            subject=asked.whose.subject,
            recipient=asked.recipient,
            consented={"consent": True, "none": False}.get(asked.basis),
            limit=limit,
            before=before,
        )
    named = people.names(access, subject_ids=sorted({subject_id for subject_id, _ in found})) if found else {}
    return [Line(*named.get(subject_id, (0, "Somebody")), told) for subject_id, told in found]


def _row(line: Line, zone: ZoneInfo) -> tuple[object, ...]:
    told = line.told
    return (
        told.disclosure_id, _at(told.at, zone), line.name, told.recipient, said(told.purpose), said(told.categories),
        told.content, told.by, said(told.basis), told.consent_id or "", _at(told.consent_signed_at, zone),
        _at(told.consent_taken_back_at, zone), told.notice,
    )  # fmt: skip


def _at(at: datetime | None, zone: ZoneInfo) -> str:
    return at.astimezone(zone).isoformat(timespec="minutes") if at else ""


def _cell(value: object) -> str:
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
