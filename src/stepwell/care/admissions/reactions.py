"""What admissions does when a lower area announces something."""

from __future__ import annotations

from stepwell.care.admissions.actions.ending import stop_reaching_out
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.opening import opened
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
