"""Codes as people say them."""

from __future__ import annotations

#: Where the code is no word with underscores.
SAID = {
    "tpo": "treatment, payment and operations",
    "iop": "intensive outpatient",
    "php": "partial hospitalization",
    "op": "outpatient",
    "1": "Level 1, outpatient",
    "1.0": "Level 1, outpatient",
    "1.5": "Level 1.5, outpatient therapy",
    "1.7": "Level 1.7, medically managed outpatient",
    "2.1": "Level 2.1, intensive outpatient",
    "2.5": "Level 2.5, high-intensity outpatient",
    "2.7": "Level 2.7, medically managed intensive outpatient",
    "3.1": "Level 3.1, residential",
    "3.5": "Level 3.5, high-intensity residential",
    "3.7": "Level 3.7, medically managed residential",
    "4": "Level 4, inpatient",
    "RR": "Recovery residence",
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
