"""Every page tells the time of the clinic its reader works at."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from stepwell.doors.staff.people.head import clinic_zone
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Login

_KEPT_AS = "clinic_zone"


class ClinicTime:
    """Sets the time zone for as long as a request lasts; it is looked up once a login and kept in its session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not isinstance(request.user, Login):
            return self.get_response(request)
        if _KEPT_AS not in request.session:
            request.session[_KEPT_AS] = clinic_zone(_looking(request.user)).key
        with timezone.override(ZoneInfo(request.session[_KEPT_AS])):
            return self.get_response(request)


def _looking(login: Login) -> Access:
    """A relative whose consent has ended still gets a page that says so, in the clinic's time."""
    return Access.system(login.operator_id) if login.at_the_portal else login.access()
