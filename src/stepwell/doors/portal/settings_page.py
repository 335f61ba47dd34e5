"""How a client wants to be reached, their language, their calendar, and what they wish for hard times."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from stepwell.care.emergencies import actions as emergencies
from stepwell.care.emergencies import queries as wishes
from stepwell.care.emergencies.models import CrisisPlan
from stepwell.care.messages import queries as messages
from stepwell.care.messages.queries import Expectation, HelpLine
from stepwell.care.messages.queries import Line as Message
from stepwell.care.notices import queries as notices
from stepwell.doors.feeds import queries as feeds
from stepwell.doors.feeds.models import Feed
from stepwell.doors.portal.mine import Me, behalf, me_of
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import action, query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import NotFound
from stepwell.registry.people import actions as people
from stepwell.registry.people import queries as of_people
from stepwell.registry.people.models import ReachWay, Relation

PARTS = ("warning_signs", "what_helps", "safe_places", "wants", "does_not_want")


@dataclass(frozen=True)
class Reached:
    """A way to be reached. stopped: the number has answered STOP, and hears nothing more until it says START."""

    way: ReachWay
    stopped: bool


@dataclass(frozen=True)
class Settings:
    """What the page prints."""

    me: Me
    ways: tuple[Reached, ...]
    feed: Feed | None


@dataclass(frozen=True)
class HardTimes:
    """The newest plan for hard times. version: its number, 0 for none."""

    me: Me
    plan: CrisisPlan | None
    version: int
    contacts: tuple[Relation, ...]

    def initial(self) -> dict[str, str]:
        """The form's words."""
        if self.plan is None:
            return {"people": "\n".join(f"{one.name}, {one.phone}" for one in self.contacts if one.phone)}
        words = {name: str(getattr(self.plan, name)) for name in PARTS}
        return words | {"people": "\n".join(f"{one['name']}, {one['phone']}" for one in self.plan.people)}


@dataclass(frozen=True)
class Thread:
    """The messages, and what is said beside the box."""

    me: Me
    lines: tuple[Message, ...]
    expects: Expectation
    new: int


@dataclass(frozen=True)
class Help:
    """Whom to call now."""

    me: Me
    lines: tuple[HelpLine, ...]
    plan: CrisisPlan | None


@query(Permission.OWN_READ)
def settings(access: Access, *, now: datetime) -> Settings:
    """Ways to be reached, and the calendar."""
    me = me_of(access, now=now)
    ways = of_people.reach_ways(access, subject=me.subject, on=me.today)
    shown = [Reached(way, way.kind == "text" and notices.has_stopped(access, number=way.value)) for way in ways]
    return Settings(me, tuple(shown), feeds.feed_of(access, subject=me.subject))


@action(Permission.OWN_WRITE)
def reach_me(access: Access, *, kind: str, value: str, leave_message: bool, now: datetime) -> None:
    """Added a way to be reached. Raises BadInput."""
    me = me_of(access, now=now)
    own = behalf(access)
    people.reach_by(own, subject=me.subject, kind=kind, value=value, leave_message=leave_message, on=me.today)


@action(Permission.OWN_WRITE)
def leave_me(access: Access, *, way_id: int, now: datetime) -> None:
    """Ended a way to be reached. Raises NotFound for one that is not theirs or has ended."""
    me = me_of(access, now=now)
    ways = of_people.reach_ways(access, subject=me.subject, on=me.today)
    way = next((one for one in ways if one.pk == way_id), None)
    if way is None:
        raise NotFound
    people.stop_reaching_by(behalf(access), way=way, on=me.today)


@query(Permission.OWN_READ)
def me_only(access: Access, *, now: datetime) -> Me:
    """Whoever reads."""
    return me_of(access, now=now)


@action(Permission.OWN_WRITE)
def speak(access: Access, *, language: str, now: datetime) -> None:
    """Changed the language they are spoken to in."""
    me = me_of(access, now=now)
    if me.person.language != language:
        people.describe(behalf(access), person=me.person, language=language)


@query(Permission.OWN_READ)
def hard_times(access: Access, *, now: datetime) -> HardTimes:
    """What they wish for hard times."""
    me = me_of(access, now=now)
    plan = wishes.crisis_plan_of(access, subject=me.subject)
    around = of_people.relations(access, subject=me.subject, on=me.today) if plan is None else []
    return HardTimes(me, plan, plan.version if plan else 0, tuple(around))


def keep_wishes(access: Access, page: HardTimes, given: dict[str, str], now: datetime) -> CrisisPlan:
    """Keep the next version. Raises NotAllowed, Conflict."""
    called = [line.rpartition(",") if "," in line else line.rpartition(" ") for line in given["people"].splitlines()]
    return emergencies.write_crisis_plan(
        access,
        subject=page.me.subject,
        at=now,
        parts={name: given[name] for name in PARTS},
        people=[(name or phone, phone if name else "") for name, _sign, phone in called if (name or phone).strip()],
        seen=page.version,
    )


@query(Permission.OWN_READ)
def thread(access: Access, *, now: datetime) -> Thread:
    """The messages with the team."""
    me = me_of(access, now=now)
    return Thread(
        me,
        tuple(messages.thread_of(access, subject=me.subject)),
        messages.expectation(access, subject=me.subject, at=now, language=me.language),
        messages.unread_of(access, subject=me.subject),
    )


@query(Permission.OWN_READ)
def help_now(access: Access, *, now: datetime) -> Help:
    """Numbers to call, and the plan for hard times."""
    me = me_of(access, now=now)
    lines = messages.help_lines(access, on=me.today, language=me.language)
    return Help(me, tuple(lines), wishes.crisis_plan_of(access, subject=me.subject))
