"""A program on paper: for a refrigerator door, a waiting room, somebody without a phone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from stepwell.doors.public.answers import answers
from stepwell.doors.public.costs import insurance, prices, sliding
from stepwell.doors.public.offers import told_at
from stepwell.doors.public.speech import clock, day, full_day
from stepwell.doors.public.week import rows
from stepwell.foundation.documents.pdf import render

if TYPE_CHECKING:
    from stepwell.doors.public.offers import Offer
    from stepwell.office.reports.queries import Told


def leaflet_pdf(offer: Offer, told: Told, address: str, language: str, now: datetime) -> bytes:
    """The leaflet in English or Spanish, on Letter pages. address: of the page it comes from."""
    local = told_at(offer, now)
    return render(
        "summary",
        {
            "title": offer.program,
            "language": language,
            "letterhead": {
                "name": offer.site,
                "lines": [offer.street, f"{offer.city}, {offer.state} {offer.zip_code}", offer.phone],
            },
            "notice": offer.clinic.disclaimer,
            "about": [
                [_("Call"), offer.phone],
                [_("Free seats"), _seats(offer)],
                [_("As of"), f"{full_day(local.date())}, {clock(local)}"],
                [_("On the web"), address],
            ],
            "sections": [
                _first(),
                _table(_("The week"), (_("Time of day"), _("Days"), _("Hours"), _("Free seats")), [
                    (str(row.name), row.days, row.clock, str(row.seats)) for row in rows(offer)
                ]),
                *({"heading": one.question, "paragraphs": [each for each in (*one.says, one.basis) if each]}
                  for one in answers(offer, told)),
                {"heading": _("Insurance"), "paragraphs": insurance(offer)},
                _table(_("Prices"), (_("What"), _("Price")), [(str(name), price) for name, price in prices(offer)]),
                *([{"heading": _("Less by income"), "items": sliding(offer)}] if offer.rules.sliding_fee else []),
            ],
        },
    )  # fmt: skip


def _first() -> dict[str, Any]:
    says = _("In danger now? Call 911. Thinking of suicide? Call or text 988, day and night; for Spanish press 2.")
    return {"heading": "", "paragraphs": [says]}


def _seats(offer: Offer) -> str:
    if not offer.seats or offer.first is None:
        return _("No full week of seats is free right now.")
    return _("%(seats)d free, first start %(day)s") % {"seats": offer.seats, "day": day(offer.first)}


def _table(heading: str, head: Sequence[str], lines: Sequence[Sequence[str]]) -> dict[str, Any]:
    if not lines:
        return {"heading": heading, "paragraphs": [_("The clinic has not told us.")]}
    return {"heading": heading, "table": {"head": list(head), "rows": [list(line) for line in lines]}}
