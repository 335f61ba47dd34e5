"""All clinics' programs, asked one operator after the other: each has its own wall."""

from __future__ import annotations

from datetime import datetime

from stepwell.doors.public import queries
from stepwell.doors.public.offers import Clinic, Offer
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Operator
from stepwell.foundation.gate.refusals import NotFound


def every_offer(now: datetime) -> list[Offer]:
    """Every program that runs today, clinic by clinic; three reads a clinic and one more."""
    return [
        offer
        for clinic in _clinics()
        for offer in queries.offers_of(Access.visitor(clinic.operator_id), clinic=clinic, now=now)
    ]


def offers_at(slug: str, now: datetime) -> list[Offer]:
    """The programs of one clinic. Raises NotFound where there is none of that name."""
    found = [clinic for clinic in _clinics() if clinic.slug == slug]
    if not found:
        raise NotFound
    return queries.offers_of(Access.visitor(found[0].operator_id), clinic=found[0], now=now)


def offer_at(slug: str, key: str, now: datetime) -> Offer:
    """One program by its address. Raises NotFound."""
    offer = next((one for one in offers_at(slug, now) if one.key == key), None)
    if offer is None:
        raise NotFound
    return offer


def _clinics() -> list[Clinic]:
    return [
        Clinic(one.pk, one.slug, one.name, one.disclaimer)
        for one in Operator.objects.only("id", "slug", "name", "disclaimer").order_by("name")
    ]
