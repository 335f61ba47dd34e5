"""Somebody answers a text: STOP ends all of them at once, START begins again, HELP says whom to call."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from stepwell.care.letters.rules.wording import fill
from stepwell.care.notices import actions
from stepwell.care.notices.rules.answering import OTHER, STOP
from stepwell.care.notices.rules.wording import said_number
from stepwell.foundation.gate.access import Access
from stepwell.foundation.policy.loading import load
from stepwell.registry.programs import queries as programs


@dataclass(frozen=True)
class Reply:
    """What goes back to the number, at once and once; empty for silence. word: stop, start, help or other."""

    word: str
    text: str


def receive(operator_id: int, from_: str, text: str, *, at: datetime) -> Reply:
    """A text came from a number to one of the operator's. Nothing of it is kept but its word; nobody is looked up, so
    the answer tells nobody whether the number is known.

    A number that has stopped hears one confirmation and then nothing, until it says START or asks for HELP.
    """
    access = Access.system(operator_id)
    meant, had_stopped = actions.hear(access, number=from_, text=text, at=at)
    if had_stopped and meant.word in (STOP, OTHER):
        return Reply(meant.word, "")
    running = programs.programs(access)
    callback = said_number(running[0].site.phone) if running else ""
    worded = load(actions.TEMPLATES, at.date()).rule("answers")["text"][meant.word]
    return Reply(meant.word, fill(str(worded[meant.language]), {"callback": callback}))
