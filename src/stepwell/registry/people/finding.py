"""Finding people by parts of their names or by the digits of a phone."""

from __future__ import annotations

import re

from django.db.models import CharField, F, Func, Q, TextField, Value
from django.db.models.functions import Concat, Lower

from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import concerns, query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.kernel.folding import folded
from stepwell.registry.people.models import Person, ReachWay

#: Fewer digits would find everybody of an area code.
LEAST_DIGITS = 4


class _Plain(Func):
    """Text without accents, in the database: taken apart, then without what stands over letters."""

    function = "regexp_replace"
    template = "%(function)s(normalize(%(expressions)s, NFKD), U&'[\\0300-\\036F]', '', 'g')"
    output_field = TextField()


class _Digits(Func):
    """The digits of a text."""

    function = "regexp_replace"
    template = "%(function)s(%(expressions)s, '[^0-9]', '', 'g')"
    output_field = CharField()


@query(Permission.PERSON_READ)
def named(access: Access, *, words: str, limit: int = 20) -> list[Person]:
    """People of whose names each word asked for begins a word, whatever accents and case, by last name; at most
    `limit`. One read. No words find nobody."""
    asked = re.findall(r"[^\W_]+", folded(words))
    if not asked:
        return []
    whole = Concat(Value(" "), "first_name", Value(" "), "called", Value(" "), "last_name", output_field=TextField())
    rows = Person.objects.select_related("subject").alias(sought=_Plain(Lower(whole)))
    for word in asked:
        rows = rows.filter(Q(sought__contains=f" {word}") | Q(sought__contains=f"-{word}"))
    found: list[Person] = list(rows.order_by("last_name", "first_name", "id")[:limit])
    concerns(*(each.subject_id for each in found))
    return found


@query(Permission.PERSON_READ)
def phoned(access: Access, *, digits: str, limit: int = 20) -> list[Person]:
    """People who may be reached by a number with these digits in it; ways that have ended do not count. At most
    `limit`. One read. Fewer than four digits find nobody."""
    asked = re.sub(r"[^0-9]", "", digits)
    if len(asked) < LEAST_DIGITS:
        return []
    ways = ReachWay.objects.filter(kind__in=("phone", "text"), ended_on=None).annotate(number=_Digits(F("value")))
    holding = ways.filter(number__contains=asked).values("subject")
    rows = Person.objects.select_related("subject").filter(subject__in=holding)
    found = list(rows.order_by("last_name", "first_name", "id")[:limit])
    concerns(*(each.subject_id for each in found))
    return found


@query(Permission.PERSON_READ)
def of_subjects(access: Access, *, subject_ids: list[int]) -> list[Person]:
    """The people behind these numbers, by last name; one read."""
    concerns(*subject_ids)
    rows = Person.objects.select_related("subject").filter(subject__in=subject_ids)
    return list(rows.order_by("last_name", "first_name", "id"))
