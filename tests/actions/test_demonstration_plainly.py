"""What the demonstration does to be built faster changes no statement."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db import models
from django.db.models import Count, QuerySet

from stepwell.doors.cli.demonstration.plainly import plainly


def asked() -> Iterator[str]:
    """Statements of every shape over every table of ours, as the database would get them."""
    for model in apps.get_models():
        if not model.__module__.startswith("stepwell."):
            continue
        rows: QuerySet[models.Model] = QuerySet(model)
        refers = [one.name for one in model._meta.fields if one.many_to_one]
        yield str(rows.query)
        yield str(rows.filter(pk__in=rows.filter(pk=1)).order_by("-pk").query)
        yield str(rows.exclude(pk=3).select_related(*refers).order_by(*refers, "pk").query)
        yield str(rows.values_list("pk").order_by("pk").query)
        yield str(rows.defer(model._meta.fields[-1].name).query)
        yield str(rows.annotate(how_many=Count("pk")).order_by("how_many").query)
        yield str(rows.filter(pk=1).union(rows.filter(pk=2)).query)


def test_every_statement_is_the_same() -> None:
    before = list(asked())
    with plainly():
        # The second time what was kept is used.
        assert list(asked()) == before
        assert list(asked()) == before
    assert len(before) > 500
    assert list(asked()) == before
