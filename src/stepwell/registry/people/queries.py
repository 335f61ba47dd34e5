"""Reading about people and staff."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, Func, OuterRef, QuerySet, Value
from django.db.models.functions import Concat, Lower, StrIndex, Substr

from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.opening import concerns, query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import NotFound
from stepwell.registry.people.models import Credential, Death, Person, ReachWay, Relation, Staff


@dataclass(frozen=True)
class Reach:
    """How somebody may be reached on a day: their language and the ways they said are safe."""

    subject_id: int
    language: str
    ways: tuple[ReachWay, ...]


@query(Permission.PERSON_READ)
def person(access: Access, *, subject: Subject) -> Person:
    """The person behind a subject. Raises NotFound."""
    return person_of(access, subject_id=subject.pk)


@query(Permission.PERSON_READ, once=True)
def person_of(access: Access, *, subject_id: int) -> Person:
    """The person behind a subject's number, with the subject. Raises NotFound."""
    found = _with_death().filter(subject_id=subject_id).first()
    if found is None:
        raise NotFound
    concerns(found.subject_id)
    return found


@query(Permission.PERSON_READ)
def person_by_id(access: Access, *, person_id: int) -> Person:
    """A person by number, with `known_dead`. Raises NotFound, the same for somebody else's."""
    found = _with_death().filter(pk=person_id).first()
    if found is None:
        raise NotFound
    concerns(found.subject_id)
    return found


def _with_death() -> QuerySet[Person]:
    """People, each with `known_dead`, so that nobody asks for it once more."""
    dead = Exists(Death.objects.filter(subject=OuterRef("subject")))
    return Person.objects.select_related("subject").annotate(known_dead=dead)


@query(Permission.PERSON_READ)
def people(access: Access, *, starts_with: str = "", limit: int = 50) -> list[Person]:
    """People by last name, those whose first, last or called name starts with the text; at most `limit`."""
    rows = Person.objects.select_related("subject").order_by("last_name", "first_name", "id")
    if starts_with:
        rows = (
            rows.filter(last_name__istartswith=starts_with)
            | rows.filter(first_name__istartswith=starts_with)
            | rows.filter(called__istartswith=starts_with)
        )
    found = list(rows[:limit])
    concerns(*(each.subject_id for each in found))
    return found


@query(Permission.PERSON_READ)
def names(access: Access, *, subject_ids: list[int]) -> dict[int, tuple[int, str]]:
    """For each subject the number of the person and the name staff see, in one read."""
    concerns(*subject_ids)
    return {row.subject_id: (row.pk, row.name) for row in Person.objects.filter(subject_id__in=subject_ids)}


@dataclass(frozen=True)
class Named:
    """Somebody by name. name: as staff see it; every: first, called and last name, none of which a note of somebody
    else may hold."""

    person_id: int
    name: str
    every: str


@query(Permission.PERSON_READ)
def every_name(access: Access, *, subject_ids: list[int]) -> dict[int, Named]:
    """For each subject the names they go by, in one read."""
    concerns(*subject_ids)
    return {
        row.subject_id: Named(row.pk, row.name, f"{row.first_name} {row.called} {row.last_name}")
        for row in Person.objects.filter(subject_id__in=subject_ids)
    }


@query(Permission.PERSON_READ)
def look_alikes(
    access: Access, *, first_name: str = "", last_name: str = "", value: str = "", limit: int = 5
) -> list[Person]:
    """People who may be the one that asks: the same first (or called) and last name, or the same safe way to reach
    them. value: a phone number or address; of a number only the digits are compared. At most `limit`."""
    rows = Person.objects.none()
    if first_name and last_name:
        same = Person.objects.filter(last_name__iexact=last_name)
        rows = same.filter(first_name__iexact=first_name) | same.filter(called__iexact=first_name)
    digits = re.sub(r"\D", "", value)
    ways = ReachWay.objects.filter(ended_on=None)
    if "@" in value:
        ways = ways.filter(value__iexact=value.strip())
    elif len(digits) >= 7:
        ways = ways.annotate(digits=Func(F("value"), Value(r"\D"), Value(""), Value("g"), function="regexp_replace"))
        ways = ways.filter(digits__endswith=digits[-10:])
    else:
        ways = ways.none()
    reached = list(ways.values_list("subject_id", flat=True)[:limit])
    found = list(
        (rows | Person.objects.filter(subject_id__in=reached)).select_related("subject").order_by("id")[:limit]
    )
    concerns(*(each.subject_id for each in found))
    return found


@query(Permission.PERSON_READ)
def full_names(access: Access, *, subject_ids: list[int]) -> dict[int, str]:
    """For each subject first, called and last name with a space between, in one read."""
    concerns(*subject_ids)
    rows = Person.objects.filter(subject_id__in=subject_ids)
    return {row.subject_id: f"{row.first_name} {row.called} {row.last_name}" for row in rows}


@query(Permission.PERSON_READ)
def named_in(access: Access, *, text: str) -> list[Person]:
    """People whose last name stands in the text, whatever its case; a name of several words by its first."""
    words = {word.casefold() for word in re.findall(r"\w+", text)}
    first = Lower(Substr("last_name", 1, StrIndex(Concat("last_name", Value(" ")), Value(" ")) - 1))
    return list(Person.objects.annotate(first_word=first).filter(first_word__in=words).order_by("id"))


@query(Permission.PERSON_READ)
def has_died(access: Access, *, subject: Subject) -> bool:
    """Whether a death is recorded."""
    return Death.objects.filter(subject=subject).exists()


@query(Permission.PERSON_READ)
def death_of(access: Access, *, subject: Subject) -> Death | None:
    """The death that is recorded of the person, or None."""
    return Death.objects.filter(subject=subject).first()


@query(Permission.PERSON_READ)
def reach_ways(access: Access, *, subject: Subject, on: date) -> list[ReachWay]:
    """Safe ways to reach the person on the day; none after a death, so that no message can go out."""
    if Death.objects.filter(subject=subject).exists():
        return []
    return list(ReachWay.objects.filter(subject=subject, made_on__lte=on).exclude(ended_on__lte=on).order_by("id"))


@query(Permission.PERSON_READ)
def to_reach(access: Access, *, subject_ids: list[int], on: date) -> list[Reach]:
    """How each of these people may be reached on the day, in two reads; those who have died are left out."""
    concerns(*subject_ids)
    living = Person.objects.filter(subject_id__in=subject_ids).exclude(subject__in=Death.objects.values("subject"))
    ways: dict[int, list[ReachWay]] = {row.subject_id: [] for row in living}
    rows = ReachWay.objects.filter(subject_id__in=list(ways), made_on__lte=on).exclude(ended_on__lte=on)
    for row in rows.order_by("id"):
        ways[row.subject_id].append(row)
    return [Reach(row.subject_id, row.language, tuple(ways[row.subject_id])) for row in living]


@query(Permission.PERSON_READ)
def relations(access: Access, *, subject: Subject, on: date) -> list[Relation]:
    """People around the person on the day."""
    return list(Relation.objects.filter(subject=subject, since__lte=on).exclude(until__lt=on).order_by("id"))


@query(Permission.PROGRAM_READ)
def staff(access: Access, *, on: date) -> list[Staff]:
    """Members of staff on the day, with their credentials."""
    return list(
        Staff.objects.filter(since__lte=on).exclude(until__lt=on).prefetch_related("credentials").order_by("name")
    )


@query(Permission.PROGRAM_READ)
def staff_member(access: Access, *, staff_id: int) -> Staff:
    """One member of staff. Raises NotFound."""
    found = Staff.objects.filter(pk=staff_id).first()
    if found is None:
        raise NotFound
    return found


@query(Permission.PROGRAM_READ)
def credentials(access: Access, *, staff: Staff, on: date, state: str = "") -> list[Credential]:
    """Credentials of a member of staff that are valid on the day, in a state where one is given."""
    rows = Credential.objects.filter(staff=staff, valid_from__lte=on, valid_to__gte=on).order_by("id")
    return list(rows.filter(state=state) if state else rows)


@query(Permission.PROGRAM_READ)
def credentials_by_staff(access: Access, *, on: date, state: str) -> dict[int, list[str]]:
    """The kinds of credentials valid on the day in the state, by the number of the member of staff; one read."""
    rows = Credential.objects.filter(state=state, valid_from__lte=on, valid_to__gte=on).order_by("id")
    found: dict[int, list[str]] = {}
    for number, kind in rows.values_list("staff_id", "kind"):
        found.setdefault(number, []).append(kind)
    return found
