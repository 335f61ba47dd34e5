"""What transitions does when somebody dies: nobody calls any more, and nothing waits for an answer."""

from __future__ import annotations

from stepwell.care.transitions.models import FollowUp, Handoff
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.opening import action
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.jobs import actions as jobs
from stepwell.foundation.jobs import queries as open_work
from stepwell.foundation.jobs.events import reacts_to
from stepwell.registry.episodes import queries as episodes
from stepwell.registry.people import queries as people
from stepwell.registry.people.events import PersonDied

#: Work for the office goes on: what was done is still billed and told to payers.
_OFFICE = ("biller", "reviewer", "privacy_officer")
#: What an emergency owes to the house and to the law (42 CFR 2.51) is still done; it reaches nobody outside.
_OWED = ("tell-supervisor", "log-disclosure")
SAYS = "The person has died."


@reacts_to(PersonDied)
def stop_reaching_out(access: Access, event: PersonDied) -> None:
    """Follow-ups end, handoffs close, and every task of care that would call or remind is taken off Today."""
    stop_for(access, subject_id=event.subject_id)


@action(Permission.REACT)
def stop_for(access: Access, *, subject_id: int) -> int:
    """End what would still reach somebody who has died. Returns how many tasks were taken off Today."""
    subject = Subject.objects.get(pk=subject_id)
    death = people.death_of(access, subject=subject)
    if death is None:
        return 0
    FollowUp.objects.filter(subject=subject, done_on=None).update(done_on=death.on, answers={"ended": "died"})
    Handoff.objects.filter(subject=subject, outcome="").update(
        outcome="documented", outcome_says=SAYS, closed_at=death.recorded_at, closed_by=access.name
    )
    ended = 0
    for task in open_work.open_about(access, subject=subject):
        if task.for_role not in _OFFICE and task.kind not in _OWED:
            jobs.finish(access, task=task, at=death.recorded_at, outcome=SAYS)
            ended += 1
    if episodes.open_episode_of(access, subject=subject) is not None:
        jobs.ask_for(
            access,
            subject=subject,
            kind="close-stay",
            says="Close the stay: the person has died.",
            for_role="clinician",
            due_at=death.recorded_at,
            about=f"death:{death.pk}",
        )
    return ended
