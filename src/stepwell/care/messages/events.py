"""What care.messages announces."""

from __future__ import annotations

from dataclasses import dataclass

from stepwell.foundation.jobs.events import Event


@dataclass(frozen=True)
class MessageWritten(Event):
    """A client or somebody of the team wrote. side: client or team."""

    message_id: int
    subject_id: int
    side: str
