"""An address by its name, where there is one."""

from __future__ import annotations

from django import template
from django.urls import NoReverseMatch, reverse

register = template.Library()


@register.simple_tag
def if_address(name: str, *words: object) -> str:
    """The address with these words in it, or nothing where no page has that name."""
    try:
        return reverse(name, args=words)
    except NoReverseMatch:
        return ""
