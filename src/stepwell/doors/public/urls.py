"""Public addresses: the language first. None needs a login; all of them stand on the public list by name."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, register_converter

from stepwell.doors.public.forms import BENEFITS, CALL, HOLD, VISIT
from stepwell.doors.public.language import Language
from stepwell.doors.public.views import ask, check, find, machines, program

register_converter(Language, "language")

urlpatterns: list[URLPattern | URLResolver] = [
    path("robots.txt", machines.robots, name="public-robots"),
    path("sitemap.xml", machines.sitemap, name="public-sitemap"),
    path("<language:language>/", find.start, name="public-start"),
    path("<language:language>/find/", find.show_results, name="public-find"),
    path("<language:language>/find/<slug:slug>/<slug:key>/", program.show_program, name="public-program"),
    path("<language:language>/find/<slug:slug>/<slug:key>/leaflet.pdf", program.leaflet, name="public-leaflet"),
    path("<language:language>/check/", check.check, name="public-check"),
    path("<language:language>/benefits/", ask.ask, {"kind": BENEFITS}, name="public-benefits"),
    path(
        "<language:language>/benefits/<slug:slug>/<slug:key>/", ask.ask, {"kind": BENEFITS}, name="public-benefits-at"
    ),
    path("<language:language>/call/", ask.ask, {"kind": CALL}, name="public-call"),
    path("<language:language>/call/<slug:slug>/<slug:key>/", ask.ask, {"kind": CALL}, name="public-call-at"),
    path("<language:language>/hold/<slug:slug>/<slug:key>/", ask.ask, {"kind": HOLD}, name="public-hold"),
    path("<language:language>/visit/<slug:slug>/<slug:key>/", ask.ask, {"kind": VISIT}, name="public-visit"),
    path("<language:language>/sent/<str:sealed>/", ask.sent, name="public-sent"),
    path("<language:language>/<path:rest>", machines.nothing, name="public-nothing"),
]
