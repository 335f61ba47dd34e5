"""What care.admissions announces; an admission itself is announced by the stay (EpisodeOpened)."""

from __future__ import annotations

from dataclasses import dataclass

from stepwell.foundation.jobs.events import Event


@dataclass(frozen=True)
class EnquiryMade(Event):
    """Somebody asked, for themselves or for somebody else."""

    enquiry_id: int
    subject_id: int


@dataclass(frozen=True)
class SafetyChecked(Event):
    """A safety check was made."""

    safety_check_id: int
    subject_id: int
    urgent: bool


@dataclass(frozen=True)
class PaperSigned(Event):
    """An intake paper was signed, or declined with a reason."""

    paper_id: int
    subject_id: int
    kind: str


@dataclass(frozen=True)
class CallUnanswered(Event):
    """Somebody was called back and nobody answered. own: the person asked for the call themself. at: ISO, with zone."""

    contact_id: int
    enquiry_id: int
    subject_id: int
    own: bool
    at: str
