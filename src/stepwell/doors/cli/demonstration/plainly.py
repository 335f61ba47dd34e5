"""Statements are put together faster while a story is told: the same hundred thousand of them, to the letter."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.db.models.expressions import Col
from django.db.models.sql.compiler import SQLCompiler


@contextmanager
def plainly() -> Iterator[None]:
    """Columns of tables, which are most of a statement, are written and compared without what is there for other
    expressions, and those of a whole table once. A third of the time; only for a process that builds a
    demonstration."""
    every_expression, every_select = SQLCompiler.compile, SQLCompiler.get_select
    whole: dict[tuple[Any, str], Any] = {}

    def compiled(self: Any, node: Any) -> Any:
        if type(node) is not Col:
            return every_expression(self, node)
        quoted = self.quote_name_unless_alias
        column = quoted(node.target.column)
        return (f"{quoted(node.alias)}.{column}" if node.alias else column), []

    def hashed(self: Any) -> int:
        # What is equal has the same table and column; Django hashes every argument of the expression.
        return hash((self.alias, self.target))

    def selected(self: Any, with_col_aliases: bool = False) -> Any:
        if with_col_aliases or not _is_whole(self.query):
            return every_select(self, with_col_aliases)
        key = (self.query.model, self.query.get_initial_alias())
        if key not in whole:
            whole[key] = every_select(self)
        columns, classes, _ = whole[key]
        return list(columns), dict(classes), {}

    with (
        patch.object(SQLCompiler, "compile", compiled),
        patch.object(SQLCompiler, "get_select", selected),
        patch.object(Col, "__hash__", hashed),
    ):
        yield


def _is_whole(query: Any) -> bool:
    """Whether it reads the columns of its own table, all of them and nothing beside."""
    beside = query.select_related or query.extra_select or query.annotation_select or query.selected is not None
    return query.default_cols and not beside and query.deferred_loading == (frozenset(), True)
