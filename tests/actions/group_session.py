"""A group that met, with its roster there for the whole time: for the tests of notes."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from threading import Barrier
from typing import Any

from django.db import connection

from stepwell.care.sessions import actions as sessions
from stepwell.care.sessions import queries as of_sessions
from stepwell.care.sessions.models import OwnPart, Participation, Session, SharedPart
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.refusals import Refused
from stepwell.foundation.gate.roles import Role
from stepwell.registry.people import actions as people
from stepwell.registry.people.models import Staff
from tests.actions.care_groups import open_group, take_seats
from tests.actions.care_stay import CareStay, with_plan
from tests.world import TODAY, World

#: First and last names; none is a word of a response below.
NAMES = (
    "Amara Sampleworth", "Ben Testingham", "Cleo Mockley", "Dario Specimento", "Edda Fictiva", "Farid Demosson",
    "Gwen Placeholm", "Hugo Inventori", "Ines Trialova", "Jonah Examplar", "Kaya Prototypa", "Luca Simuland",
)  # fmt: skip
RESPONSES = (
    "Named the drive home as the hardest hour and tried the breathing skill aloud.",
    "Told how Tuesday went without a drink; was surprised that the craving passed.",
    "Wrote a plan for the weekend with two numbers to call and a place to be.",
    "Disagreed about sleep, then chose one change to try until next time.",
    "Quiet at first; later thanked somebody for being frank with the room.",
    "Practised saying no at work and asked to repeat it with a firmer voice.",
    "Explained how an urge rises and falls and drew the last one on paper.",
    "Spoke of grief for a brother and asked where to find a quiet hour.",
    "Laughed about an old habit, then listed three mornings that went well.",
    "Came late from court, listened, and set a small goal for Thursday.",
    "Asked what medication does to dreams and will bring it to the visit.",
    "Felt angry about money; used the pause skill twice and stayed seated.",
)
RISK = "No thoughts of harm voiced."
DONE = {"topic": "Cravings", "done": "A round, the topic, a close.", "format": "round and topic"}


@dataclass
class Held:
    """A meeting with its roster; stays and rows are in the same order."""

    world: World
    session: Session
    stays: list[CareStay]
    rows: list[Participation]

    @property
    def leader(self) -> Staff:
        return self.world.a.staff[Role.COUNSELOR][0]

    @property
    def access(self) -> Access:
        return self.world.access(Role.COUNSELOR)

    def sign_shared(self, **text: str) -> SharedPart:
        """The leader signs what is true for all."""
        return sessions.sign_shared(
            self.access, session=self.session, by=self.leader, credential="CADC", at=self.after(), text=DONE | text
        )

    def sign_own(self, index: int, **changed: Any) -> OwnPart:
        """The leader signs one person's part; `changed` are other arguments, `response` another text."""
        text = {"response": changed.pop("response", RESPONSES[index]), "next": "Same skill before the evening."}
        given = {
            "participation": self.rows[index],
            "by": self.leader,
            "credential": "CADC",
            "at": self.after(),
            "text": text,
            "objective": self.stays[index].objective,
            "risk": RISK,
        }
        return sessions.sign_own(self.access, **{**given, **changed})

    def after(self, minutes: int = 5) -> Any:
        """A moment after the session."""
        return self.session.ends_at + timedelta(minutes=minutes)

    def present(self, *rows: Participation) -> None:
        """They were there for all of it."""
        for row in rows:
            sessions.record_presence(
                self.access, participation=row, starts=self.session.starts_at, ends=self.session.ends_at
            )


def person(world: World, index: int) -> Any:
    """Somebody of the cast by number."""
    first, last = NAMES[index].split()
    return people.register(world.access(Role.COORDINATOR), first_name=first, last_name=last)


def held(world: World, count: int, *, present: bool = True) -> Held:
    """Monday's group met with so many people, all there for ninety minutes."""
    group = open_group(world)
    stays = [with_plan(world, person(world, index)) for index in range(count)]
    for stay in stays:
        take_seats(stay, group, weeks=1)
    access = world.access(Role.COUNSELOR)
    session = sessions.hold_group(access, group=group, on=TODAY)
    meeting = Held(world, session, stays, of_sessions.roster(access, session=session))
    if present:
        meeting.present(*meeting.rows)
        meeting.rows = of_sessions.roster(access, session=session)
    return meeting


def race(*runners: Callable[[], Any]) -> list[Any]:
    """What each came back with when all run at once on connections of their own: its result or its refusal."""
    start = Barrier(len(runners))

    def run(runner: Callable[[], Any]) -> Any:
        try:
            start.wait()
            return runner()
        except Refused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(runners)) as threads:
        return list(threads.map(run, runners))
