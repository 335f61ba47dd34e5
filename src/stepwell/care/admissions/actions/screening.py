"""The eligibility screen: factors inform, emergencies route, needs of another level are accompanied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from stepwell.care.admissions.actions.safety import HARD_STOPS
from stepwell.care.admissions.models import EligibilityScreen
from stepwell.care.admissions.reading import read_facts
from stepwell.care.admissions.rules.eligibility import EligibilityFacts, eligibility
from stepwell.care.placement import queries as placement
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.opening import action
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput
from stepwell.foundation.jobs import queries as jobs
from stepwell.foundation.kernel.facts import BadFacts
from stepwell.foundation.policy.loading import load
from stepwell.registry.people import queries as people
from stepwell.registry.programs import queries as programs

if TYPE_CHECKING:
    from stepwell.registry.programs.models import Program

FIT = "eligibility/iop"


@action(Permission.ELIGIBILITY_SCREEN)
def screen(
    access: Access, *, subject: Subject, facts: Mapping[str, Any], on: date, program: Program
) -> EligibilityScreen:
    """Look at the factors of fit together and keep what is proposed, with its reasons; a person decides.

    facts: by the names of `EligibilityFacts`. What is left out is gathered: age from the date of birth, the program's
    declared ages, the confirmed level. Emergencies of a safety check that nobody has acted on yet are always added.
    Raises BadInput. Source: eligibility/iop.
    """
    policy = load(FIT, on)
    read, kept = read_facts(EligibilityFacts, _gathered(access, subject, facts, on, program))
    try:
        ruling = eligibility(read, policy)
    except BadFacts as fault:
        raise BadInput(fault.path, f"Expected {fault.expected}; got {fault.got!r}.") from None
    return EligibilityScreen.objects.create(
        subject=subject,
        on=on,
        policy_ref=policy.ref,
        facts=kept,
        outcome=ruling.answer.outcome,
        reasons=[asdict(reason) for reason in ruling.reasons],
        by=access.name,
    )


def _gathered(access: Access, subject: Subject, facts: Mapping[str, Any], on: date, program: Program) -> dict[str, Any]:
    """What was asked, over what the record knows."""
    known: dict[str, Any] = {}
    born = people.person(access, subject=subject).birth_date
    if born is not None:
        known["age"] = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    rules = programs.rules_of(access, program=program, on=on)
    if not rules.is_field_default("ages"):
        known["program_ages"] = {"least": rules.ages.min, "most": rules.ages.max}
    decision = placement.decision_of(access, subject=subject)
    if decision is not None:
        known["level"] = decision.selected
    given = {**known, **facts}
    if given.get("age") is None:
        raise BadInput("age", "Ask for the age or the date of birth.")
    open_now = _not_acted_on(access, subject, on)
    given["emergencies"] = list(dict.fromkeys([*(facts.get("emergencies") or ()), *open_now]))
    return given


def _not_acted_on(access: Access, subject: Subject, on: date) -> list[str]:
    """Triggers of safety checks that had to be acted on at once and whose work is still open."""
    rules = load(HARD_STOPS, on).rules
    tasks = jobs.open_about(access, subject=subject)
    triggers = [task.about.split(":")[2] for task in tasks if task.about.count(":") == 2]
    return [one for one in triggers if one in rules and rules[one].get("deadline_minutes") == 0]
