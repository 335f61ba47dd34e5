"""Diagnosing: criteria counted and coded by rule, or a code chosen from the policy's list; a clinician decides."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from stepwell.care.placement.events import DiagnosisMade
from stepwell.care.placement.models import Assessment, Diagnosis
from stepwell.care.placement.qualified import held, may_diagnose
from stepwell.care.placement.rules.diagnosis import Severity, SubstanceFacts, may_choose_code, substance_diagnosis
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import action
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput, Conflict, NotAllowed
from stepwell.foundation.jobs.events import announce
from stepwell.foundation.kernel.facts import BadFacts
from stepwell.foundation.kernel.ruling import Reason
from stepwell.foundation.policy.loading import load

if TYPE_CHECKING:
    from stepwell.registry.people.models import Staff

SUBSTANCES = "diagnosis/substance-use"
OTHERS = "diagnosis/mental-health"
ICD_10_CM = re.compile(r"[A-Z][0-9][0-9AB](\.[0-9A-Z]{1,4})?")


@dataclass(frozen=True)
class Coded:
    """What a diagnosis comes to before it is kept."""

    code: str
    label: str
    severity: str
    facts: dict[str, Any]
    reasons: tuple[Reason, ...]


@action(Permission.DIAGNOSIS_MAKE)
def diagnose(
    access: Access,
    *,
    assessment: Assessment,
    by: Staff,
    on: date,
    substance: str | None = None,
    criteria: Sequence[str] | None = None,
    code: str | None = None,
    label: str = "",
    principal: bool = False,
    taken_as_prescribed: bool = False,
    worst_severity: Severity | None = None,
    months_without_criteria: int | None = None,
    maintenance_therapy: bool = False,
    controlled_environment: bool = False,
    product: str | None = None,
    other_code_because: str = "",
    state: str = "",
) -> Diagnosis:
    """Diagnose by someone who may, with a credential valid on the day. Announces DiagnosisMade.

    Either substance and criteria (ids of the policy, met in twelve months), from which severity and ICD-10-CM code
    follow; or a code of the policy's mental-health list, or another one with `other_code_because`. label: own words
    in place of the policy's. principal: the condition treated first; the earlier one is no longer. The further
    facts are those of the rule `substance_diagnosis`. state: default any state with a site. Raises NotAllowed,
    BadInput, Conflict where the same code is active already.
    """
    may_diagnose(held(access, by, on, state), by, on)
    if (substance is None) == (code is None):
        raise BadInput("code", "Give either a substance with its criteria or a code.")
    if substance is not None:
        found = _by_criteria(
            SubstanceFacts(
                substance=substance,
                criteria=tuple(criteria or ()),
                taken_as_prescribed=taken_as_prescribed,
                worst_severity=worst_severity,
                months_without_criteria=months_without_criteria,
                maintenance_therapy=maintenance_therapy,
                controlled_environment=controlled_environment,
                product=product,
            ),
            on,
        )
    else:
        found = _by_code(str(code), label, other_code_because, on)
    _beside_active(assessment.subject_id, found.code, principal)
    diagnosis = Diagnosis.objects.create(
        subject_id=assessment.subject_id,
        assessment=assessment,
        code=found.code,
        label=label or found.label,
        severity=found.severity,
        criteria=found.facts,
        reasons=[asdict(reason) for reason in found.reasons],
        principal=principal,
        made_on=on,
        by=by,
    )
    announce(DiagnosisMade(diagnosis.pk, assessment.pk, assessment.subject_id))
    return diagnosis


@action(Permission.DIAGNOSIS_MAKE)
def resolve_diagnosis(access: Access, *, diagnosis: Diagnosis, by: Staff, on: date, state: str = "") -> Diagnosis:
    """The diagnosis no longer holds from the day on. Raises NotAllowed, Conflict."""
    may_diagnose(held(access, by, on, state), by, on)
    if diagnosis.resolved_on is not None:
        raise Conflict(f"This diagnosis was resolved on {diagnosis.resolved_on.isoformat()}.")
    if on < diagnosis.made_on:
        raise BadInput("on", "A diagnosis cannot be resolved before it was made.")
    diagnosis.resolved_on = on
    diagnosis.save()
    return diagnosis


def _beside_active(subject_id: int, code: str, principal: bool) -> None:
    """Raises Conflict where the same code is active; of two that would come first, the earlier one no longer does."""
    active = Diagnosis.objects.filter(subject_id=subject_id, resolved_on=None)
    if active.filter(code=code).exists():
        raise Conflict(f"{code} is among this person's active diagnoses already.")
    if principal:
        active.filter(principal=True).update(principal=False)


def _by_criteria(facts: SubstanceFacts, on: date) -> Coded:
    """Raises NotAllowed where the criteria come to no disorder or to none that has a code."""
    try:
        ruling = substance_diagnosis(facts, load(SUBSTANCES, on))
    except BadFacts as fault:
        raise BadInput(fault.path, f"Expected {fault.expected}; got {fault.got!r}.") from None
    found = ruling.answer
    if found.severity is None or found.code is None:
        raise NotAllowed(ruling.reasons)
    further = [f"{found.remission} remission"] if found.remission else []
    label = f"{facts.substance.capitalize()} use disorder, {', '.join([found.severity, *further, *found.specifiers])}"
    return Coded(found.code, label, found.severity, asdict(facts) | {"counted": found.counted}, ruling.reasons)


def _by_code(code: str, label: str, because: str, on: date) -> Coded:
    """A code of the list, or another with a reason and a label of its own."""
    policy = load(OTHERS, on)
    for rule in policy.rules.values():
        if rule.get("choices") and code in rule["codes"]:
            chosen = may_choose_code(rule.id, code, policy)
            facts = {"disorder": rule.id, "code": code}
            return Coded(code, f"{rule.says}: {rule['codes'][code]}", "", facts, chosen.reasons)
    if not ICD_10_CM.fullmatch(code):
        raise BadInput("code", "Write an ICD-10-CM code with its point, as F41.1.")
    missing = [name for name, said in (("other_code_because", because), ("label", label)) if not said.strip()]
    if missing:
        raise NotAllowed((policy.reason("no-choice", {"code": code, "would_change": missing}),))
    facts = {"code": code, "because": because}
    says = f"{code} is not among those listed; recorded because: {because}"
    return Coded(code, label, "", facts, (policy.reason("no-choice", facts, says=says),))
