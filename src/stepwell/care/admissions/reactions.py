"""What admissions does when a lower area announces something."""

from __future__ import annotations

from stepwell.care.admissions.actions.ending import stop_reaching_out
from stepwell.care.admissions.rules.withdrawal import withdrawal_of
from stepwell.care.measures import queries as measures
from stepwell.care.measures.events import MeasureGiven
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.opening import opened
from stepwell.foundation.jobs import actions as jobs
from stepwell.foundation.jobs.events import reacts_to
from stepwell.registry.people import queries as people
from stepwell.registry.people.events import PersonDied


@reacts_to(PersonDied)
def no_call_after_a_death(access: Access, event: PersonDied) -> None:
    """Nobody is called back and no intake stands after a death."""
    with opened(access):
        subject = Subject.objects.get(pk=event.subject_id)
        death = people.death_of(access, subject=subject)
        if death is not None:
            stop_reaching_out(access, subject=subject, at=death.recorded_at)


@reacts_to(MeasureGiven)
def scale_was_given(access: Access, event: MeasureGiven) -> None:
    """A withdrawal scale that a safety check asked for is scored now, in whichever sitting."""
    with opened(access):
        subject = Subject.objects.get(pk=event.subject_id)
        given = measures.history(access, subject=subject, instrument=event.instrument)[-1]
        jobs.finish_about(
            access,
            subject=subject,
            kind=f"{measures.OPENS}{event.instrument}",
            about=withdrawal_of(subject.pk),
            at=given.at,
            outcome=f"Given; {given.band or 'scored'}.",
        )
