"""Kinds of session as a program runs them, who may lead one, and in which room."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from stepwell.care.plans import queries as plans
from stepwell.care.scheduling.leading import are_here
from stepwell.care.sessions.rules.counting import HOLISTIC
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.refusals import BadInput, NotAllowed
from stepwell.foundation.policy.loading import load
from stepwell.registry.programs import queries as programs

if TYPE_CHECKING:
    from stepwell.registry.people.models import Staff
    from stepwell.registry.programs.models import Program, Room
    from stepwell.registry.programs.rules.program import ProgramRules

BESIDE = "sessions/beside"
#: The credential that makes holistic work treatment.
THERAPIST = "therapist"


@dataclass(frozen=True)
class Kind:
    """A kind of session in a program on a day. minutes_min, minutes_max: None is open. cap: most people in it."""

    kind: str
    lead: str
    counts: bool
    minutes_min: int | None
    minutes_max: int | None
    cap: int


def kind_of(access: Access, *, program: Program, kind: str, on: date) -> Kind:
    """The kind by its word, "case-management" or "case_management". Raises BadInput, NotAllowed.

    What a program does beside treatment, as an assessment, is in the policy sessions/beside.
    """
    word = kind.replace("-", "_")
    rules = programs.rules_of(access, program=program, on=on)
    found = next((one for one in rules.session_kinds if one.kind == word), None)
    if found is not None and found.offered:
        shortest, longest = (None if one is None else int(one) for one in (found.minutes.min, found.minutes.max))
        return Kind(word, found.lead, found.counts, shortest, longest, found.cap)
    if found is not None:
        reason = rules.reason(
            "session_kinds", {"kind": word}, f"{program.name} does not offer {_plain(word)} sessions."
        )
        raise NotAllowed((reason,))
    beside = load(BESIDE, on).rules
    if word not in beside:
        offered = [one.kind for one in rules.session_kinds if one.offered]
        raise BadInput("kind", f"A session is one of {', '.join([*offered, *beside])}.")
    values = beside[word]
    return Kind(word, values["lead"], values["counts"], values["minutes_min"], values["minutes_max"], values["cap"])


def led_by(access: Access, *, program: Program, kind: Kind, leader: Staff, on: date) -> bool:
    """Whether the session's minutes are treatment hours. Raises NotAllowed when the leader may not lead it.

    Credentials are looked at in the site's state on the day. Whoever leads holistic work may lead it; it counts when
    a therapist does, and then for those whose plan holds it.
    """
    state = programs.site_of(access, program=program).state
    if kind.kind == HOLISTIC:
        return plans.leads(access, staff=leader, lead=THERAPIST, on=on, state=state).answer
    ruling = plans.leads(access, staff=leader, lead=kind.lead, on=on, state=state)
    if not ruling.answer:
        raise NotAllowed(ruling.reasons)
    return kind.counts


def offers_video(rules: ProgramRules, kind: str) -> None:
    """Raises NotAllowed when the program does not offer that kind of session by video."""
    if not rules.teletherapy or kind not in rules.teletherapy_kinds:
        says = f"{rules.name} does not offer {_plain(kind)} sessions by video. Meet in person."
        raise NotAllowed((rules.reason("teletherapy_kinds", {"kind": kind}, says),))


def is_staff_on(access: Access, *, staff: Staff, on: date) -> None:
    """Raises BadInput when somebody does not work here on the day."""
    if on < staff.since or (staff.until is not None and staff.until < on):
        raise BadInput("leader", f"{staff.name} does not work here on {on.isoformat()}.")


def are_at_work(access: Access, staff: Iterable[Staff | None], *, on: date, starts: datetime, ends: datetime) -> None:
    """Raises BadInput when one of them does not work here on the day, Conflict when one is away in that time."""
    named = [one for one in staff if one is not None]
    for one in named:
        is_staff_on(access, staff=one, on=on)
    are_here(named, starts, ends)


def is_room_of(room: Room | None, program: Program) -> None:
    """Raises BadInput for a room at another site than the program."""
    if room is not None and room.site_id != program.site_id:
        raise BadInput("room", f"{room.name} is at another site.")


def _plain(word: str) -> str:
    return word.replace("_", " ")
