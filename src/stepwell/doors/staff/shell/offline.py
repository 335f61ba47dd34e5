"""What is shown when the line or the server is gone; the browser keeps this one page and nothing else."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

_WORKER = Path(__file__).resolve().parents[1] / "assets" / "line.js"


@login_not_required
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The page for a line that is down: nothing personal is on it."""
    return render(request, "staff/offline.html")


@login_not_required
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The script that shows it. It stands at the top, since it answers for every page below its address."""
    return HttpResponse(_script(), content_type="text/javascript")


@cache
def _script() -> str:
    return _WORKER.read_text(encoding="utf-8")
