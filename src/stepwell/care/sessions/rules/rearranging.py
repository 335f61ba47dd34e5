"""Splitting, joining and moving sessions: what is allowed, and where each minute goes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from stepwell.care.sessions.rules.counting import HERE
from stepwell.care.sessions.rules.intervals import Stretch, union
from stepwell.foundation.kernel.ruling import Reason, Ruling
from stepwell.foundation.policy.document import Policy


def cut(stretches: Iterable[Stretch], at: datetime) -> tuple[list[Stretch], list[Stretch]]:
    """The minutes before the moment and those from it on: together the same minutes, none lost and none twice."""
    whole = union(stretches)
    before = [(starts, min(ends, at)) for starts, ends in whole if starts < at]
    after = [(max(starts, at), ends) for starts, ends in whole if at < ends]
    return before, after


@dataclass(frozen=True)
class Place:
    """A session that people come to. people: in it afterwards. cap: the most it holds. places: of the room, None
    without one. co_leader_above: more people than this have a co-leader."""

    people: int
    cap: int
    places: int | None
    has_co_leader: bool
    co_leader_above: int


@dataclass(frozen=True)
class SplitFacts:
    """A session before it is split. since: from when on somebody is in the other one. staying, going: people expected
    or there. outcomes: of those who go. signed: a part of the note is."""

    starts: datetime
    ends: datetime
    since: datetime
    staying: int
    going: int
    outcomes: tuple[str, ...]
    signed: bool
    place: Place


@dataclass(frozen=True)
class JoinFacts:
    """Two sessions before one goes on alone. until: the last moment somebody of the other was there or will be asked
    to be, None for nobody. alike: one program, kind and day. breaks_after: the other has a break after `since`."""

    starts: datetime
    ends: datetime
    other_ends: datetime
    since: datetime
    until: datetime | None
    alike: bool
    signed: bool
    breaks_after: bool
    place: Place


@dataclass(frozen=True)
class MoveFacts:
    """A session before it is moved. attended: somebody was there. shifts: its time or way of meeting changes."""

    signed: bool
    attended: bool
    shifts: bool
    people: int
    places: int | None


def may_split(facts: SplitFacts, policy: Policy) -> Ruling[bool]:
    """Whether a session is split so. policy: scheduling/changes. Every reason against it is given."""
    return _ruled(_against_split(facts, policy), policy, "sides")


def may_join(facts: JoinFacts, policy: Policy) -> Ruling[bool]:
    """Whether one session goes on with the people of both. policy: scheduling/changes."""
    return _ruled(_against_joining(facts, policy), policy, "alike")


def may_move(facts: MoveFacts, policy: Policy) -> Ruling[bool]:
    """Whether a session is at another time, elsewhere or led by somebody else. policy: scheduling/changes."""
    return _ruled(_against_moving(facts, policy), policy, "room")


def _ruled(against: Iterator[Reason], policy: Policy, rule: str) -> Ruling[bool]:
    reasons = tuple(against)
    return Ruling(not reasons, reasons or (policy.reason(rule),))


def _against_split(facts: SplitFacts, policy: Policy) -> Iterator[Reason]:
    if facts.signed:
        yield policy.reason("signed", {"would_change": "an amendment of the note"})
    if not facts.starts <= facts.since < facts.ends:
        yield policy.reason("inside", _moments(facts.starts, facts.ends, facts.since))
    if not facts.going or not facts.staying:
        yield policy.reason("sides", {"staying": facts.staying, "going": facts.going})
    absent = sorted({one for one in facts.outcomes if one not in HERE})
    if absent:
        yield policy.reason("here", {"outcomes": absent})
    yield from _against_place(facts.place, policy)


def _against_joining(facts: JoinFacts, policy: Policy) -> Iterator[Reason]:
    if facts.signed:
        yield policy.reason("signed", {"would_change": "an amendment of the note"})
    if not facts.alike:
        yield policy.reason("alike")
    # Who goes along before their own session has begun never was in it; the one that goes on has begun.
    if not facts.starts <= facts.since < min(facts.ends, facts.other_ends):
        yield policy.reason("inside", _moments(facts.starts, min(facts.ends, facts.other_ends), facts.since))
    if facts.until is not None and facts.until > facts.ends:
        seen = {"ends": facts.ends.isoformat(), "would_change": facts.until.isoformat()}
        yield policy.reason("ends", seen)
    if facts.breaks_after:
        yield policy.reason("breaks")
    yield from _against_place(facts.place, policy)


def _against_moving(facts: MoveFacts, policy: Policy) -> Iterator[Reason]:
    if facts.signed:
        yield policy.reason("signed", {"would_change": "an amendment of the note"})
    if facts.attended and facts.shifts:
        yield policy.reason("attended")
    if facts.places is not None and facts.people > facts.places:
        yield _full_room(facts.people, facts.places, policy)


def _against_place(place: Place, policy: Policy) -> Iterator[Reason]:
    if place.people > place.cap:
        says = f"It would hold {place.people} people; the most is {place.cap}."
        yield policy.reason("cap", {"people": place.people, "cap": place.cap}, says)
    if place.places is not None and place.people > place.places:
        yield _full_room(place.people, place.places, policy)
    if place.people > place.co_leader_above and not place.has_co_leader:
        says = f"More than {place.co_leader_above} people have a co-leader. Name one."
        yield policy.reason("co-leader", {"people": place.people, "would_change": "a co-leader"}, says)


def _full_room(people: int, places: int, policy: Policy) -> Reason:
    says = f"The room has {places} places for {people} people."
    return policy.reason("room", {"people": people, "places": places, "would_change": "a larger room"}, says)


def _moments(starts: datetime, ends: datetime, since: datetime) -> dict[str, str]:
    return {"starts": starts.isoformat(), "ends": ends.isoformat(), "since": since.isoformat()}
