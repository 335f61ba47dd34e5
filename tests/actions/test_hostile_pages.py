"""Every address asked by whoever has no business there, and with what no honest browser sends."""

from __future__ import annotations

import re
import types
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from typing import Any, ClassVar
from unittest.mock import patch
from urllib.parse import urlencode

from django.core.handlers.wsgi import WSGIRequest
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.test import Client
from django.utils.functional import cached_property

from stepwell.foundation.gate.opening import DOORS
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.roles import allowed
from tests.actions.conftest import HANDED_OVER
from tests.actions.hostile_house import ROLES, patterns

#: What a form carries that differs from page to page.
OWN = re.compile(rb'name="(?:sheet|csrfmiddlewaretoken)" value="[^"]*"')
#: Answers to who may not: the page is not there, or not theirs, or takes no such request.
NO = (403, 404, 405)
HOSTILE = (
    "",
    "x" * 10_000,
    "a\x00b",
    "\ud800",
    "<script>alert(1)</script>",
    "-1",
    "99999999999999999999999",
    "NaN",
    "0001-01-01",
    "9999-12-31",
    "1999-01-01",
    "9999-12-31T23:59",
    "25:99",
    "٣",
)
DAYS = ("0001-01-01", "9999-12-31", "1999-01-01")
NAMES = "on week from since until to page of q person group site program kind month year days staff at do why outcome"


def seen(answer: HttpResponse) -> tuple[int, bytes, str]:
    """An answer without the numbers that its address carried."""
    told = re.sub(rb"\d+", b"#", OWN.sub(b"", answer.content))
    return answer.status_code, told, re.sub(r"\d+", "#", answer.get("Location", ""))


def acts_of(view: Any, looked: set[Any]) -> set[str]:
    """The actions a view may call, by following the names in its code through the door's own modules."""
    while hasattr(view, "__wrapped__"):
        view = view.__wrapped__
    if not hasattr(view, "__code__") or view in looked:
        return set()
    looked.add(view)
    found: set[str] = set()
    for code in every_code(view.__code__):
        for name in code.co_names:
            named = view.__globals__.get(name)
            inside = [getattr(named, each, None) for each in code.co_names]
            for one in inside if isinstance(named, types.ModuleType) else [named]:
                if not isinstance(one, types.FunctionType):
                    continue
                door = f"{one.__module__}.{one.__qualname__}"
                if door in DOORS:
                    found |= {door} if DOORS[door][0] == "action" else set()
                elif one.__module__.startswith("stepwell.doors.staff"):
                    found |= acts_of(one, looked)
    return found


def every_code(code: types.CodeType) -> Iterator[types.CodeType]:
    yield code
    for each in code.co_consts:
        if isinstance(each, types.CodeType):
            yield from every_code(each)


class Fields(HTMLParser):
    """The fields of a page's own forms, as the page would send them."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address, self.inside, self.found = address, False, {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag == "form":
            self.inside = said.get("method") == "post" and said.get("action") in (None, "", self.address)
        elif self.inside and said.get("name") and tag in ("input", "textarea", "select", "button"):
            self.found[said["name"]] = said.get("value") or ""


class Heard(QueryDict):
    """What an address asks, noting which names the page looks for."""

    names: ClassVar[set[str]] = set()

    def getlist(self, key, default=None):
        self.names.add(key)
        return super().getlist(key, default)

    def __getitem__(self, key):
        self.names.add(key)
        return super().__getitem__(key)

    def __contains__(self, key):
        self.names.add(key)
        return super().__contains__(key)


@contextmanager
def questions_heard() -> Iterator[set[str]]:
    """Every name that pages look for in their address meanwhile."""
    heard: set[str] = set()
    asked = cached_property(lambda request: Heard(request.META.get("QUERY_STRING", ""), encoding=request.encoding))
    asked.__set_name__(WSGIRequest, "GET")
    with patch.object(Heard, "names", heard), patch.object(WSGIRequest, "GET", asked):
        yield heard


def fields_of(client: Client, address: str) -> dict[str, str]:
    """What its form sends; a guess at usual names where the address shows no form."""
    answer = client.get(address)
    parser = Fields(address)
    if answer.status_code == 200 and answer.get("Content-Type", "").startswith("text/html"):
        parser.feed(answer.content.decode())
    return parser.found or dict.fromkeys(NAMES.split(), "")


def test_every_address_has_something_to_show(house, all_places):
    """Else the tests below would knock at doors of nobody."""
    shown = {name: house.whose(name).get(place.here).status_code for name, place in all_places.items()}
    closed = {"assessment-screen", "placement", "placement-confirmation", "handoff-outcome", "follow-up-outcome"}
    # No family session and none by video is planned; the newest document is between the clinic and a payer.
    closed |= {"outreach-call", "my-join", "family-join", "my-document"}
    assert {name for name, status in shown.items() if status not in (200, 302, 405)} <= closed


def test_another_clinic_learns_nothing_and_changes_nothing(house, all_places):
    before = house.holds()
    stranger = house.signed_in(*ROLES, clinic=house.neighbour)
    # Two that show the same to everybody and touch nobody: they look nothing up.
    told = {"diagnosis-preview": 200, "task-outcome": 422}
    for name, place in all_places.items():
        if not place.asks:
            continue
        for send in (stranger.get, stranger.post):
            found, missing = send(place.here), send(place.nowhere)
            assert found.status_code in (*NO, told.get(name, 404)), (name, found.status_code)
            assert seen(found) == seen(missing), name
    assert stranger.post(all_places["task-outcome"].here, {"outcome": "Done."}).status_code == 404
    assert house.holds() == before


def test_nobody_sends_what_their_role_does_not_hold(house, all_places):
    before, asked = house.holds(), 0
    for entry in patterns():
        needed = {DOORS[door][1] for door in acts_of(entry.callback, set())} - {Permission.FORM_KEEP}
        if not needed or entry.name in HANDED_OVER:
            continue
        for role in ROLES:
            if any(allowed(frozenset({role}), each) for each in needed):
                continue
            asked += 1
            answer = house.signed_in(role).post(all_places[entry.name].here, {"outcome": "Done.", "do": "came"})
            assert answer.status_code in NO, (entry.name, role, answer.status_code)
    assert asked > 300
    assert house.holds() == before


def test_no_question_in_an_address_breaks_a_page(house, all_places):
    put, broken = 0, []
    for name, place in all_places.items():
        mine = house.whose(name)
        with questions_heard() as heard:
            mine.get(place.here)
        for bad in HOSTILE[2:]:
            if not heard:
                break
            asked = urlencode({each: bad.encode("utf-8", "surrogatepass") for each in sorted(heard)})
            put += 1
            with questions_heard() as more:
                status = mine.get(f"{place.here}?{asked}").status_code
            heard |= more
            broken += [(name, asked[:40])] if status >= 500 else []
    assert broken == []
    assert put > 300


def test_no_number_is_too_large(house, all_places):
    for name, place in all_places.items():
        mine = house.whose(name)
        address = place.nowhere.replace("987654", "99999999999999999999")
        assert mine.get(address).status_code < 500, name
        assert mine.post(address).status_code < 500, name


def test_no_form_breaks_and_none_is_half_written(house, all_places):
    broken = []
    for turn, (name, place) in enumerate(all_places.items()):
        mine = house.whose(name)
        known = fields_of(mine, place.here)
        # Days break most; of the rest each address takes its turn.
        for number, bad in enumerate(HOSTILE):
            if bad not in DAYS and (number + turn) % 4:
                continue
            kept = {field: value for index, (field, value) in enumerate(known.items()) if index % 3 == number % 3}
            given = dict.fromkeys(known, bad) | kept | {key: known[key] for key in ("sheet",) if key in known}
            words = [(field, value.encode("utf-8", "surrogatepass")) for field, value in given.items()]
            before = transaction.savepoint()
            body = urlencode(words + words[-1:])
            answer = mine.post(place.here, body, content_type="application/x-www-form-urlencoded")
            if answer.status_code >= 500:
                broken.append((name, bad[:20], answer.status_code))
            transaction.savepoint_rollback(before)
    assert broken == []
