"""A program's page, and the same on paper."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stepwell.doors.public import words
from stepwell.doors.public.answers import answers, rules_told
from stepwell.doors.public.costs import insurance, prices, sliding
from stepwell.doors.public.every import offer_at
from stepwell.doors.public.language import KEPT_SECONDS, public, show
from stepwell.doors.public.leaflet import leaflet_pdf
from stepwell.doors.public.offers import Offer, told_at
from stepwell.doors.public.speech import clock
from stepwell.doors.public.week import rows, stair_picture, steps, week_picture
from stepwell.foundation.gate.access import Access
from stepwell.office.reports import queries as reports
from stepwell.office.reports.queries import Told

#: In a script element these would end it, or begin another.
_ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


@public
@require_safe
def show_program(request: HttpRequest, language: str, slug: str, key: str) -> HttpResponse:
    """Everything a careful chooser asks of one program."""
    now = timezone.now()
    offer = offer_at(slug, key, now)
    told = _told(offer)
    treats = offer.facts(None)
    context = {
        "offer": offer,
        "answers": answers(offer, told),
        "prices": prices(offer),
        "sliding": sliding(offer),
        "insurance": insurance(offer),
        "picture": week_picture(offer, _("A week: when groups meet. The table below says the same.")),
        "rows": rows(offer),
        "steps": steps(offer),
        "stair": stair_picture(offer, _("The way down the stair: fewer hours as you get steadier.")),
        "rules_told": rules_told(offer),
        "treats": [word for name, word in words.CONCERNS.items() if name in treats.concerns],
        "serves": [word for name, word in words.SERVES.items() if name in treats.serves],
        "counted_at": clock(told_at(offer, now)),
        "data": _data(request, offer, language),
    }
    return show(request, language, "public/program.html", context)


@public
@require_safe
def leaflet(request: HttpRequest, language: str, slug: str, key: str) -> HttpResponse:
    """The page as a PDF to print, in the language of the address."""
    now = timezone.now()
    offer = offer_at(slug, key, now)
    here = request.build_absolute_uri(reverse("public-program", args=[language, slug, key]))
    made = HttpResponse(leaflet_pdf(offer, _told(offer), here, language, now), content_type="application/pdf")
    made["Content-Disposition"] = f'inline; filename="{key}-{language}.pdf"'
    made["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    return made


def _told(offer: Offer) -> Told:
    return reports.told_of(
        Access.visitor(offer.clinic.operator_id),
        program_id=offer.program_id,
        site_id=offer.site_id,
        state=offer.state,
        on=offer.today,
    )


def _data(request: HttpRequest, offer: Offer, language: str) -> str:
    """Facts for search engines, each of them on the page too."""
    address: dict[str, Any] = {
        "@type": "PostalAddress",
        "streetAddress": offer.street,
        "addressLocality": offer.city,
        "addressRegion": offer.state,
        "postalCode": offer.zip_code,
        "addressCountry": "US",
    }
    data = {
        "@context": "https://schema.org",
        "@type": "MedicalClinic",
        "name": offer.site,
        "parentOrganization": {"@type": "Organization", "name": offer.clinic.name},
        "address": address,
        "telephone": f"+1-{offer.phone}",
        "url": request.build_absolute_uri(reverse("public-program", args=[language, offer.clinic.slug, offer.key])),
        "availableLanguage": list(offer.languages),
    }
    # Not a page's markup: the text of a data block, with every sign that could end it written as a number.
    return SafeString(json.dumps(data).translate(_ESCAPES))
