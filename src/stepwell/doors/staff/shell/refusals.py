"""Refusals of the gate as pages: a plain sentence and the right status, never a traceback."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from stepwell.doors.forms.sheet import NO_RULES
from stepwell.doors.staff.shell import errors
from stepwell.foundation.gate.refusals import Refused
from stepwell.foundation.policy.faults import NotInForce


class RefusalsAsPages:
    """Turns Refused into a page that says what happened and what would help."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, NotInForce):
            return errors.show(request, Refused(NO_RULES), 400)
        if not isinstance(exception, Refused):
            return None
        return errors.show(request, exception, exception.status)
