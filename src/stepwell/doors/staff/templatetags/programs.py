"""Tags of the pages of programs."""

from __future__ import annotations

from django import template

from stepwell.doors.staff.programs.pages import CLAIMS

register = template.Library()


@register.filter
def claimed(claim: str) -> str:
    """Whose word a source is: "operator" as "said of the operator's own program"."""
    return CLAIMS.get(claim, claim)
