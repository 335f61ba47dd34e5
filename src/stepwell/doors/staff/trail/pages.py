"""The trail as the privacy officer reads it: what belongs together in one line, in plain words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from stepwell.doors.staff.people.head import clinic_zone
from stepwell.doors.staff.trail.asking import Whose, asked_again, before, days, earlier, whose, words
from stepwell.foundation.gate import trail as trails
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.rules.trail import Line
from stepwell.registry.people import queries as people

PAGE = 50
#: Reads of several people's records this close together are one look at one page.
ONE_LOOK = timedelta(seconds=2)
#: As many people of one look are named; the others are counted.
NAMED = 3
OUTCOMES = (
    ("", "Everything"),
    ("done", "What was done"),
    ("denied", "What was denied"),
    ("failed", "What failed"),
    ("not done", "Denied or failed"),
)
#: Why something was not done, as the gate names it.
DETAILS = {
    "NotPermitted": "the role does not include it",
    "NotFound": "not found, or not theirs to see",
    "NotAllowed": "a rule spoke against it",
    "Conflict": "it had changed meanwhile",
    "BadInput": "what was written could not be kept",
}


@dataclass(frozen=True)
class Look:
    """One line of the page. subjects: whose records, each once; people: those that are named, as number and name."""

    line: Line
    subjects: tuple[int, ...]
    people: tuple[tuple[int, str], ...] = ()

    @property
    def more(self) -> int:
        """How many people are counted and not named."""
        return len(self.subjects) - len(self.people)

    @property
    def says(self) -> str:
        """All that was done, as one sentence part: only its first word has a capital."""
        first, *others = self.line.said
        return ", ".join((first, *(f"{one[:1].lower()}{one[1:]}" for one in others)))

    @property
    def why(self) -> str:
        """Why it was not done, in words."""
        return DETAILS.get(self.line.detail, "something went wrong") if self.line.outcome != "done" else ""

    @property
    def denied(self) -> bool:
        """Whether the house said no."""
        return self.line.outcome == "denied"


@dataclass(frozen=True)
class Question:
    """The filter as it was read. said: what could not be shown as asked."""

    whose: Whose
    who: str
    what: str
    outcome: str
    from_on: date | None
    to_on: date | None
    system: bool
    said: tuple[str, ...]

    @property
    def query(self) -> str:
        """The same question as a query string, without the page."""
        return asked_again(
            {
                "person": self.whose.words,
                "who": self.who,
                "what": self.what,
                "outcome": self.outcome,
                "from": self.from_on,
                "to": self.to_on,
                "system": "1" if self.system else "",
            }
        )


@dataclass(frozen=True)
class Trail:
    """A page of the trail. before: the number the next page is asked with, None on the last."""

    today: date
    zone: ZoneInfo
    asked: Question
    looks: tuple[Look, ...]
    before: int | None
    outcomes: tuple[tuple[str, str], ...] = OUTCOMES

    @property
    def earlier(self) -> str:
        """The query string of the next page."""
        return earlier(self.asked.query, self.before)


@query(Permission.TRAIL_READ)
def page(access: Access, *, given: Mapping[str, str], now: datetime) -> Trail:
    """Gather the page. At most four reads."""
    zone = clinic_zone(access)
    asked = _question(access, given)
    found: tuple[Line, ...] = ()
    later = None
    if not asked.whose.nobody:
        with timezone.override(zone):
            read = trails.trail(
                access,
                subject=asked.whose.subject,
                actor=asked.who,
                door=asked.what,
                outcome=asked.outcome,
                from_on=asked.from_on,
                to_on=asked.to_on,
                limit=PAGE,
                before=before(given),
                joined=True,
                with_system=asked.system,
            )
        found, later = read.lines, read.before
    looks = joined(found)
    named = {subject_id for look in looks for subject_id in look.subjects[:NAMED]}
    names = people.names(access, subject_ids=sorted(named)) if named else {}
    looks = [
        replace(look, people=tuple(names[each] for each in look.subjects[:NAMED] if each in names)) for look in looks
    ]
    return Trail(now.astimezone(zone).date(), zone, asked, tuple(looks), later)


def joined(lines: Sequence[Line]) -> list[Look]:
    """Reads of several people's records in one look as one line. lines: the newest first; an act and what was not
    done keep a line of their own."""
    found: list[Look] = []
    for line in lines:
        subjects = () if line.subject_id is None else (line.subject_id,)
        if found and subjects and _one_look(found[-1].line, line):
            last = found[-1]
            merged = replace(last.line, number=line.number, first_at=line.first_at, times=last.line.times + line.times)
            found[-1] = Look(merged, tuple(dict.fromkeys((*last.subjects, *subjects))))
        else:
            found.append(Look(line, subjects))
    return found


def _one_look(last: Line, line: Line) -> bool:
    same = (last.who, last.login_id, last.purpose, last.said) == (line.who, line.login_id, line.purpose, line.said)
    reads = not (last.wrote or line.wrote) and last.outcome == line.outcome == "done" and last.subject_id is not None
    return same and reads and last.first_at - line.last_at <= ONE_LOOK


def _question(access: Access, given: Mapping[str, str]) -> Question:
    person = whose(access, words=words(given, "person"))
    from_on, to_on, notes = days(given)
    outcome = given.get("outcome", "")
    return Question(
        whose=person,
        who=words(given, "who"),
        what=words(given, "what"),
        outcome=outcome if outcome in dict(OUTCOMES) else "",
        from_on=from_on,
        to_on=to_on,
        system=given.get("system") == "1",
        said=(*person.notes, *notes),
    )
