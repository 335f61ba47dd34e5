"""The portal speaks the language of who reads it: a client's own first, else the browser's; a switch changes it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Login
from stepwell.registry.people import queries as people

KEPT_AS = "language"
LANGUAGES = {"en": "English", "es": "Español"}
#: Pages without a login that are read in the browser's language.
_BEFORE_LOGIN = ("/login/", "/welcome/", "/offline/")
#: A browser that signs out forgets what it stored of us (the page for a line that is down, too).
FORGET = '"cache", "storage"'


class InTheirLanguage:
    """Sets the language for as long as a request of the portal lasts; staff pages are English."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with translation.override(language_of(request)):
            response = self.get_response(request)
        if request.method == "POST" and request.path == "/logout/":
            response["Clear-Site-Data"] = FORGET
        return response


def language_of(request: HttpRequest) -> str:
    """The code of the language this request is answered in."""
    login = request.user
    if not isinstance(login, Login):
        return _of_browser(request) if request.path.startswith(_BEFORE_LOGIN) else "en"
    if not login.at_the_portal:
        return "en"
    kept = request.session.get(KEPT_AS)
    if kept not in LANGUAGES:
        kept = _of_login(login) or _of_browser(request)
        request.session[KEPT_AS] = kept
    return str(kept)


def _of_login(login: Login) -> str:
    """The language a client speaks; empty for a relative, of whom it is not known."""
    if login.relation_id is not None or login.subject_id is None:
        return ""
    spoken = people.person_of(Access.system(login.operator_id), subject_id=login.subject_id).language
    return spoken if spoken in LANGUAGES else "en"


def _of_browser(request: HttpRequest) -> str:
    found = translation.get_language_from_request(request)[:2]
    return found if found in LANGUAGES else "en"
