"""A stay: where it stands, its review, leaving it; and all that is open after stays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from stepwell.care.transitions import queries as transitions
from stepwell.care.transitions.models import Discharge, FollowUp, Handoff, StayReview
from stepwell.care.transitions.queries import StayLook
from stepwell.doors.staff.people.head import Head, clinic_zone, head_of
from stepwell.doors.staff.transitions import words
from stepwell.doors.staff.transitions.after_stays import Call, Open, call_due, open_handoff
from stepwell.doors.staff.transitions.forms import level_choices
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission as P
from stepwell.foundation.gate.refusals import NotFound
from stepwell.foundation.gate.roles import allowed
from stepwell.foundation.kernel.ruling import Reason
from stepwell.foundation.policy.loading import load
from stepwell.registry.episodes import queries as episodes
from stepwell.registry.episodes.models import Episode
from stepwell.registry.people import queries as people

#: How far ahead calls are shown.
_AHEAD = timedelta(days=14)


@dataclass(frozen=True)
class Stay:
    """A stay as it stands. discharge, handoffs, calls: of one that has ended."""

    head: Head
    reviews: tuple[StayReview, ...]
    discharge: Discharge | None
    handoffs: tuple[Handoff, ...]
    calls: tuple[FollowUp, ...]
    may_review: bool
    may_discharge: bool


@query(P.NOTE_READ)
def stay(access: Access, *, person_id: int, now: datetime) -> Stay:
    """The latest stay of a person. Raises NotFound."""
    head = head_of(access, person_id=person_id, now=now)
    if head.episode is None:
        return Stay(head, (), None, (), (), False, False)
    open_now = head.open_episode is not None
    ended = None if open_now else transitions.discharge_of(access, episode=head.episode)
    after = ended is not None and allowed(access.roles, P.FOLLOW_UP)
    return Stay(
        head=head,
        reviews=tuple(transitions.stay_reviews(access, episode=head.episode)),
        discharge=ended,
        handoffs=tuple(transitions.handoffs_of(access, discharge=ended)) if after and ended else (),
        calls=tuple(transitions.follow_ups_of(access, discharge=ended)) if after and ended else (),
        may_review=open_now and allowed(access.roles, P.STAY_REVIEW),
        may_discharge=open_now and allowed(access.roles, P.EPISODE_DISCHARGE),
    )


@dataclass(frozen=True)
class Reviewing:
    """The criteria of a stay and what may be decided. held: credentials that may approve it."""

    head: Head
    look: StayLook
    held: tuple[str, ...]
    levels: tuple[tuple[str, str], ...]

    @property
    def advice(self) -> str:
        """What the criteria come to, in words."""
        return words.ADVICE[self.look.advice.answer.recommended]

    @property
    def down(self) -> list[words.Line]:
        """The criteria for stepping down."""
        return words.lines(self.look, "step-down")

    @property
    def thinner(self) -> list[words.Line]:
        """The criteria for fewer days."""
        return words.lines(self.look, "thin")

    @property
    def changes(self) -> list[str]:
        """What would change it."""
        return words.changes(self.look)


@query(P.STAY_REVIEW)
def reviewing(access: Access, *, person_id: int, now: datetime, given: dict[str, Any]) -> Reviewing:
    """Gather the page. given: facts only people know. Raises NotFound where no stay is running."""
    head = head_of(access, person_id=person_id, now=now)
    episode, step = _running(access, head)
    order = load("transitions/stay-review", head.today).rule("levels")["order"]
    look = transitions.stay_look(access, episode=episode, step=step, on=head.today, given=given)
    return Reviewing(
        head=head,
        look=look,
        held=_held(access, episode, head.today, "transitions/stay-review", "approval"),
        levels=tuple(level_choices(order)),
    )


@dataclass(frozen=True)
class Leaving:
    """Who is to leave, for which reasons one may, and with which credential it is signed."""

    head: Head
    episode: Episode
    held: tuple[str, ...]
    reasons: tuple[tuple[str, str], ...]
    by: str


@query(P.EPISODE_DISCHARGE)
def leaving(access: Access, *, person_id: int, now: datetime) -> Leaving:
    """Gather the page. Raises NotFound where no stay is running."""
    head = head_of(access, person_id=person_id, now=now)
    if head.open_episode is None:
        raise NotFound
    policy = load("transitions/discharge-reasons", head.today)
    told = [one for one in policy.rules.values() if one.id.startswith("reason-")]
    return Leaving(
        head=head,
        episode=head.open_episode,
        held=_held(access, head.open_episode, head.today, policy.id, "clinician"),
        reasons=tuple((one.id.removeprefix("reason-"), one.says) for one in told),
        by=access.name,
    )


def _running(access: Access, head: Head) -> tuple[Episode, Any]:
    step = episodes.level_on(access, episode=head.open_episode, on=head.today) if head.open_episode else None
    if head.open_episode is None or step is None:
        raise NotFound
    return head.open_episode, step


def _held(access: Access, episode: Episode, on: date, policy: str, rule: str) -> tuple[str, ...]:
    """The credentials of whoever is signed in that may approve it, valid today in the site's state."""
    own = people.credentials_by_staff(access, on=on, state=episode.program.site.state).get(access.staff_id or 0, [])
    enough = load(policy, on).rule(rule)["may_approve"]
    return tuple(one for one in dict.fromkeys(own) if one in enough)


@dataclass(frozen=True)
class Afterwards:
    """All that is open after stays, the earliest due first."""

    zone: ZoneInfo
    today: date
    handoffs: tuple[Open, ...]
    calls: tuple[Call, ...]
    coming: tuple[Call, ...]
    why_handoff: tuple[Reason, ...]
    why_calls: tuple[Reason, ...]


@query(P.FOLLOW_UP)
def afterwards(access: Access, *, now: datetime) -> Afterwards:
    """Gather the page in a few reads."""
    zone = clinic_zone(access)
    today = now.astimezone(zone).date()
    rows = transitions.handoffs_open(access)
    due = transitions.follow_ups_due(access, on=today + _AHEAD)
    names = people.names(access, subject_ids=sorted({one.subject_id for one in (*rows, *due)}))
    rule = load("deadlines/transitions", today).rule("handoff")
    calls = [call_due(one, names, today) for one in due if one.subject_id in names]
    policy = load("transitions/follow-up", today)
    return Afterwards(
        zone=zone,
        today=today,
        handoffs=tuple(
            sorted(
                (open_handoff(one, names, rule, now, zone) for one in rows if one.subject_id in names),
                key=lambda one: one.by,
            )
        ),
        calls=tuple(one for one in calls if not one.soon),
        coming=tuple(one for one in calls if one.soon),
        why_handoff=(policy.reason("handoff"),),
        why_calls=(policy.reason("days"), policy.reason("attempts")),
    )


@dataclass(frozen=True)
class Closing:
    """One handoff or call with the person's head."""

    head: Head
    row: Any


@query(P.FOLLOW_UP)
def handoff(access: Access, *, handoff_id: int, now: datetime) -> Closing:
    """Gather the page of one handoff. Raises NotFound."""
    row = transitions.handoff_by_id(access, handoff_id=handoff_id)
    person = people.person(access, subject=row.subject)
    return Closing(head_of(access, person_id=person.pk, now=now, person=person), row)


@query(P.FOLLOW_UP)
def call(access: Access, *, follow_up_id: int, now: datetime) -> Closing:
    """Gather the page of one follow-up. Raises NotFound."""
    row = transitions.follow_up_by_id(access, follow_up_id=follow_up_id)
    person = people.person(access, subject=row.subject)
    return Closing(head_of(access, person_id=person.pk, now=now, person=person), row)
