"""The contract of a payer on a day of service, read for one person. Policies in, typed terms out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from stepwell.foundation.policy.loading import load
from stepwell.office.claims.rules.contract import DayContract, day_contract
from stepwell.office.claims.rules.terms import Terms

DEFAULT = "payers/default"
#: Who has no coverage in force pays themselves.
SELF_PAY = "payers/self-pay"
#: The level of care that the per-diem codes are for: intensive outpatient.
PER_DIEM_LEVEL = "2.1"
#: Disorders due to substances, F10 to F19; others have the psychiatric code where the contract names one.
_SUBSTANCE = "F1"


@dataclass(frozen=True)
class TradingPartner:
    """Through whom and to whom claims go. usage: "T" a test, "P" production."""

    receiver_name: str
    receiver_id: str
    usage: str
    contact: str
    payer_name: str
    payer_id: str
    filing_code: str
    admission_type: str
    admission_source: str


def terms_of(payer: str, on: date) -> Terms:
    """The payer's terms on the day of service, the defaults beneath."""
    return Terms(load(payer, on), load(DEFAULT, on))


def contract_for(terms: Terms, principal: str) -> DayContract:
    """The day's contract. principal: the ICD-10-CM code that leads; empty while there is none."""
    contract = day_contract(terms)
    psychiatric = terms.merged("per-diem").get("psychiatric_code")
    if psychiatric and principal and not principal.startswith(_SUBSTANCE):
        return replace(contract, code=psychiatric)
    return contract


def trading_partner(terms: Terms) -> TradingPartner | None:
    """Where the payer's claims go; None for a payer to whom none are sent, as when people pay themselves."""
    said: Mapping[str, Any] = terms.merged("trading-partner")
    if "payer_id" not in said:
        return None
    return TradingPartner(**{name: said[name] for name in TradingPartner.__dataclass_fields__})


def patient_status(terms: Terms, reason: str) -> str:
    """The two digits an institutional claim that ends a stay has for where the person went."""
    rule = terms.merged("patient-status")
    return str(rule["by_reason"].get(reason, rule["usual"]))
