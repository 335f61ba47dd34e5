"""Beginning an assessment, rating it, and recording one made in a payer's own tool."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from stepwell.care.placement.models import Assessment
from stepwell.care.placement.queries import CRITERIA
from stepwell.care.placement.rules.criteria import criteria_of
from stepwell.care.placement.still_open import agreed
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.opening import action
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput, Conflict
from stepwell.foundation.kernel.facts import BadFacts
from stepwell.foundation.policy.loading import load

if TYPE_CHECKING:
    from stepwell.registry.people.models import Relation, Staff

KINDS = ("intake", "review", "evaluation")


@action(Permission.ASSESSMENT_WRITE)
def begin_assessment(
    access: Access,
    *,
    subject: Subject,
    by: Staff,
    on: date,
    kind: str = "intake",
    family_invited: Relation | None = None,
    family_note: str = "",
    strengths: str = "",
) -> Assessment:
    """Begin an assessment. kind: intake, review (during the stay) or evaluation (of what was left open).

    family_invited: someone around the person, only where a consent for treatment that names them is in force on the
    day. Raises NotAllowed without one.
    """
    if kind not in KINDS:
        raise BadInput("kind", f"An assessment is one of {', '.join(KINDS)}.")
    if family_invited is not None:
        agreed(access, subject, family_invited, on)
    return Assessment.objects.create(
        subject=subject,
        kind=kind,
        started_on=on,
        by=by,
        family_invited=family_invited,
        family_note=family_note,
        strengths=strengths,
    )


@action(Permission.ASSESSMENT_WRITE)
def rate(
    access: Access,
    *,
    assessment: Assessment,
    ratings: Mapping[str, str],
    findings: str = "",
    remission: bool = False,
) -> Assessment:
    """Rate subdimensions, as {"4A": "B"}; what was rated before stays unless it is rated again.

    findings: in words, added under what stands there. Raises BadInput at "ratings.4A" for what the criteria do not
    have, Conflict once a clinician has confirmed a level on the whole assessment.
    """
    if assessment.completed_on is not None:
        raise Conflict("A level was confirmed on this assessment; begin a new one, kind review.")
    try:
        criteria_of(load(CRITERIA, assessment.started_on)).rated(ratings)
    except BadFacts as fault:
        raise BadInput(fault.path, f"Expected {fault.expected}; got {fault.got!r}.") from None
    assessment.ratings = {**assessment.ratings, **ratings}
    assessment.remission = remission
    assessment.findings = "\n\n".join(text for text in (assessment.findings, findings) if text)
    assessment.save()
    return assessment


@action(Permission.ASSESSMENT_WRITE)
def record_external_tool(
    access: Access,
    *,
    assessment: Assessment,
    name: str,
    on: date,
    assessor: str,
    result: str,
    document_id: int | None = None,
) -> Assessment:
    """Record an assessment that a payer wants in its own tool: its name, day, assessor and result.

    Ours does not replace it. document_id: the stored document with its printout, where there is one.
    """
    given = {"name": name, "assessor": assessor, "result": result}
    for field, value in given.items():
        if not value.strip():
            raise BadInput(field, f"Write the {field} of the external tool.")
    assessment.external_tool = {**given, "on": on.isoformat(), "document": document_id}
    assessment.save()
    return assessment
