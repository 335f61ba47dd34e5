"""Reading teams: who treats, who could, and how many people each carries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count

from stepwell.care.plans.models import (
    TeamMember,
)
from stepwell.care.plans.rules.credentials import enough, may_lead
from stepwell.care.plans.rules.joining import maximum, roles
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.kernel.ruling import Ruling
from stepwell.foundation.policy.loading import load
from stepwell.registry.people import queries as people
from stepwell.registry.programs import queries as programs

if TYPE_CHECKING:
    from stepwell.registry.episodes.models import Episode
    from stepwell.registry.people.models import Staff

TEAM = "plans/team"


@dataclass(frozen=True)
class Suggestion:
    """Somebody who could take a place. maximum: people they carry at most, None where the role carries no caseload."""

    role: str
    staff_id: int
    name: str
    credential: str
    load: int
    maximum: int | None


@query(Permission.PROGRAM_READ)
def load_of(access: Access, *, staff: Staff, on: date) -> int:
    """How many people the member of staff is on the team of, on the day."""
    rows = TeamMember.objects.filter(staff=staff, since__lte=on, episode__ended_on=None).exclude(until__lt=on)
    return rows.values("subject_id").distinct().count()


@query(Permission.PROGRAM_READ)
def suggest_team(access: Access, *, episode: Episode, on: date, role: str = "") -> list[Suggestion]:
    """Who could take each place the program's team has, those with the most room first; or one role's.

    Only people with an enough credential on the day in the site's state, and with room.
    """
    team = load(TEAM, on)
    rules = programs.rules_of(access, program=episode.program, on=on)
    state = episode.program.site.state
    places = [role] if role else [one for one in rules.team_roles if one in roles(team)]
    loads = _loads(on)
    found = []
    for member in people.staff(access, on=on):
        held, carries = _held(member, on, state), loads.get(member.pk, 0)
        for place in places:
            most = maximum(place, member.caseload_max, rules.caseload, team)
            if _suits(place, member.roles, held, team.rule(place)["classes"], on) and (most is None or carries < most):
                found.append(Suggestion(place, member.pk, member.name, held[0] if held else "", carries, most))
    return sorted(found, key=lambda one: (places.index(one.role), one.load - (one.maximum or 0), one.name))


@query(Permission.PROGRAM_READ)
def leads(access: Access, *, staff: Staff, lead: str, on: date, state: str) -> Ruling[bool]:
    """Whether a member of staff leads a kind of session that asks for `lead`, in the state on the day."""
    held = [one.kind for one in people.credentials(access, staff=staff, on=on, state=state)]
    return may_lead(lead, held, load(TEAM, on))


@query(Permission.EPISODE_READ)
def team_of(access: Access, *, episode: Episode, on: date) -> list[TeamMember]:
    """Who treats the person on the day, in the order they joined."""
    rows = TeamMember.objects.select_related("staff", "outside").filter(episode=episode, since__lte=on)
    return list(rows.exclude(until__lt=on).order_by("since", "id"))


@query(Permission.PROGRAM_READ)
def carried_by(access: Access, *, staff: Staff, on: date) -> list[int]:
    """Numbers of the subjects whose team the member of staff is on, on the day."""
    rows = TeamMember.objects.filter(staff=staff, since__lte=on, episode__ended_on=None).exclude(until__lt=on)
    return list(rows.order_by("subject_id").values_list("subject_id", flat=True).distinct())


@query(Permission.REPORT_READ)
def loads_on(access: Access, *, on: date) -> dict[int, int]:
    """How many people each member of staff is on the team of, on the day, by the number of the member; one read."""
    return _loads(on)


def _loads(on: date) -> dict[int, int]:
    rows = TeamMember.objects.filter(staff__isnull=False, since__lte=on, episode__ended_on=None).exclude(until__lt=on)
    counted = rows.values("staff_id").annotate(people=Count("subject", distinct=True))
    return {row["staff_id"]: row["people"] for row in counted}


def _held(member: Staff, on: date, state: str) -> list[str]:
    """The kinds of credentials valid on the day in the state, from what was read with the member."""
    rows = sorted(member.credentials.all(), key=lambda one: one.pk)
    return [one.kind for one in rows if one.state == state and one.valid_from <= on <= one.valid_to]


def _suits(place: str, roles_of_member: list[str], held: list[str], classes: list[str], on: date) -> bool:
    """By credential where the place asks for one, else by the role the member has in the house."""
    if classes:
        return enough(held, classes, load(TEAM, on))
    return place in roles_of_member
