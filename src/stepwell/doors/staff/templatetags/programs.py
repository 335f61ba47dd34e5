"""Tags of the pages of programs."""

from __future__ import annotations

from django import template

from stepwell.doors.staff.programs.pages import CLAIMS

register = template.Library()


@register.filter
def claimed(claim: str) -> str:
    """Whose word a source is: "operator" as "said of the operator's own program"."""
    return CLAIMS.get(claim, claim)


@register.filter
def warned(warning: str) -> str:
    """A warning as a sentence: its name in front, as policies write it, is left to the small print."""
    name, colon, rest = warning.partition(": ")
    if not colon or " " in name:
        return warning
    return rest[:1].upper() + rest[1:]


@register.filter
def warning_name(warning: str) -> str:
    """The name of a warning, "" where it has none."""
    name, colon, _ = warning.partition(": ")
    return name if colon and " " not in name else ""
