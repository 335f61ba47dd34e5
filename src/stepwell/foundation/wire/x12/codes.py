"""Code lists that the 005010 guides fix, and the postal states. No wording: it is not ours to ship."""

from __future__ import annotations

PROFESSIONAL = "005010X222A1"
INSTITUTIONAL = "005010X223A2"

SEXES = frozenset("FMU")
RELATIONSHIPS = frozenset(("01", "19", "20", "21", "39", "40", "53", "G8"))  # PAT01, other than self
# SBR09
FILING_CODES = frozenset(
    {"11", "12", "13", "14", "15", "16", "17", "AM", "BL", "CH", "CI", "DS", "FI", "HM", "LM", "MA", "MB"}
    | {"MC", "OF", "TV", "VA", "WC", "ZZ"}
)
PROFESSIONAL_FREQUENCIES = frozenset("178")
INSTITUTIONAL_FREQUENCIES = frozenset("123478")
CORRECTING_FREQUENCIES = frozenset("78")  # replacement and void: they name the claim they correct
INTERIM_FREQUENCIES = frozenset("23")
CLOSED_FREQUENCIES = frozenset("14")
STILL_A_PATIENT = "30"

DIAGNOSES_837P = 12
DIAGNOSES_837I = 25
LINES_837P = 50
LINES_837I = 999
MODIFIERS = 4
POINTERS = 4
CONDITION_CODES = 24

# The postal states, districts and territories of the United States.
STATES = frozenset(
    {"AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DE", "DC", "FL", "GA", "HI", "ID", "IL", "IN", "IA", "KS"}
    | {"KY", "LA", "ME", "MD", "MA", "MI", "MN", "MS", "MO", "MT", "NE", "NV", "NH", "NJ", "NM", "NY", "NC"}
    | {"ND", "OH", "OK", "OR", "PA", "RI", "SC", "SD", "TN", "TX", "UT", "VT", "VA", "WA", "WV", "WI", "WY"}
    | {"AS", "GU", "MP", "PR", "VI", "AA", "AE", "AP"}
)
