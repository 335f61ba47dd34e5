"""From a request to the access its login opens the gate with."""

from __future__ import annotations

from django.http import HttpRequest

from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Login
from stepwell.foundation.gate.refusals import NotPermitted


def access_of(request: HttpRequest) -> Access:
    """The access of the signed-in member of staff."""
    if not isinstance(request.user, Login):
        raise NotPermitted("Sign in first.")
    return request.user.access()
