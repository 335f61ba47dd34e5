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
    expressions. A fifth of the time; only for a process that builds a demonstration."""
    every = SQLCompiler.compile

    def compiled(self: Any, node: Any) -> tuple[str, Any]:
        if type(node) is not Col:
            written: tuple[str, Any] = every(self, node)
            return written
        quoted = self.quote_name_unless_alias
        column = quoted(node.target.column)
        return (f"{quoted(node.alias)}.{column}" if node.alias else column), []

    def hashed(self: Any) -> int:
        # What is equal has the same table and column; Django hashes every argument of the expression.
        return hash((self.alias, self.target))

    with patch.object(SQLCompiler, "compile", compiled), patch.object(Col, "__hash__", hashed):
        yield
