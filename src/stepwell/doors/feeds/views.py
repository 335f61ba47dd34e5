"""A telephone asks for somebody's appointments; the secret in the address is all it has."""

from __future__ import annotations

from hashlib import sha256

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.http import parse_etags, quote_etag
from django.views.decorators.http import require_safe

from stepwell.doors.feeds import queries
from stepwell.doors.feeds.finding import opens_for


@login_not_required
@require_safe
def show(request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar, or 304 where the telephone has it already. A wrong secret and an ended one are the same 404."""
    access = opens_for(secret)
    found = queries.calendar_for(access, secret=secret, now=timezone.now()) if access else None
    if found is None:
        raise Http404
    tag = quote_etag(sha256(found).hexdigest())
    has = parse_etags(request.headers.get("If-None-Match", ""))
    same = tag in {one.removeprefix("W/") for one in has}
    answer = HttpResponseNotModified() if same else HttpResponse(found, content_type="text/calendar; charset=utf-8")
    answer["ETag"] = tag
    answer["Cache-Control"] = "private, no-cache"
    answer["X-Robots-Tag"] = "noindex"
    return answer
