"""Tags every form uses: its opening, its fields, its summary of faults."""

from __future__ import annotations

from typing import Any

from django import template

register = template.Library()


@register.inclusion_tag("forms/open.html", takes_context=True)
def sheet_open(context: dict[str, Any]) -> dict[str, Any]:
    """Inside <form>: CSRF, the sheet's token, what was kept, who was quicker, and the summary of faults."""
    return {"sheet": context["sheet"], "csrf_token": context["csrf_token"], "request": context["request"]}


@register.inclusion_tag("forms/field.html")
def field(bound: Any, wide: bool = False) -> dict[str, Any]:
    """One field with its label, help and faults."""
    kind = getattr(bound.field.widget, "input_type", "") or type(bound.field.widget).__name__.lower()
    several = kind in ("radio", "checkbox") and hasattr(bound.field, "choices")
    return {"field": bound, "several": several, "kind": kind, "wide": wide}


@register.inclusion_tag("forms/signature.html")
def signature(bound_typed: Any, bound_drawn: Any, language: str = "en") -> dict[str, Any]:
    """A name to type, and a place to draw it: either will do. language: en or es."""
    return {"typed": bound_typed, "drawn": bound_drawn, "language": language}
