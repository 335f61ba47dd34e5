"""What care.notices announces."""

from __future__ import annotations

from dataclasses import dataclass

from stepwell.foundation.jobs.events import Event


@dataclass(frozen=True)
class OnCallPaged(Event):
    """A page to the one on call was put on its way. at: ISO, with zone."""

    page_id: int
    enquiry_id: int
    subject_id: int
    at: str
