"""An expired login loses no words: what was sent is kept for that login, and shown again once it has signed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from stepwell.doors.forms import actions
from stepwell.doors.forms.sheet import too_much, words_of
from stepwell.doors.forms.tokens import Token, token_of
from stepwell.foundation.gate.models import Login


class SignInKeepsWork(LoginRequiredMiddleware):
    """Sends whoever is not signed in to the login, and keeps what their form carried.

    Only a token that we signed for that very login opens the keeping, and only for words of that login.
    A request from a script gets 401, so that the page can ask for the password without being left.
    """

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        sent_away = super().process_view(request, view_func, view_args, view_kwargs)
        if sent_away is None:
            return None
        token = token_of(request) if request.method == "POST" else None
        if token is not None:
            keep_for(token, request)
        if request.headers.get("HX-Request") or request.headers.get("X-Requested-With"):
            return HttpResponse("Sign in again.", status=401, content_type="text/plain")
        return redirect_to_login(token.path, self.get_login_url(view_func)) if token else sent_away


def keep_for(token: Token, request: HttpRequest) -> bool:
    """Keep the words of a form for the login its token names. False when that login is gone, or for more words than
    any honest form has."""
    words = words_of(request)
    if too_much(words):
        return False
    login = Login.objects.filter(pk=token.login, operator_id=token.operator, is_active=True).first()
    if login is None:
        return False
    kept = actions.keep(
        login.access(), key=token.key, sheet=token.sheet, seen=token.seen, words=words, at=timezone.now()
    )
    return kept is not None
