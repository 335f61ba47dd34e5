"""Every address of the house. What is not on PUBLIC stands behind login."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

#: The only addresses without login, by name.
PUBLIC = frozenset({"login", "alive"})

urlpatterns: list[URLPattern | URLResolver] = []
