"""The reviewer's open work about an authorization: asked for while a payer is waited for, ended by its answer."""

from __future__ import annotations

from datetime import datetime

from stepwell.foundation.gate.access import Access
from stepwell.foundation.jobs import actions as jobs
from stepwell.office.utilization.models import Authorization

#: The open work that an answer of the payer ends.
WAITING = ("chase-payer", "answer-payer", "appeal-denial")


def ask(access: Access, authorization: Authorization, kind: str, says: str, due_at: datetime) -> None:
    """Put work about the authorization on the reviewer's Today. due_at: with a time zone."""
    jobs.ask_for(
        access,
        subject=authorization.subject,
        kind=kind,
        says=says,
        for_role="reviewer",
        due_at=due_at,
        about=f"authorization:{authorization.pk}",
    )


def finish(access: Access, authorization: Authorization, at: datetime, outcome: str) -> None:
    """End the work that waited for the payer. outcome: how it ended, in words."""
    about = [f"authorization:{authorization.pk}"]
    jobs.finish_all_about(access, subject=authorization.subject, kinds=WAITING, about=about, at=at, outcome=outcome)
