"""Error pages: what happened, that nothing was lost, what to do."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from stepwell.foundation.gate.refusals import Refused


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    return _page(request, "That request could not be read. Go back and try again; nothing was changed.", 400)


def not_permitted(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return _page(request, "Not permitted, or not found.", 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    return _page(request, "Not permitted, or not found.", 404)


def not_from_here(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that was not sent from a page of ours, or from one opened before signing in again."""
    says = "This page was open for too long. Go back, load it again and send it once more; nothing was changed."
    return _page(request, says, 403)


def our_mistake(request: HttpRequest) -> HttpResponse:
    """500."""
    return _page(request, "Something went wrong on our side. Nothing was half written. Try again in a moment.", 500)


def _page(request: HttpRequest, says: str, status: int) -> HttpResponse:
    return render(request, "staff/refused.html", {"refused": Refused(says)}, status=status)
