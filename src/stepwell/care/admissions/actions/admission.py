"""Admission, on any day."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from stepwell.care.admissions.before import BEFORE_THE_FIRST_DAY, gathered
from stepwell.care.admissions.rules.admitting import may_admit
from stepwell.care.admissions.rules.lifecycle import ADMITTED
from stepwell.care.admissions.site import site_running
from stepwell.care.admissions.steps import last_step, move
from stepwell.care.placement import queries as placement
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.opening import action
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput, NotAllowed
from stepwell.foundation.policy.loading import load
from stepwell.registry.episodes import actions as episodes
from stepwell.registry.programs import queries as programs

if TYPE_CHECKING:
    from stepwell.care.admissions.models import Enquiry
    from stepwell.care.placement.models import PlacementDecision
    from stepwell.registry.episodes.models import Episode
    from stepwell.registry.programs.models import Program
    from stepwell.registry.programs.rules.program import ProgramRules


@action(Permission.ADMIT)
def admit(
    access: Access,
    *,
    subject: Subject,
    program: Program,
    on: date,
    decision: PlacementDecision,
    enquiry: Enquiry | None = None,
    age: int | None = None,
    weekly_hours: Decimal | None = None,
    days_per_week: int | None = None,
    at: datetime | None = None,
) -> Episode:
    """Admit the person to the program on a day, at the level a clinician confirmed.

    age: in years, used where no date of birth is known. weekly_hours, days_per_week: of the first level span;
    default the least that the program's first phase at that level asks for. at: when the enquiry was closed by it;
    default the start of the day. Raises NotAllowed with everything that stands in the way, BadInput for another
    person's enquiry or a decision that a later one replaced, Conflict when two admissions meet. Source:
    enquiries/admission and the program's own rules.
    """
    if enquiry is not None and enquiry.subject_id != subject.pk:
        raise BadInput("enquiry", "This is another person's enquiry.")
    latest = placement.decision_of(access, subject=subject)
    if latest is not None and decision.subject_id == subject.pk and latest.pk != decision.pk:
        raise BadInput("decision", "A later level was confirmed for this person; admit on that one.")
    site, rules = site_running(access, program), programs.rules_of(access, program=program, on=on)
    facts = gathered(access, subject, program, on, decision, age, rules, site)
    ruling = may_admit(facts, rules.reason("ages"), load(BEFORE_THE_FIRST_DAY, on))
    if not ruling.answer:
        raise NotAllowed(ruling.reasons)
    hours, days = _first_week(decision.actual, rules)
    episode = episodes.open_episode(
        access,
        subject=subject,
        program=program,
        on=on,
        level=decision.actual,
        weekly_hours=hours if weekly_hours is None else weekly_hours,
        days_per_week=days if days_per_week is None else days_per_week,
    )
    if enquiry is not None:
        last = last_step(enquiry)
        opens = at or datetime.combine(on, time.min, ZoneInfo(site.time_zone))
        move(access, enquiry, ADMITTED, max(opens, last.at if last else enquiry.at))
    return episode


def _first_week(level: str, rules: ProgramRules) -> tuple[Decimal, int]:
    """Treatment hours and days a week that the level is begun with."""
    given = rules.level(level)
    phase = next((one for one in rules.phases if one.level == level), None)
    hours = [span.min for span in (phase and phase.hours_per_week, given and given.hours_per_week) if span]
    days = [span.min for span in (phase and phase.days_per_week, given and given.days_per_week) if span]
    least = next((one for one in (*hours, rules.hours_per_week.min) if one is not None), 0)
    least_days = next((one for one in (*days, rules.days_per_week.min) if one is not None), 1)
    return Decimal(least), int(least_days)
