"""What is known on the day somebody may be admitted. Called by queries and actions, inside their open gate."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from stepwell.care.admissions.models import Paper
from stepwell.care.admissions.rules.admitting import AdmissionFacts
from stepwell.care.admissions.rules.wording import ADMISSION, missing
from stepwell.care.admissions.site import by_clock
from stepwell.foundation.gate import consents
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.policy.loading import load
from stepwell.registry.episodes import queries as episodes
from stepwell.registry.people import queries as people

if TYPE_CHECKING:
    from stepwell.care.placement.models import PlacementDecision
    from stepwell.registry.episodes.models import Episode
    from stepwell.registry.programs.models import Program, Site
    from stepwell.registry.programs.rules.program import ProgramRules

PAPERS = "papers/intake"
BEFORE_THE_FIRST_DAY = "enquiries/admission"


def papers_still_missing(subject: Subject, stays: list[Episode], on: date, needed: str = ADMISSION) -> list[str]:
    """Kinds of papers to be signed; those of a stay that has ended are signed anew. needed: admission or video."""
    rows = Paper.objects.filter(subject=subject)
    ended = [stay.ended_on for stay in stays if stay.ended_on]
    if ended:
        rows = rows.filter(at__date__gte=max(ended))
    return list(missing(list(rows.values_list("kind", flat=True)), load(PAPERS, on), needed))


def gathered(
    access: Access,
    subject: Subject,
    program: Program,
    on: date,
    decision: PlacementDecision | None,
    age: int | None,
    rules: ProgramRules,
    site: Site,
) -> AdmissionFacts:
    """What is known on the day for the rule of admission. Called inside an open gate."""
    mine = decision if decision is not None and decision.subject_id == subject.pk else None
    given = rules.level(decision.actual) if decision else None
    ratings = decision.ruling.get("facts", {}).get("ratings", {}) if decision else {}
    born = people.person(access, subject=subject).birth_date
    stays = episodes.episodes_of(access, subject=subject)
    return AdmissionFacts(
        on=on,
        age=age if born is None else on.year - born.year - ((on.month, on.day) < (born.month, born.day)),
        youngest=rules.ages.min,
        oldest=rules.ages.max,
        level=mine.actual if mine else None,
        level_offered=given.offered if given else "",
        confirmed_on=by_clock(mine.confirmed_at, site).date() if mine else None,
        papers_missing=tuple(papers_still_missing(subject, stays, on)),
        tpo_signed=bool(consents.in_force(access, subject=subject, on=on, kind="tpo")),
        continues_medication=ratings.get("1C") == "MOUD_CONTINUE",
        medication_continued=bool(rules.source.value("medication", "continue_prescribed")),
        program_runs=program.since <= on and (program.until is None or on <= program.until),
        open_stay=any(stay.ended_on is None for stay in stays),
        died=people.has_died(access, subject=subject),
    )
