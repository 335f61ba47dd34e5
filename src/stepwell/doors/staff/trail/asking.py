"""What the privacy officer asks: whose record, and in which days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import NotFound
from stepwell.registry.people import finding
from stepwell.registry.people import queries as people

LONGEST = 80
#: As many people of one name are offered to choose from.
OFFERED = 6


@dataclass(frozen=True)
class Whose:
    """Whose record is asked for. words: as written. subject: None where nobody in particular is asked for. others:
    further people of that name, as number and name. said: what could not be shown as asked. nobody: the words fit no
    one, so that nothing may be shown."""

    words: str
    subject: Subject | None = None
    person_id: int | None = None
    name: str = ""
    others: tuple[tuple[int, str], ...] = ()
    said: str = ""

    @property
    def nobody(self) -> bool:
        """Whether somebody was asked for and nobody found."""
        return bool(self.words) and self.subject is None

    @property
    def notes(self) -> tuple[str, ...]:
        """What could not be shown as asked, if anything."""
        return (self.said,) if self.said else ()


@query(Permission.TRAIL_READ)
def whose(access: Access, *, words: str) -> Whose:
    """Find whose record is asked for. words: a name, or the number that the addresses of a chart have. One read."""
    if not words:
        return Whose("")
    if words.isascii() and words.isdigit():
        try:
            found = people.person_by_id(access, person_id=min(int(words), 2**62))
        except NotFound:
            return Whose(words, said="There is nobody of this number.")
        return Whose(words, found.subject, found.pk, found.name)
    rows = finding.named(access, words=words, limit=OFFERED)
    if not rows:
        return Whose(words, said="There is nobody of this name. Try how the first or last name begins.")
    first, *more = rows
    return Whose(words, first.subject, first.pk, first.name, tuple((one.pk, one.name) for one in more))


def words(given: Mapping[str, str], name: str) -> str:
    """What was written into a field of the filter."""
    return given.get(name, "").replace("\x00", "").strip()[:LONGEST]


def day(given: Mapping[str, str], name: str) -> date | None:
    """A day of the filter; None where none was written or it cannot be read."""
    try:
        return date.fromisoformat(given.get(name, ""))
    except ValueError:
        return None


def days(given: Mapping[str, str]) -> tuple[date | None, date | None, tuple[str, ...]]:
    """The first and the last day asked for, None for each that is open, and what could not be shown as asked."""
    from_on, to_on = day(given, "from"), day(given, "to")
    if from_on and to_on and to_on < from_on:
        return None, None, ("The last day was before the first; every day is shown.",)
    return from_on, to_on, ()


def before(given: Mapping[str, str]) -> int | None:
    """The number that the page goes on from; None for the first page, and where it cannot be read."""
    written = words(given, "before")
    return min(int(written), 2**62) if written.isascii() and written.isdigit() else None


def asked_again(asked: Mapping[str, str | date | None]) -> str:
    """A question as a query string, without what was not asked."""
    return urlencode({name: str(value) for name, value in asked.items() if value})


def earlier(asked: str, number: int | None) -> str:
    """The query string of the next page. asked: the question as a query string."""
    return "&".join(filter(None, (asked, f"before={number}")))
