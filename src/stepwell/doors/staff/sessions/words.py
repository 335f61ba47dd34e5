"""What the session room says: choices to tap, and what stands between minutes and a billable day."""

from __future__ import annotations

from stepwell.foundation.kernel.ruling import Reason

#: How somebody took part: kept in the note as it is read.
ENGAGEMENT = (
    ("Spoke and took part", "Took part"),
    ("Listened, spoke when asked", "When asked"),
    ("Quiet today", "Quiet"),
    ("Restless, came and went with the topic", "Restless"),
)
#: How they answered to what was done.
RESPONSE = (
    ("Tried the skill", "Tried it"),
    ("Saw something new", "New insight"),
    ("Found it hard", "Found it hard"),
    ("Disagreed and said so", "Disagreed"),
)
#: How safety was looked at; nothing is chosen beforehand.
NOTHING_VOICED, ASKED, VOICED = "none-voiced", "asked", "voiced"
RISK = (
    (NOTHING_VOICED, "No thoughts of harm voiced"),
    (ASKED, "Asked: no thoughts of harm"),
    (VOICED, "Spoke of harm"),
)
RISK_SAYS = {NOTHING_VOICED: "No thoughts of harm voiced.", ASKED: "Asked about thoughts of harm: none."}
EXCEPTIONS = (("", "An objective is named"), ("crisis", "A crisis"), ("intake", "Intake"), ("admin", "Administrative"))

_SOURCE = "Stepwell, 'Defaults for sessions'"
#: Chip and sentence of each hint of a row, and what would change it.
HINTS = {
    "ready": ("met", "Billable as far as the session knows", "There, minutes written down, both parts signed.", ""),
    "unsigned": ("due", "Held: not signed", "A day is billed once the shared and the own part are signed.",
                 "Sign the shared part and this person's part."),
    "above_cap": ("due", "Held: above the cap", "More people are in the session than its cap allows.",
                  "Split the session: Something went wrong, then the session."),
    "not_counted": ("calm", "Not treatment hours", "This kind of session, or its leader, brings no treatment hours.",
                    "A leader whose credential makes it treatment."),
    "no_minutes": ("due", "Held: no minutes", "They came, but no minutes are written down.",
                   "Write down from when until when they were there."),
    "expected": ("calm", "Not said yet", "Nobody has said whether they came.", "Tap who came."),
    "absent": ("calm", "Nothing to bill", "They were not there.", ""),
    "off": ("calm", "Called off", "The session was called off.", ""),
}  # fmt: skip


def hint_reason(hint: str, minutes: int) -> tuple[Reason, ...]:
    """The hint's reason with its facts, for the Why? drawer."""
    return (Reason(f"sessions/billable#{hint}", HINTS[hint][2], _SOURCE, {"minutes": minutes}),)
