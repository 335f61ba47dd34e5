"""How an identifier or code must look: the check digit of an NPI, the shape of ICD-10-CM, HCPCS and CPT."""

from __future__ import annotations

import re

_NPI = re.compile(r"[12][0-9]{9}")
_DIAGNOSIS = re.compile(r"[A-Z][0-9][0-9AB][0-9A-Z]{0,4}")
_PROCEDURE = re.compile(r"[A-CEGHJ-MP-V][0-9]{4}|[0-9]{4}[0-9AFMTU]")
_TYPE_OF_BILL = re.compile(r"[1-8][1-9][0-9A-Z]")


def npi(text: str) -> bool:
    """Ten digits that begin with 1 or 2 and whose last is the Luhn digit over "80840" and the rest."""
    return bool(_NPI.fullmatch(text)) and _luhn("80840" + text)


def digits(text: str, *counts: int) -> bool:
    """Only digits, and as many as one of the counts."""
    return text.isascii() and text.isdigit() and len(text) in counts


def diagnosis(text: str) -> bool:
    """ICD-10-CM without its point: a letter, a digit, a digit or A or B, and up to four more."""
    return bool(_DIAGNOSIS.fullmatch(text))


def may_lead(text: str) -> bool:
    """Whether a diagnosis may be the principal one; external causes (V to Y) may not."""
    return text[:1] not in "VWXY"


def procedure(text: str) -> bool:
    """HCPCS Level II (a letter and four digits) or CPT (five digits, or four and a category letter)."""
    return bool(_PROCEDURE.fullmatch(text))


def type_of_bill(text: str) -> bool:
    """Facility, care and frequency without the leading zero, e.g. "131"."""
    return bool(_TYPE_OF_BILL.fullmatch(text))


def _luhn(number: str) -> bool:
    doubled = (int(d) * 2 if place % 2 else int(d) for place, d in enumerate(reversed(number)))
    return sum(d // 10 + d % 10 for d in doubled) % 10 == 0
