"""What happened to a person, in one shape for all areas, so that a timeline is one read of the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import DateTimeField, F, IntegerField, QuerySet, TextField, Value
from django.db.models.expressions import Combinable, ExpressionWrapper
from django.db.models.functions import Cast, Coalesce

_COLUMNS = ("moment_at", "moment_day", "moment_kind", "moment_ref", "moment_a", "moment_b", "moment_c", "moment_n")
#: A day without a clock stands at noon UTC: the same calendar day in every time zone of the United States.
_NOON = timedelta(hours=12)


@dataclass(frozen=True)
class Moments:
    """Rows of one kind, not read yet: they are good only while the gate is open that they were asked for in."""

    kind: str
    rows: QuerySet[Any, Any]


@dataclass(frozen=True)
class Happened:
    """One thing that happened. on_day: it has a day and no clock. ref: the number of its row. a, b, c, n: what its
    area tells of it, as the area's `moments` says."""

    at: datetime
    on_day: bool
    kind: str
    ref: int
    a: str
    b: str
    c: str
    n: int | None


def moments(
    kind: str,
    rows: QuerySet[Any, Any],
    *,
    at: str,
    day: bool = False,
    ref: str = "pk",
    a: str | Combinable = "",
    b: str | Combinable = "",
    c: str | Combinable = "",
    n: str | Combinable | None = None,
) -> Moments:
    """Rows in the one shape. at: name of a field with a moment, or with day=True a date. a, b, c: field names or
    expressions, as text; n: as a whole number."""
    when: Any = F(at)
    if day:
        when = ExpressionWrapper(Cast(when, DateTimeField()) + Value(_NOON), output_field=DateTimeField())
    shaped = rows.order_by().annotate(
        moment_at=when,
        moment_day=Value(day, models.BooleanField()),
        moment_kind=Value(kind, TextField()),
        moment_ref=Cast(F(ref), models.BigIntegerField()),
        moment_a=_text(a),
        moment_b=_text(b),
        moment_c=_text(c),
        moment_n=Cast(_named(n) if n is not None else Value(None), IntegerField()),
    )
    return Moments(kind, shaped.values_list(*_COLUMNS))


def joined(asked: list[Moments], *, before: datetime | None, limit: int) -> list[Happened]:
    """The newest of all, in one read; at most `limit`. before: only what happened before that moment."""
    parts = [one.rows.filter(moment_at__lt=before) if before else one.rows for one in asked]
    if not parts:
        return []
    first, *others = parts
    every = first.union(*others, all=True) if others else first
    return [Happened(*row) for row in every.order_by("-moment_at", "moment_kind", "-moment_ref")[:limit]]


def _text(what: str | Combinable) -> Any:
    return Coalesce(Cast(_named(what), TextField()), Value("", TextField())) if what else Value("", TextField())


def _named(what: str | Combinable | None) -> Any:
    return F(what) if isinstance(what, str) else what
