"""What a program costs: its prices, its sliding fee, and what it says of insurance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from stepwell.doors.public import words
from stepwell.doors.public.speech import dollars

if TYPE_CHECKING:
    from stepwell.doors.public.offers import Offer


def prices(offer: Offer) -> list[tuple[words.Word, str]]:
    """Services and what each costs, the day of treatment first."""
    site = next((one.key for one in offer.rules.sites if one.name == offer.site), "")
    key = site or next((one.site for one in offer.rules.prices), "")
    found = ((name, offer.rules.price(key, service, offer.today)) for service, name in words.SERVICES.items())
    return [(name, dollars(amount)) for name, amount in found if amount is not None]


def sliding(offer: Offer) -> list[str]:
    """The sliding fee, band by band; empty where there is none."""
    if not offer.rules.sliding_fee:
        return []
    return [
        _("Income up to %(income)d%% of the federal poverty guideline: you pay %(share)d%% of the price.")
        % {"income": band.up_to_percent, "share": band.pays_percent}
        for band in offer.rules.sliding_fee_bands
    ]


def insurance(offer: Offer) -> list[str]:
    """What the clinic says of insurance, in sentences."""
    rules = offer.rules
    named = [one.name for one in rules.payers.payers if rules.payers.accepts in ("named",)]
    kinds = [str(words.PAYER_KINDS[one]) for one in dict.fromkeys(payer.kind for payer in rules.payers.payers)]
    found = [str(words.ACCEPTS[rules.payers.accepts])]
    if named:
        found.append(", ".join(named) + ".")
    elif kinds and rules.payers.accepts == "kinds":
        found.append(words.listed(kinds).capitalize() + ".")
    if any(one.only_settings for one in rules.payers.payers):
        found.append(_("Medicare pays for this treatment in certain settings only: ask whether this clinic is one."))
    found.append(str(words.AUTHORIZATION[rules.authorization.before]))
    if rules.self_pay:
        found.append(_("You can pay yourself. You get the price in writing before you start."))
    if rules.financing:
        found.append(_("You can pay in parts."))
    return found
