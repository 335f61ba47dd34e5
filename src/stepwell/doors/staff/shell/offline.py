"""What is shown when the line or the server is gone; kept by the browser while it is reachable."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The page for a line that is down: nothing personal is on it."""
    return render(request, "staff/offline.html")
