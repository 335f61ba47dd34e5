"""The nouns of the clinic that runs a program: places, payers, prices. Money is Decimal, in US dollars."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Clinic:
    """The fictional clinic that runs the program in the demonstration. `restates` is whose public page."""

    key: str
    name: str
    restates: str
    npi: str
    tax_id: str


@dataclass(frozen=True)
class Room:
    """A room of a site with its number of seats."""

    name: str
    seats: int


@dataclass(frozen=True)
class Site:
    """A place where the clinic works. services: names of levels, "iop", "php", ...; zone: IANA time zone."""

    key: str
    name: str
    state: str
    zone: str
    street: str
    city: str
    zip: str
    phone: str
    services: tuple[str, ...]
    rooms: tuple[Room, ...]


@dataclass(frozen=True)
class Payer:
    """kind: "commercial", "medicaid" or "medicare"; only_settings: where alone the payer pays, empty for all."""

    key: str
    name: str
    kind: str
    only_settings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Payers:
    """accepts: "named", "most_major", "many", "kinds" or "verified_only"."""

    accepts: str
    payers: tuple[Payer, ...]


@dataclass(frozen=True)
class Price:
    """What one unit of a service costs at a site, in US dollars, from a day on. Raises ValueError for part of a
    cent."""

    site: str
    service: str
    amount: Decimal
    starts: date

    def __post_init__(self) -> None:
        if self.amount != round(self.amount, 2):
            raise ValueError(f"{self.service} at {self.site} costs {self.amount}, which is not in whole cents")


@dataclass(frozen=True)
class FeeBand:
    """Up to a percentage of the poverty guideline the person pays a percentage of the price."""

    up_to_percent: int
    pays_percent: int


@dataclass(frozen=True)
class Authorization:
    """referral and before: "ask", "may_be_needed" or "initial_period"; reviews: whether the payer reviews later;
    alarm_days: days or units left at which the clinic is reminded."""

    referral: str
    before: str
    reviews: bool
    handled_by: str
    alarm_days: tuple[int, ...]
