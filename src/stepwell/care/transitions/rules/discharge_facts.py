"""What is known when someone is to leave, and what is answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from stepwell.foundation.kernel.facts import STRICT, Within

NextStep = Literal["booked", "declined", "unreached", "none"]
Signature = Literal["signed", "refused", "unable", "none"]


@dataclass(frozen=True)
class DischargeFacts:
    """Someone is to leave treatment.

    reason: an id of `transitions/discharge-reasons`, as "completed". next_step: the next appointment is booked,
    was declined (declined_says holds their words), or the person could not be reached (attempts says how often).
    positive_test_only: nothing but a drug test's result speaks for it. substance_use_only: nothing but use does.
    client_signature: on the plan for the time after; "refused" and "unable" want client_signature_says.
    approved_by and credential: the clinician who signs. referred, satisfactory_progress, interviewed: for the
    state's report.
    """

    __pydantic_config__ = STRICT
    reason: str
    on: date
    admitted_on: date
    next_step: NextStep
    approved_by: str
    credential: str
    next_on: date | None = None
    declined_says: str = ""
    attempts: Annotated[int, Within(0, 1000)] = 0
    positive_test_only: bool = False
    substance_use_only: bool = False
    director_reason: str = ""
    client_signature: Signature = "none"
    client_signature_says: str = ""
    referred: bool = False
    satisfactory_progress: bool = False
    interviewed: bool = True


@dataclass(frozen=True)
class MayDischarge:
    """may: nothing stands in the way. blocked: what does, as ids of rules. says: the reason in kind words.
    teds and caloms: the reporting codes beneath; nobody reads them. follow_ups: days on which to call."""

    may: bool
    blocked: tuple[str, ...]
    says: str
    teds: int
    caloms: int
    follow_ups: tuple[date, ...]
