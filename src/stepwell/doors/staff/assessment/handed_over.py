"""A tablet in a client's hands: until a staff password takes it back, this browser shows the questions and no more."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

KEY = "handed_over"
#: What stays open beside the questions: keeping what is typed, and signing out.
_OPEN = ("/kept/", "/logout/", "/static/")


def hand_over(request: HttpRequest, path: str, then: str) -> None:
    """From now on this login sees only addresses under `path`. then: where it goes on once it is taken back."""
    request.session[KEY] = {"path": path, "page": request.get_full_path(), "then": then, "wrong": 0}


def handed_over(request: HttpRequest) -> dict[str, object] | None:
    """What was handed over, or None."""
    held: dict[str, object] | None = request.session.get(KEY)
    return held


def now_then(request: HttpRequest, then: str) -> None:
    """Change where the login goes on once the tablet is taken back."""
    held = request.session.get(KEY)
    if held:
        request.session[KEY] = {**held, "then": then}


class OnlyTheQuestions:
    """Sends every other address back to the questions while the tablet is handed over."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        held = request.session.get(KEY)
        if held and not request.path.startswith((str(held["path"]), *_OPEN)):
            return HttpResponseRedirect(str(held["page"]))
        return self.get_response(request)
