"""What registry.people announces."""

from __future__ import annotations

from dataclasses import dataclass

from stepwell.foundation.jobs.events import Event


@dataclass(frozen=True)
class PersonDied(Event):
    """A death was recorded: everything that would reach the person or their family by itself stops."""

    subject_id: int


@dataclass(frozen=True)
class PortalOpened(Event):
    """A login of their own was opened for a client. at: ISO, with zone."""

    subject_id: int
    login_id: int
    at: str


@dataclass(frozen=True)
class ConsentRevoked(Event):
    """A consent was taken back: queued disclosures under it stop."""

    subject_id: int
    consent_id: int
