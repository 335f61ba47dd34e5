"""No page stays in a browser: after signing out, Back on a shared computer shows nothing."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control


class NothingKept:
    """Tells browsers and proxies to keep no copy of any page. Static files are answered before it.

    A public page that holds nothing anybody typed says itself how long it may be kept.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.get("Cache-Control", "").startswith("public,"):
            patch_cache_control(response, no_store=True, private=True)
        return response
