"""Reading assessments, diagnoses and decisions; asking which level the ratings come to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from stepwell.care.placement.models import Assessment, Diagnosis, PlacementDecision
from stepwell.care.placement.qualified import WHO_MAY
from stepwell.care.placement.rules.diagnosis import Diagnosis as Counted
from stepwell.care.placement.rules.diagnosis import SubstanceFacts, substance_diagnosis
from stepwell.care.placement.rules.placement import Placement, PlacementFacts, recommended_level
from stepwell.care.placement.rules.screens import Screen, screens_of
from stepwell.care.placement.rules.selection import may_confirm
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.opening import concerns, query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput, NotFound
from stepwell.foundation.kernel.facts import BadFacts
from stepwell.foundation.kernel.ruling import Ruling
from stepwell.foundation.policy.loading import load
from stepwell.registry.people import queries as people

CRITERIA = "placement/fourth-edition"
ANCHORS = "placement/anchors"
SUBSTANCES = "diagnosis/substance-use"


@query(Permission.NOTE_READ)
def recommend(access: Access, *, assessment: Assessment, age: int, on: date) -> Ruling[Placement]:
    """The level the ratings come to on the day, with why each other level is not it, and what would change it.

    age: in years. Raises BadInput for an adolescent: those are placed by the third edition. Source: the policy
    placement/fourth-edition. It recommends; a licensed clinician confirms.
    """
    return preview(access, ratings=assessment.ratings, remission=assessment.remission, age=age, on=on)


@query(Permission.NOTE_READ)
def preview(access: Access, *, ratings: Mapping[str, str], remission: bool, age: int, on: date) -> Ruling[Placement]:
    """The level that ratings would come to on the day, whether or not they are kept: for looking before rating.

    ratings: token by subdimension, as {"4A": "B"}. age: in years. Raises BadInput at "age" and "ratings.4A".
    """
    try:
        facts = PlacementFacts(age=age, ratings=ratings, remission=remission)
        return recommended_level(facts, load(CRITERIA, on))
    except BadFacts as fault:
        raise BadInput(fault.path, f"Expected {fault.expected}; got {fault.got!r}.") from None


@query(Permission.PROGRAM_READ)
def screens(access: Access, *, on: date) -> tuple[Screen, ...]:
    """The short screens an assessment of that day is taken in, with the plain anchors of what is rated."""
    return screens_of(load(ANCHORS, on))


@query(Permission.DIAGNOSIS_MAKE)
def severity_of(access: Access, *, facts: SubstanceFacts, on: date) -> Ruling[Counted]:
    """What criteria for one substance come to on the day, before anybody diagnoses. Raises BadInput at the fact."""
    try:
        return substance_diagnosis(facts, load(SUBSTANCES, on))
    except BadFacts as fault:
        raise BadInput(fault.path, f"Expected {fault.expected}; got {fault.got!r}.") from None


@query(Permission.PROGRAM_READ)
def confirming_credentials(access: Access, *, staff_id: int, on: date) -> list[str]:
    """The credentials a member of staff holds on the day that let them confirm a level alone, as "LCSW"."""
    policy = load(WHO_MAY, on)
    held = people.credentials(access, staff=people.staff_member(access, staff_id=staff_id), on=on)
    return sorted({one.kind for one in held if may_confirm(one.kind, policy).answer})


@query(Permission.NOTE_READ)
def assessment_by_id(access: Access, *, assessment_id: int) -> Assessment:
    """One assessment. Raises NotFound."""
    found = Assessment.objects.select_related("by", "subject", "family_invited").filter(pk=assessment_id).first()
    if found is None:
        raise NotFound
    concerns(found.subject_id)
    return found


@query(Permission.NOTE_READ)
def assessments_of(access: Access, *, subject: Subject) -> list[Assessment]:
    """All assessments of a person, the latest first."""
    return list(
        Assessment.objects.select_related("by", "family_invited").filter(subject=subject).order_by("-started_on", "-id")
    )


@query(Permission.EPISODE_READ)
def decision_of(access: Access, *, subject: Subject) -> PlacementDecision | None:
    """The latest level a clinician confirmed for the person, or None."""
    rows = PlacementDecision.objects.select_related("assessment", "confirmed_by").filter(subject=subject)
    return rows.order_by("-confirmed_at", "-id").first()


@query(Permission.EPISODE_READ)
def placed(access: Access, *, subject_ids: list[int]) -> set[int]:
    """Of these people those whose level a clinician has confirmed."""
    concerns(*subject_ids)
    return set(PlacementDecision.objects.filter(subject_id__in=subject_ids).values_list("subject_id", flat=True))


@query(Permission.NOTE_READ)
def decisions_of(access: Access, *, subject: Subject) -> list[PlacementDecision]:
    """Every confirmed level of the person, the latest first."""
    rows = PlacementDecision.objects.select_related("confirmed_by").filter(subject=subject)
    return list(rows.order_by("-confirmed_at", "-id"))


@query(Permission.EPISODE_READ)
def diagnoses_of(access: Access, *, subject: Subject, on: date) -> list[Diagnosis]:
    """Diagnoses that are active on the day, the principal one first: for plans, authorizations and claims."""
    return [row for row in every_diagnosis(access, subject=subject) if row.is_active(on)]


@query(Permission.EPISODE_READ)
def every_diagnosis(access: Access, *, subject: Subject) -> list[Diagnosis]:
    """Every diagnosis of the person, active or not, in the order of `diagnoses_of`."""
    rows = Diagnosis.objects.select_related("assessment", "by").filter(subject=subject)
    return list(rows.order_by("-principal", "made_on", "id"))


@query(Permission.EPISODE_READ)
def diagnosis_history(access: Access, *, subject: Subject) -> list[Diagnosis]:
    """Every diagnosis of the person, active ones and the principal first, then those that no longer hold."""
    rows = Diagnosis.objects.select_related("by").filter(subject=subject)
    return sorted(rows, key=lambda row: (row.resolved_on is not None, not row.principal, row.made_on, row.pk))


@query(Permission.NOTE_READ)
def diagnosis_by_id(access: Access, *, diagnosis_id: int) -> Diagnosis:
    """One diagnosis. Raises NotFound."""
    found = Diagnosis.objects.select_related("by", "subject").filter(pk=diagnosis_id).first()
    if found is None:
        raise NotFound
    concerns(found.subject_id)
    return found
