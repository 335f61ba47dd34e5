"""The public pages: no cookie, no login, both languages, light on the database, kept only where nothing was typed."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from stepwell.doors.public.views.machines import PLAIN
from stepwell.doors.urls import PUBLIC
from stepwell.foundation.gate.access import Access
from stepwell.office.reports import queries as reports
from tests.actions.public_site import LAKE, LAKE_KEY, open_evenings
from tests.actions.stay import in_treatment
from tests.contracts.pdf_text import pages
from tests.world import World, today_there

pytestmark = pytest.mark.django_db
PAGES = (
    "find/", "find/?zip=92602&part=evening", "find/?view=map", f"find/{LAKE}/", f"find/{LAKE}/leaflet.pdf", "check/",
    "benefits/", f"benefits/{LAKE}/", "call/", f"call/{LAKE}/", f"hold/{LAKE}/", f"visit/{LAKE}/",
)  # fmt: skip
GONE = (
    "nowhere/", "find/nobody/nothing/", f"find/{LAKE}x/", "find/fountain-grove/nothing/leaflet.pdf",
    "hold/next-door/x/",
    "sent/forged/", "sent/eyJrIjoiY2FsbCJ9:1aaaaa:xxxx/", "call/..%2f..%2f/x/",
)  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_page_opens_without_a_cookie_and_in_few_statements(
    world: World, django_assert_max_num_queries, language: str, path: str
):
    open_evenings(world)
    client = Client()
    with django_assert_max_num_queries(20):
        answer = client.get(f"/{language}/{path}")
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Content-Language"] == language
    assert not client.cookies
    kept = "?" not in path and not path.startswith(("benefits", "call", "hold", "visit"))
    assert answer.headers["Cache-Control"] == ("public, max-age=60" if kept else "no-store, private")


@pytest.mark.parametrize("path", GONE)
@pytest.mark.parametrize("language", ["en", "es"])
def test_what_is_not_there_says_so_in_the_language(world: World, language: str, path: str):
    answer = Client(raise_request_exception=False).get(f"/{language}/{path}")
    assert answer.status_code == 404
    assert ("This page is not here" if language == "en" else "Esta página no está aquí") in answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize("path", ["find/", f"find/{LAKE}/", "sitemap.xml", "sent/x/"])
def test_what_only_reads_is_not_posted_to(world: World, path: str):
    where = f"/en/{path}" if path != "sitemap.xml" else "/sitemap.xml"
    assert Client().post(where, {"a": "b"}).status_code == 405


def test_pages_name_each_other_and_themselves(world: World):
    page = Client().get(f"/es/find/{LAKE}/").content.decode()
    assert '<html lang="es">' in page
    for language in ("en", "es"):
        assert f'hreflang="{language}" href="http://testserver/{language}/find/{LAKE}/"' in page
    assert f'<link rel="canonical" href="http://testserver/es/find/{LAKE}/">' in page
    assert '<meta name="description" content="Fountain Grove, Lakeside en Fountain Valley' in page
    data = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert data
    assert json.loads(data[1])["telephone"] == "+1-714-555-0100"


def test_search_engines_find_the_public_pages_and_no_other(world: World):
    robots = Client().get("/robots.txt").content.decode()
    assert "Disallow: /\n" in robots
    assert "Allow: /en/" in robots
    assert "Sitemap: http://testserver/sitemap.xml" in robots
    listed = re.findall(r"<loc>(.*?)</loc>", Client().get("/sitemap.xml").content.decode())
    assert len(listed) == 2 * (len(PLAIN) + 2)
    for address in listed:
        assert Client().get(address.removeprefix("http://testserver")).status_code == 200


def test_the_list_of_public_addresses_has_every_page_of_this_site():
    from stepwell.doors.public.urls import urlpatterns

    assert {entry.name for entry in urlpatterns} == {name for name in PUBLIC if name.startswith("public-")}


@pytest.mark.parametrize(("language", "says"), [("en", "Is it licensed?"), ("es", "¿Tiene licencia?")])
def test_the_leaflet_says_the_same_on_paper(world: World, language: str, says: str):
    open_evenings(world)
    answer = Client().get(f"/{language}/find/{LAKE}/leaflet.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    text = " ".join(pages(answer.content))
    assert says in text
    assert "988" in text
    assert "714-555-0100" in text


def test_the_choosers_ten_questions_are_answered_or_it_says_that_nobody_can(world: World):
    from stepwell.foundation.policy.loading import load

    page = Client().get(f"/en/find/{LAKE}/").content.decode()
    asked = load("programs/trust-socal/iop", today_there()).rule("chooser-questions")["questions"]
    for question in asked:
        assert f'id="{question}"' in page
    assert "Fewer than 10 people left in this time" in page
    assert "Counted today in the clinic" in page


def test_too_few_people_give_no_share_and_no_count(world: World):
    in_treatment(world, on=today_there() - timedelta(days=30))
    told = reports.told_of(
        Access.visitor(world.a.operator.pk),
        program_id=world.a.program.pk,
        site_id=world.a.site.pk,
        state="CA",
        on=today_there(),
    )
    assert told.completion == ()
    assert (told.size, told.per_leader) == (None, None)
    assert told.holders > 0


def test_the_clinic_next_door_has_a_page_of_its_own_and_no_key_opens_the_others(world: World):
    assert Client().get("/en/find/next-door/next-door-iop/").status_code == 200
    assert Client().get(f"/en/find/next-door/{LAKE_KEY}/").status_code == 404


def test_the_language_of_the_address_ends_with_the_answer(world: World):
    before = translation.get_language()
    Client().get("/es/find/")
    assert translation.get_language() == before
    assert "Sign in" in Client().get(reverse("login")).content.decode()


def test_somebody_signed_in_reads_the_public_pages_like_everybody(world: World):
    from stepwell.foundation.gate.models import Login

    login = Login.objects.create_user("kim", "an-invented-password", world.a.operator, ["coordinator"], "Kim")
    client = Client()
    client.force_login(login)
    answer = client.get("/en/check/")
    assert answer.status_code == 200
    assert "Kim" not in answer.content.decode()
