"""From a request to the access its login opens the gate with."""

from __future__ import annotations

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Login
from stepwell.foundation.gate.refusals import NotPermitted


def access_of(request: HttpRequest) -> Access:
    """The access of whoever is signed in. Raises NotPermitted."""
    if not isinstance(request.user, Login):
        raise NotPermitted("Sign in first.")
    return request.user.access()


def writer(access: Access) -> int:
    """The login that writes. Raises NotPermitted: reactions and nightly work fill in no forms."""
    if access.login_id is None:
        raise NotPermitted("Sign in first.")
    return access.login_id


class WithOperator(ModelBackend):
    """Finds the login together with its operator: every page prints both."""

    def get_user(self, user_id: int) -> Login | None:
        found = Login.objects.select_related("operator").filter(pk=user_id).first()
        return found if found is not None and self.user_can_authenticate(found) else None
