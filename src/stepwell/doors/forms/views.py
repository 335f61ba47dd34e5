"""Keeping a form while it is typed, and starting it over."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from stepwell.doors.forms import actions
from stepwell.doors.forms.sheet import too_much, words_of
from stepwell.doors.forms.signed_in import access_of
from stepwell.doors.forms.tokens import token_of
from stepwell.foundation.gate.refusals import BadInput


@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep what is typed. 204; 410 when the form was sent meanwhile in another tab."""
    access, token = access_of(request), token_of(request)
    if token is None or token.login != access.login_id:
        raise BadInput("sheet", "This form was open for too long. Load the page again; nothing was changed.")
    words = words_of(request)
    if too_much(words):
        raise BadInput("sheet", "This is more than a form can keep. Send it in parts; nothing was lost.")
    kept = actions.keep(access, key=token.key, sheet=token.sheet, seen=token.seen, words=words, at=timezone.now())
    return HttpResponse(status=204 if kept else 410)


@require_POST
def start_over(request: HttpRequest) -> HttpResponse:
    """Empty what was kept of this form and show it fresh."""
    access, token = access_of(request), token_of(request)
    if token is None or token.login != access.login_id:
        raise BadInput("sheet", "This form was open for too long. Load the page again; nothing was changed.")
    actions.put_away(access, key=token.key, at=timezone.now())
    return HttpResponseRedirect(token.path)
