"""Diagnosing: criteria to tick, what they come to, and the diagnoses there are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from stepwell.care.placement import queries as placement
from stepwell.care.placement.models import Assessment, Diagnosis
from stepwell.care.placement.rules.diagnosis import Diagnosis as Counted
from stepwell.care.placement.rules.diagnosis import SubstanceFacts
from stepwell.doors.staff.people.head import Head, head_of
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput, NotFound
from stepwell.foundation.kernel.ruling import Reason
from stepwell.foundation.policy.loading import load

OTHERS = "diagnosis/mental-health"


@dataclass(frozen=True)
class Diagnosing:
    """The page. choices: keyword arguments of the form."""

    head: Head
    assessment: Assessment | None
    diagnoses: tuple[Diagnosis, ...]
    choices: dict[str, Any]


@dataclass(frozen=True)
class Comes:
    """What the ticked criteria come to. says: a sentence, always. code: empty for no disorder."""

    says: str
    code: str
    reasons: tuple[Reason, ...]


#: Before anything is chosen.
NOTHING = Comes("Choose a substance and tick what is met: the severity appears here.", "", ())


@query(Permission.DIAGNOSIS_MAKE)
def diagnosing(access: Access, *, person_id: int, now: datetime) -> Diagnosing:
    """Gather the page. assessment: the latest, open or not; None where there is none. Raises NotFound."""
    head = head_of(access, person_id=person_id, now=now)
    rows = placement.assessments_of(access, subject=head.subject)
    return Diagnosing(
        head,
        rows[0] if rows else None,
        tuple(placement.diagnosis_history(access, subject=head.subject)),
        choices(head.today),
    )


def choices(on: date) -> dict[str, Any]:
    """What may be chosen, from the policies of the day."""
    substances, others = load(placement.SUBSTANCES, on), load(OTHERS, on)
    return {
        "substances": list(substances.rule("codes")["substances"]),
        "criteria": [(one["id"], one["label"]) for one in substances.rule("criteria")["criteria"]],
        "products": list(substances.rule("nicotine")["products"]),
        "codes": [
            (rule.says, [(code, f"{code} {label}") for code, label in rule["codes"].items()])
            for rule in others.rules.values()
            if rule.get("choices")
        ],
    }


@query(Permission.DIAGNOSIS_MAKE)
def comes_to(access: Access, *, given: Mapping[str, Any], on: date) -> Comes:
    """What is ticked so far comes to; nothing is written. given: cleaned data with a substance."""
    try:
        ruling = placement.severity_of(access, facts=facts_of(given), on=on)
    except BadInput as fault:
        return Comes(fault.says, "", ())
    return Comes(_says(str(given["substance"]), ruling.answer), ruling.answer.code or "", ruling.reasons)


def facts_of(given: Mapping[str, Any]) -> SubstanceFacts:
    """The form's answers as the rule takes them."""
    return SubstanceFacts(**keywords_of(given))


def keywords_of(given: Mapping[str, Any]) -> dict[str, Any]:
    """The form's answers about a substance as keyword arguments, of the rule and of the action alike."""
    return {
        "substance": str(given["substance"]),
        "criteria": tuple(given.get("criteria") or ()),
        "taken_as_prescribed": bool(given.get("taken_as_prescribed")),
        "worst_severity": given.get("worst_severity") or None,
        "months_without_criteria": given.get("months_without_criteria"),
        "maintenance_therapy": bool(given.get("maintenance_therapy")),
        "controlled_environment": bool(given.get("controlled_environment")),
        "product": given.get("product") or None,
    }


@query(Permission.DIAGNOSIS_MAKE)
def one(access: Access, *, person_id: int, diagnosis_id: int, now: datetime) -> tuple[Head, Diagnosis]:
    """One diagnosis of the person. Raises NotFound."""
    head = head_of(access, person_id=person_id, now=now)
    found = placement.diagnosis_by_id(access, diagnosis_id=diagnosis_id)
    if found.subject_id != head.subject.pk:
        raise NotFound
    return head, found


def _says(substance: str, found: Counted) -> str:
    counted = f"{found.counted} of the criteria count"
    if found.severity is None:
        return f"{counted}: no {substance} use disorder."
    further = f", {found.remission} remission" if found.remission else ""
    code = f" {found.code}." if found.code else " There is no code for it."
    return f"{counted}: {substance} use disorder, {found.severity}{further}.{code}"
