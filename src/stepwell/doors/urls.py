"""Every address of the house. What is not on PUBLIC stands behind login."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

#: The only addresses without login, by name.
PUBLIC = frozenset(
    {
        "login",
        "alive",
        "offline",
        "line",
        "feed",
        "welcome",
        "public-start",
        "public-find",
        "public-program",
        "public-leaflet",
        "public-check",
        "public-benefits",
        "public-benefits-at",
        "public-call",
        "public-call-at",
        "public-hold",
        "public-visit",
        "public-sent",
        "public-nothing",
        "public-robots",
        "public-sitemap",
    }
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("stepwell.doors.staff.urls")),
    path("", include("stepwell.doors.forms.urls")),
    path("", include("stepwell.doors.feeds.urls")),
    path("", include("stepwell.doors.portal.urls")),
    path("", include("stepwell.doors.public.urls")),
]

handler400 = "stepwell.doors.staff.shell.errors.bad_request"
handler403 = "stepwell.doors.staff.shell.errors.not_permitted"
handler404 = "stepwell.doors.staff.shell.errors.not_found"
handler500 = "stepwell.doors.staff.shell.errors.our_mistake"
