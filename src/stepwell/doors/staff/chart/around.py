"""People around somebody: what each may know, until when, and what they may not; how to reach the person safely."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from stepwell.doors.staff.papers.pages import FORMS
from stepwell.doors.staff.papers.standing import Given, given
from stepwell.doors.staff.people.head import Head, head_of
from stepwell.doors.staff.shell.said import said
from stepwell.foundation.gate import consents
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import NotFound
from stepwell.foundation.gate.roles import allowed
from stepwell.foundation.policy.loading import load
from stepwell.registry.people import queries as people
from stepwell.registry.people.models import Death, ReachWay, Relation


@dataclass(frozen=True)
class Around:
    """Somebody around the person. consents: those that stand and name them. not_told: what none of them covers."""

    relation: Relation
    consents: tuple[Given, ...]
    told: tuple[str, ...]
    not_told: tuple[str, ...]

    @property
    def emergency_only(self) -> bool:
        """Whether they are called only when life is in danger."""
        return self.relation.kind == "emergency_contact" and not self.consents


@dataclass(frozen=True)
class People:
    """What the page prints. others: consents that name somebody who is not noted here, or a class of recipients."""

    head: Head
    around: tuple[Around, ...]
    others: tuple[Given, ...]
    ways: tuple[ReachWay, ...]
    death: Death | None
    may_write: bool
    may_consent: bool


@query(Permission.PERSON_READ)
def people_around(access: Access, *, person_id: int, now: datetime) -> People:
    """Gather the page. Raises NotFound."""
    head = head_of(access, person_id=person_id, now=now)
    every = load(FORMS, head.today).rule("elements")["categories"]
    ever = [given(one, head.today, {}) for one in consents.given_by(access, subject=head.subject)]
    standing = [one for one in ever if one.stands]
    rows = people.relations(access, subject=head.subject, on=head.today)
    around = tuple(_around(row, standing, every) for row in rows)
    named = {one.number for each in around for one in each.consents}
    return People(
        head=head,
        around=around,
        others=tuple(one for one in standing if one.number not in named),
        ways=tuple(people.reach_ways(access, subject=head.subject, on=head.today)),
        death=people.death_of(access, subject=head.subject) if head.died else None,
        may_write=allowed(access.roles, Permission.PERSON_WRITE) and not head.died,
        may_consent=allowed(access.roles, Permission.CONSENT_WRITE) and not head.died,
    )


@query(Permission.PERSON_WRITE)
def relation(access: Access, *, person_id: int, relation_id: int, now: datetime) -> tuple[Head, Around]:
    """Somebody around the person. Raises NotFound."""
    page = people_around(access, person_id=person_id, now=now)
    found = next((one for one in page.around if one.relation.pk == relation_id), None)
    if found is None:
        raise NotFound
    return page.head, found


@query(Permission.PERSON_WRITE)
def way(access: Access, *, person_id: int, way_id: int, now: datetime) -> tuple[Head, ReachWay]:
    """A way to reach the person that still stands. Raises NotFound."""
    head = head_of(access, person_id=person_id, now=now)
    rows = people.reach_ways(access, subject=head.subject, on=head.today)
    found = next((one for one in rows if one.pk == way_id), None)
    if found is None:
        raise NotFound
    return head, found


def _around(row: Relation, standing: Sequence[Given], every: Sequence[str]) -> Around:
    mine = tuple(one for one in standing if one.relation_id == row.pk or one.to == row.name)
    told = tuple(dict.fromkeys(name for one in mine for name in one.categories))
    return Around(row, mine, told, tuple(said(one) for one in every if said(one) not in told))
