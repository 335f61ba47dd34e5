"""Addresses of the portal: "my-…" are a client's, "family-…" those of somebody the client lets in."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
