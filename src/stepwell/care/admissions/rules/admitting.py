"""Whether somebody may be admitted on the day, with every reason why not. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from stepwell.foundation.kernel.ruling import Reason, Ruling
from stepwell.foundation.policy.document import Policy


@dataclass(frozen=True)
class AdmissionFacts:
    """What is known on the day of admission.

    level: the confirmed actual level, None without one for this person. level_offered: how the program offers it,
    as "on_site", "" for not at all. confirmed_on: the day of the clinician's word. papers_missing: their kinds.
    age: in years, None unknown. youngest, oldest: the ages the program takes. continues_medication: the person goes
    on with medication for addiction; medication_continued: the program supports that.
    """

    on: date
    age: int | None
    youngest: int
    oldest: int | None
    level: str | None
    level_offered: str
    confirmed_on: date | None
    papers_missing: tuple[str, ...]
    tpo_signed: bool
    continues_medication: bool
    medication_continued: bool
    program_runs: bool
    open_stay: bool
    died: bool


def may_admit(facts: AdmissionFacts, ages: Reason, policy: Policy) -> Ruling[bool]:
    """Whether the person may start on the day; any day of the week and of a cycle will do.

    ages: the rule of the program that says whom it takes. policy: enquiries/admission. All that stands in the way is
    named, not the first alone.
    """
    in_the_way = tuple(_in_the_way(facts, ages, policy))
    if in_the_way:
        return Ruling(False, in_the_way)
    return Ruling(True, (policy.reason("any-day", {"on": facts.on.isoformat(), "level": facts.level}),))


def _in_the_way(facts: AdmissionFacts, ages: Reason, policy: Policy) -> Iterator[Reason]:
    if facts.died:
        yield policy.reason("alive")
    if facts.open_stay:
        yield policy.reason("one-stay", {"would_change": "a discharge from the open stay"})
    if not facts.program_runs:
        yield policy.reason("program-runs", {"on": facts.on.isoformat()})
    yield from _about_the_level(facts, policy)
    yield from _about_the_age(facts, ages, policy)
    if facts.papers_missing:
        names = ", ".join(words(kind) for kind in facts.papers_missing)
        seen = {"missing": list(facts.papers_missing), "would_change": "these papers signed or declined"}
        yield policy.reason("papers", seen, says=f"These papers of intake are not signed yet: {names}.")
    if not facts.tpo_signed:
        says = "The consent for treatment, payment and operations is not signed, or is no longer in force."
        yield policy.reason("tpo", {"would_change": "a signed consent"}, says=says)


def words(kind: str) -> str:
    """A paper's kind as people say it: "notice of privacy"."""
    return kind.replace("-", " ")


def _about_the_level(facts: AdmissionFacts, policy: Policy) -> Iterator[Reason]:
    if facts.level is None or facts.confirmed_on is None or facts.confirmed_on > facts.on:
        confirmed = facts.confirmed_on.isoformat() if facts.confirmed_on else None
        seen = {"level": facts.level, "confirmed_on": confirmed, "would_change": "a level confirmed by a clinician"}
        yield policy.reason("level-confirmed", seen, says="No licensed clinician has confirmed a level by this day.")
    elif facts.level_offered not in policy.rule("level-given")["offered"]:
        seen = {"level": facts.level, "offered": facts.level_offered}
        says = f"The program does not give level {facts.level} itself; book the next appointment where it is given."
        yield policy.reason("level-given", seen, says=says)
    if facts.continues_medication and not facts.medication_continued:
        says = "The program does not go on with the person's medication; choose one that does."
        yield policy.reason("medication-continues", {"continues_medication": True}, says=says)


def _about_the_age(facts: AdmissionFacts, ages: Reason, policy: Policy) -> Iterator[Reason]:
    if facts.age is None:
        yield policy.reason("age-known", says="Write down the date of birth first.")
        return
    too_old = facts.oldest is not None and facts.age > facts.oldest
    if facts.age < facts.youngest or too_old:
        seen = {"age": facts.age, "youngest": facts.youngest, "oldest": facts.oldest}
        years = f"from {facts.youngest} to {facts.oldest}" if facts.oldest else f"of {facts.youngest} years and older"
        says = f"The program takes people {years}; help to find one for this age."
        yield Reason(ages.rule, says, ages.source, seen)
