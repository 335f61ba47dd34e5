"""Counts the statements a page sends to the database; installed by STEPWELL_COUNT_QUERIES=1 alone, for bench/pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse


class QueriesCounted:
    """Middleware: says in `X-Queries` how many statements this answer took, those of the gate and the login included.

    Outermost, so that the middleware below it is counted too. Never on where people work: a stranger could
    read from the number whether something exists.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        count = 0

        def counted(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
            nonlocal count
            count += 1
            return execute(sql, params, many, context)

        with connection.execute_wrapper(counted):
            response = self.get_response(request)
        response["X-Queries"] = str(count)
        return response
