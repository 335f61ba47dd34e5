"""Every address of the house. What is not on PUBLIC stands behind login."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

#: The only addresses without login, by name.
PUBLIC = frozenset({"login", "alive", "offline", "line", "feed", "welcome"}) | frozenset(
    f"public-{name}"
    for name in (
        "start find program leaflet check benefits benefits-at call call-at hold visit sent nothing robots sitemap"
    ).split()
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
