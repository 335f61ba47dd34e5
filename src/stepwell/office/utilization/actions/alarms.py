"""The nightly look at what runs out: more days are asked for before the last one is used."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import action, concerns
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.jobs import actions as jobs
from stepwell.foundation.jobs import queries as open_work
from stepwell.foundation.jobs.models import Task
from stepwell.foundation.policy.loading import load
from stepwell.office.utilization.models import Authorization
from stepwell.office.utilization.queries import LEDGER
from stepwell.office.utilization.rules.deadlines import DEADLINES
from stepwell.office.utilization.rules.ledger import authorization_ledger
from stepwell.office.utilization.rules.ledger_facts import Alarm, Ledger
from stepwell.office.utilization.spans import facts_of, history, known_of
from stepwell.registry.episodes import queries as episodes

_SAYS = {
    "units": "{left} units left",
    "days": "{left} days until it ends",
    "days_to_review": "{left} days until its review",
}


@action(Permission.AUTHORIZATION_WRITE)
def sound_alarms(access: Access, *, on: date, at: datetime) -> list[Task]:
    """Ask the reviewer to renew what reaches 5, 3 or 1 units or days (policy). Each threshold sounds once.

    Run every night for every operator; running it again the same night asks for nothing new.
    """
    asked = []
    running = Authorization.objects.select_related("episode__program__site", "coverage", "subject")
    rows = list(running.filter(episode__isnull=False, episode__ended_on=None).order_by("id"))
    concerns(*(row.subject_id for row in rows))
    events = history(rows)
    for row in rows:
        way = episodes.way_of(access, episode=row.episode) if row.episode else None
        known = known_of([row], events, way, on)
        facts, _ = facts_of([row], known, episode=row.episode, payer=row.coverage.payer, today=on)
        stands = authorization_ledger(facts, load(LEDGER, on)).answer
        asked += [task for alarm in stands.alarms if (task := _sound(access, row, alarm, stands, at))]
    return asked


def _sound(access: Access, row: Authorization, alarm: Alarm, stands: Ledger, at: datetime) -> Task | None:
    about = f"authorization:{row.pk}:{alarm.what}:{alarm.at}"
    if open_work.asked_before(access, kind="renew-authorization", about=about):
        return None
    left = _SAYS[alarm.what].format(left=alarm.left)
    ahead = stands.forecast
    until = f" It runs out about {ahead.on}, between {ahead.earliest} and {ahead.latest}." if ahead else ""
    return jobs.ask_for(
        access,
        subject=row.subject,
        kind="renew-authorization",
        says=f"Ask {row.coverage.plan_name} for more days: {stands.number} has {left}.{until}",
        for_role="reviewer",
        due_at=at + timedelta(days=load(DEADLINES, at.date()).rule("alarm")["days"]),
        about=about,
    )
