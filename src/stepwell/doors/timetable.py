"""All recurring work of the house on one page. Each line: when (UTC), what, for every operator."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from procrastinate.contrib.django import app

from stepwell.care.notices import paging, sending
from stepwell.care.sessions import actions as sessions
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Operator
from stepwell.office.utilization import actions as utilization
from stepwell.registry.coverage import actions as coverage
from stepwell.registry.programs import queries as programs


@app.periodic(cron="0 9 * * *")
@app.task(name="alarms", queueing_lock="alarms")
def alarms(timestamp: int) -> None:
    """Every night: ask reviewers to renew authorizations that reach an alarm."""
    now = datetime.fromtimestamp(timestamp, UTC)
    for_every_operator(now, lambda access, on: utilization.sound_alarms(access, on=on, at=now))


@app.periodic(cron="30 9 * * *")
@app.task(name="recheck", queueing_lock="recheck")
def recheck(timestamp: int) -> None:
    """Every night: ask for a new look at coverage that nobody has verified for a month, so that a lapse is found."""
    for_every_operator(datetime.fromtimestamp(timestamp, UTC), recheck_coverage)


@app.periodic(cron="0 10 * * *")
@app.task(name="absences", queueing_lock="absences")
def absences(timestamp: int) -> None:
    """Every night: ask for what follows when nobody has seen somebody for long."""
    now = datetime.fromtimestamp(timestamp, UTC)
    for_every_operator(now, lambda access, on: sessions.look_for_absent(access, on=on, at=now))


@app.periodic(cron="5 * * * *")
@app.task(name="remind", queueing_lock="remind")
def remind(timestamp: int) -> None:
    """Every hour: put reminders of tomorrow on their way, once a person and day, also to those seated since."""
    now = datetime.fromtimestamp(timestamp, UTC)
    for_every_operator(now, lambda access, on: sending.remind(access, on=on, at=now))


@app.periodic(cron="* * * * *")
@app.task(name="page", queueing_lock="page")
def page(timestamp: int) -> None:
    """Every minute: page the one on call again where a carrier could not take it; a first try does not wait for it."""
    now = datetime.fromtimestamp(timestamp, UTC)
    for operator in Operator.objects.order_by("id"):
        paging.send_pages(Access.system(operator.pk), at=now)


@app.periodic(cron="*/5 * * * *")
@app.task(name="send", queueing_lock="send")
def send(timestamp: int) -> None:
    """Every five minutes: send what may go out now, pages first, and try again what a carrier could not take."""
    page(timestamp)
    now = datetime.fromtimestamp(timestamp, UTC)
    for operator in Operator.objects.order_by("id"):
        sending.send_due(Access.system(operator.pk), at=now)


def recheck_coverage(access: Access, on: date) -> None:
    """Ask again after as many days as the strictest of the operator's programs says."""
    running = programs.programs(access)
    days = [programs.rules_of(access, program=each, on=on).benefits_recheck_days for each in running]
    if days:
        coverage.ask_for_recheck(access, on=on, every_days=min(days))


def for_every_operator(now: datetime, work: Callable[[Access, date], object]) -> None:
    """Do the work for each operator on its own day: the date at its first site."""
    for operator in Operator.objects.order_by("id"):
        access = Access.system(operator.pk)
        running = programs.programs(access)
        zone = ZoneInfo(running[0].site.time_zone) if running else UTC
        work(access, now.astimezone(zone).date())
