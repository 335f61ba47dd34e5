"""What emergencies do when a lower area announces something."""

from __future__ import annotations

from stepwell.care.emergencies.asking import REACHING
from stepwell.care.emergencies.models import Arrival, Emergency
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.opening import opened
from stepwell.foundation.jobs import actions as jobs
from stepwell.foundation.jobs.events import reacts_to
from stepwell.registry.people import queries as people
from stepwell.registry.people.events import PersonDied


@reacts_to(PersonDied)
def no_work_reaches_for_the_dead(access: Access, event: PersonDied) -> None:
    """Nobody is called and no new look is had after a death; telling the supervisor and the log stay."""
    with opened(access):
        subject = Subject.objects.get(pk=event.subject_id)
        death = people.death_of(access, subject=subject)
        if death is None:
            return
        things = [f"emergency:{pk}" for pk in Emergency.objects.filter(subject=subject).values_list("pk", flat=True)]
        things += [f"arrival:{pk}" for pk in Arrival.objects.filter(subject=subject).values_list("pk", flat=True)]
        for about in things:
            for kind in REACHING:
                jobs.finish_about(
                    access,
                    subject=subject,
                    kind=kind,
                    about=about,
                    at=death.recorded_at,
                    outcome="The person has died.",
                )
