"""The job table's tasks. A failed reaction is retried with growing pauses and is seen in the table."""

from __future__ import annotations

from typing import Any, LiteralString

from django.db import close_old_connections, connection
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params
from procrastinate.psycopg_connector import PsycopgConnector

from stepwell.foundation.jobs import events

_DUE = (
    "SELECT task_name FROM procrastinate_jobs WHERE status = 'todo' AND coalesce(scheduled_at, now()) <= now() LIMIT 1"
)
_FAILED = (
    "SELECT coalesce(args->>'reaction', task_name) FROM procrastinate_jobs "
    "WHERE status = 'failed' OR (status = 'todo' AND attempts > 0) LIMIT 1"
)


@app.task(name="react", retry=RetryStrategy(max_attempts=8, exponential_wait=3))
def react(reaction: str, operator_id: int, event: dict[str, Any]) -> None:
    """Run one reaction to one event."""
    close_old_connections()
    events.run(reaction, operator_id, event)


class ReactionFailed(RuntimeError):
    """A reaction failed and waits to be tried again; says which."""


def drain() -> None:
    """Run every job that is due, then return: for the shell, the demonstration and tests.

    The timetable rests meanwhile. Raises ReactionFailed when one failed, so that a dry run never passes over it.
    """
    if not _waiting(_DUE):
        return
    # One connection is enough for one after the other.
    connector = PsycopgConnector(kwargs=connector_params(), min_size=1, max_size=2)
    with app.replace_connector(connector) as worker:
        # Recurring work keeps the real clock; what is drained may live on another day.
        registry = worker.periodic_registry
        timetable, registry.periodic_tasks = registry.periodic_tasks, {}
        try:
            worker.run_worker(wait=False, install_signal_handlers=False, listen_notify=False, delete_jobs="successful")
        finally:
            registry.periodic_tasks = timetable
    failed = _waiting(_FAILED)
    if failed:
        raise ReactionFailed(f"{failed} failed; its job waits to be tried again.")


def _waiting(which: LiteralString) -> str:
    """The reaction of one such job, or nothing."""
    with connection.cursor() as cursor:
        cursor.execute(which)
        row = cursor.fetchone()
    return str(row[0]) if row else ""
