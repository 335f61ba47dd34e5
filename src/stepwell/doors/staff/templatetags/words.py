"""Codes as people say them."""

from __future__ import annotations

from django import template

register = template.Library()

#: Where the code is no word with underscores.
SAID = {"tpo": "treatment, payment and operations", "iop": "intensive outpatient"}


@register.filter
def said(code: object) -> str:
    """ "case_manager" as "case manager"; a list joined by commas."""
    if isinstance(code, list | tuple):
        return ", ".join(said(one) for one in code)
    return SAID.get(str(code), str(code).replace("_", " "))
