"""For search engines: what may be read, and where it is."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from stepwell.doors.public.every import every_offer
from stepwell.doors.public.language import LANGUAGES, public, refused

#: Pages without a program in their address.
PLAIN = ("public-find", "public-check", "public-benefits", "public-call")
KEPT = "public, max-age=3600"


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Only the public pages are for search engines."""
    lines = ["User-agent: *", *(f"Allow: /{one}/" for one in LANGUAGES), "Allow: /static/", "Disallow: /"]
    lines.append(f"Sitemap: {request.build_absolute_uri(reverse('public-sitemap'))}")
    answer = HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
    answer["Cache-Control"] = KEPT
    return answer


@login_not_required
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page in both languages, each naming the other."""
    named: list[tuple[str, dict[str, str]]] = [(name, {}) for name in PLAIN]
    named += [("public-program", {"slug": one.clinic.slug, "key": one.key}) for one in every_offer(timezone.now())]
    pages = [
        {
            "url": request.build_absolute_uri(reverse(name, kwargs={"language": language, **kwargs})),
            "others": [
                (other, request.build_absolute_uri(reverse(name, kwargs={"language": other, **kwargs})))
                for other in LANGUAGES
            ],
        }
        for name, kwargs in named
        for language in LANGUAGES
    ]
    answer = render(request, "public/sitemap.xml", {"pages": pages}, content_type="application/xml; charset=utf-8")
    answer["Cache-Control"] = KEPT
    return answer


@public
def nothing(request: HttpRequest, language: str, rest: str) -> HttpResponse:
    """An address below a language that leads nowhere, in its words."""
    return refused(request, language, 404)
