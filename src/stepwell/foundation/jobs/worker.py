"""The job table's tasks. A failed reaction is retried with growing pauses and is seen in the table."""

from __future__ import annotations

from typing import Any

from django.db import close_old_connections
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from stepwell.foundation.jobs import events


@app.task(name="react", retry=RetryStrategy(max_attempts=8, exponential_wait=3))
def react(reaction: str, operator_id: int, event: dict[str, Any]) -> None:
    """Run one reaction to one event."""
    close_old_connections()
    events.run(reaction, operator_id, event)


def drain() -> None:
    """Run every job that is due, then return: for the shell, the demonstration and tests."""
    connector: Any = app.connector
    with app.replace_connector(connector.get_worker_connector()) as worker:
        worker.run_worker(wait=False, install_signal_handlers=False, listen_notify=False, delete_jobs="successful")
