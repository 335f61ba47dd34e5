"""Who is told of a change, as work for somebody. Words say a time and nothing else. Called inside an open gate."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from stepwell.care.plans.clock import local_date, morning_of
from stepwell.care.scheduling.meetings import told
from stepwell.foundation.gate.access import Access
from stepwell.foundation.jobs import actions as jobs
from stepwell.foundation.policy.document import Policy
from stepwell.foundation.policy.loading import load
from stepwell.registry.people import queries as people

if TYPE_CHECKING:
    from stepwell.foundation.gate.models import Subject
    from stepwell.foundation.jobs.models import Task

CHANGES = "scheduling/changes"


@dataclass(frozen=True)
class Concerned:
    """Somebody a change is about. about: what the task is about, one for each person and meeting."""

    subject: Subject
    about: str


def tell(
    access: Access, concerned: Iterable[Concerned], starts: datetime, says: str, zone: ZoneInfo, at: datetime
) -> list[Task]:
    """Ask that each is told; nobody calls somebody who has died. starts: when it was to begin. says: what now, as
    "does not take place" or "is at 14:00 instead"."""
    policy = load(CHANGES, local_date(starts, zone))
    when = starts.astimezone(zone)
    words = f"{told(when.date())}, {when:%H:%M}, {says}. {policy.rule('tell').says}"
    soon = at + timedelta(hours=policy.rule("tell")["hours"])
    due = min(soon, starts) if at < starts else soon
    return _ask(access, concerned, policy, "tell", words, due, when)


def offer_another(access: Access, concerned: Iterable[Concerned], starts: datetime, zone: ZoneInfo) -> list[Task]:
    """Ask that each is offered another time in place of the one that is called off."""
    policy = load(CHANGES, local_date(starts, zone))
    when = starts.astimezone(zone)
    due = morning_of(when.date() + timedelta(days=policy.rule("make-up")["days"]), zone)
    words = f"{policy.rule('make-up').says} It was {told(when.date())}, {when:%H:%M}."
    return _ask(access, concerned, policy, "make-up", words, due, when)


def _ask(
    access: Access,
    concerned: Iterable[Concerned],
    policy: Policy,
    rule: str,
    says: str,
    due: datetime,
    when: datetime,
) -> list[Task]:
    found = {one.subject.pk: one for one in concerned}
    living = people.to_reach(access, subject_ids=list(found), on=when.date())
    return [
        jobs.ask_for(
            access,
            subject=found[one.subject_id].subject,
            kind=policy.rule(rule)["task"],
            says=says,
            for_role=policy.rule(rule)["for_role"],
            due_at=due,
            about=found[one.subject_id].about,
        )
        for one in living
    ]
