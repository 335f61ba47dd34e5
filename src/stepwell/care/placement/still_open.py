"""What every writing of an assessment asks first: is it still open, and has the person agreed to who is invited."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from stepwell.care.placement.models import Assessment
from stepwell.foundation.gate import consents
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.refusals import BadInput, Conflict, NotAllowed
from stepwell.foundation.kernel.ruling import Reason

if TYPE_CHECKING:
    from stepwell.registry.people.models import Relation


def open_for_writing(assessment: Assessment) -> Assessment:
    """The assessment as it stands now, held until this is written. Raises Conflict once a level is confirmed on it."""
    found = Assessment.objects.select_for_update().get(pk=assessment.pk)
    if found.completed_on is not None:
        raise Conflict("A level was confirmed on this assessment; begin a new one, kind review.")
    return found


def agreed(access: Access, subject: Subject, relation: Relation, on: date) -> None:
    """Nobody is invited without the person's consent that names them. Raises BadInput, NotAllowed."""
    if relation.subject_id != subject.pk:
        raise BadInput("family_invited", "This is someone around another person; choose from this person's own.")
    consent = consents.names_relation(access, subject=subject, relation_id=relation.pk, purpose="treatment", on=on)
    if consent is None:
        would_change = "a signed consent for treatment that names them"
        says = f"{relation.name} may be invited once the person has signed a consent that names them for treatment."
        source = "42 CFR 2.31, Consent requirements"
        facts = {"relation": relation.pk, "on": on.isoformat(), "would_change": would_change}
        raise NotAllowed((Reason("care/placement#family-by-consent", says, source, facts),))
