"""Who treats the person, who has room to join, and their own clinicians by consent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from stepwell.care.plans import queries as plans
from stepwell.care.plans.models import TeamMember
from stepwell.care.plans.queries import Suggestion
from stepwell.doors.staff.people.head import Head, head_of
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Consent
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission as P
from stepwell.foundation.gate.refusals import NotFound
from stepwell.foundation.gate.roles import allowed
from stepwell.foundation.policy.loading import load
from stepwell.registry.episodes.models import Episode
from stepwell.registry.people import queries as people
from stepwell.registry.people.models import Relation


@dataclass(frozen=True)
class Team:
    """The team of a stay. room: who could take a place, those with the most room first. outside: the person's own
    clinicians whom a consent in force names for treatment."""

    head: Head
    episode: Episode | None
    members: tuple[TeamMember, ...]
    room: tuple[Suggestion, ...]
    outside: tuple[tuple[Consent, Relation], ...]
    may_write: bool


@query(P.EPISODE_READ)
def team(access: Access, *, person_id: int, now: datetime, adds: str = "") -> Team:
    """Gather the page. adds: "staff" or "outside", for whom somebody is chosen next. Raises NotFound."""
    head = head_of(access, person_id=person_id, now=now)
    episode = head.open_episode
    may_write = allowed(access.roles, P.PLAN_WRITE) and episode is not None
    if episode is None:
        return Team(head, None, (), (), (), False)
    members = tuple(plans.team_of(access, episode=episode, on=head.today)) if adds != "staff" else ()
    here = {(one.staff_id, one.role) for one in members}
    room = plans.suggest_team(access, episode=episode, on=head.today) if may_write and adds == "staff" else []
    return Team(
        head=head,
        episode=episode,
        members=members,
        room=tuple(one for one in room if (one.staff_id, one.role) not in here),
        outside=_outside(access, head, members) if may_write and adds == "outside" else (),
        may_write=may_write,
    )


def _outside(access: Access, head: Head, members: tuple[TeamMember, ...]) -> tuple[tuple[Consent, Relation], ...]:
    purpose = load("plans/team", head.today).rule("outside")["purpose"]
    around = {one.pk: one for one in people.relations(access, subject=head.subject, on=head.today)}
    here = {one.outside_id for one in members}
    return tuple(
        (consent, around[consent.relation_id])
        for consent in head.consents
        if consent.relation_id in around and consent.relation_id not in here and purpose in consent.purposes
    )


def member_of(page: Team, member_id: int) -> TeamMember:
    """One of the team. Raises NotFound."""
    found = next((one for one in page.members if one.pk == member_id), None)
    if found is None:
        raise NotFound
    return found
