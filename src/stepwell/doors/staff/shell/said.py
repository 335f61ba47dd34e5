"""Codes as people say them."""

from __future__ import annotations

#: Where the code is no word with underscores.
SAID = {
    "tpo": "treatment, payment and operations",
    "iop": "intensive outpatient",
    "php": "partial hospitalization",
    "op": "outpatient",
    "2.1": "Level 2.1, intensive outpatient",
    "uds": "drug test",
    "roi": "release of information",
    "in_person": "in person",
    "no_show": "did not come",
}


def said(code: object) -> str:
    """ "case_manager" as "case manager"; a list joined by commas."""
    if isinstance(code, list | tuple | set | frozenset):
        return ", ".join(said(one) for one in code)
    return SAID.get(str(code), str(code).replace("_", " "))
