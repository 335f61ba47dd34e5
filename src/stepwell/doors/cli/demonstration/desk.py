"""What people do at their desks at the end of a day: the work that was due is done, apart from what is left for now."""

from __future__ import annotations

from datetime import date

from stepwell.care.sessions import actions as sessions
from stepwell.doors.cli.demonstration.scene import Scene
from stepwell.doors.timetable import recheck_coverage
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.roles import STAFF_ROLES, Role
from stepwell.foundation.jobs import actions as jobs
from stepwell.foundation.jobs import queries as of_jobs
from stepwell.office.utilization import actions as utilization

#: Ends by something else that happens in the story; after so many days somebody does it by hand.
BY_ITSELF = {
    "close-handoff": 4, "follow-up": 6, "review-plan": 7, "review-test": 3, "sign-plan": 9, "call-back": 1,
    "appeal-denial": 10, "chase-payer": 6, "request-authorization": 4,
}  # fmt: skip
OUTCOMES = {"call-back": "Spoke; will call again when ready.", "renew-authorization": "Asked for."}


def tidy(scene: Scene, on: date) -> None:
    """Finish what was due by the end of the day; in the last two days most of it stays to be done."""
    everyone = Access(scene.clinic.operator.pk, frozenset(STAFF_ROLES), name="Everybody")
    evening = scene.clock.to(min(scene.clock.at(on, 21, 30), scene.now))
    leaves = on >= scene.before_end(1)
    for task in of_jobs.due(everyone, limit=500):
        if task.due_at > evening:
            break
        late = (evening - task.due_at).days
        keeps = BY_ITSELF.get(task.kind, 0)
        if late < keeps or (leaves and late < 2):
            continue
        if task.for_role not in scene.clinic.staff:
            continue
        if leaves and scene.chances.of("desk", task.kind, task.about.partition(":")[0], on).yes(0.3):
            continue
        outcome = OUTCOMES.get(task.kind, "Done; noted in the chart.")
        jobs.finish(scene.by(Role(task.for_role)), task=task, at=evening, outcome=outcome)
        scene.count("tasks done")


def nightly(scene: Scene, on: date) -> None:
    """What the house does by itself every night."""
    access, at = Access.system(scene.clinic.operator.pk), scene.clock.to(scene.clock.at(on, 2))
    recent = on >= scene.before_end(2)
    # Every night in a real house. Here twice and once a week, and each of the last nights: what they ask for stays.
    if recent or on.weekday() in (0, 3):
        utilization.sound_alarms(access, on=on, at=at)
    if recent or on.weekday() == 0:
        sessions.look_for_absent(access, on=on, at=at)
    if on.weekday() == 0:
        recheck_coverage(access, on)
