"""From a request to the access its login opens the gate with."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Login
from stepwell.foundation.gate.opening import together
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import NotPermitted
from stepwell.foundation.gate.roles import allowed

P = ParamSpec("P")


def access_of(request: HttpRequest) -> Access:
    """The access of whoever is signed in. Raises NotPermitted."""
    if not isinstance(request.user, Login):
        raise NotPermitted("Sign in first.")
    login = request.user
    return login.access(on=timezone.localdate()) if login.at_the_portal else login.access()


def writer(access: Access) -> int:
    """The login that writes. Raises NotPermitted: reactions and nightly work fill in no forms."""
    if access.login_id is None:
        raise NotPermitted("Sign in first.")
    return access.login_id


def needs(
    *permissions: Permission, to: str = ""
) -> Callable[
    [Callable[Concatenate[HttpRequest, P], HttpResponse]], Callable[Concatenate[HttpRequest, P], HttpResponse]
]:
    """A page for whoever holds one of the permissions: others hear it before they are asked to mend their words.

    to: "send" where anyone who may read the page may open it, and only sending asks for the permission.
    The refusal stands in the trail. The actions inside ask for their own permission all the same.
    """

    def wrap(
        view: Callable[Concatenate[HttpRequest, P], HttpResponse],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            access = access_of(request)
            held = any(allowed(access.roles, each) for each in permissions)
            if not held and (request.method == "POST" or to != "send"):
                match = request.resolver_match
                with together(access, f"doors.page.{match.url_name if match else view.__name__}"):
                    raise NotPermitted("Your role does not include this. Ask your program director.")
            return view(request, *args, **kwargs)

        return guarded

    return wrap


class WithOperator(ModelBackend):
    """Finds the login together with its operator: every page prints both."""

    def get_user(self, user_id: int) -> Login | None:
        found = Login.objects.select_related("operator").filter(pk=user_id).first()
        return found if found is not None and self.user_can_authenticate(found) else None
