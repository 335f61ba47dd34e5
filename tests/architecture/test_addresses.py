"""Every address stands behind login or on the short public list."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, path, reverse
from django.urls.converters import IntConverter, UUIDConverter

from stepwell.doors.urls import PUBLIC


def addresses(resolver: URLResolver) -> Iterator[URLPattern]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from addresses(entry)
        else:
            yield entry


def open_to_all(patterns: Iterator[URLPattern] | list[URLPattern]) -> set[str | None]:
    """Names of the addresses whose view says that it needs no login."""
    return {entry.name for entry in patterns if not getattr(entry.callback, "login_required", True)}


def test_only_the_public_list_needs_no_login():
    assert open_to_all(addresses(get_resolver())) == PUBLIC


def test_a_view_that_opens_itself_is_seen():
    @login_not_required
    def leak(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    assert open_to_all([path("leak/", leak, name="leak")]) - PUBLIC == {"leak"}


def behind_login() -> list[URLPattern]:
    return [entry for entry in addresses(get_resolver()) if entry.name not in PUBLIC]


def some_address(entry: URLPattern) -> str:
    """An address that fits the pattern, whatever it names."""
    given = {
        name: 1 if isinstance(converter, IntConverter) else uuid4() if isinstance(converter, UUIDConverter) else "a"
        for name, converter in entry.pattern.converters.items()
    }
    return reverse(entry.name, kwargs=given)


def test_every_address_has_a_name_of_its_own():
    names = [entry.name for entry in addresses(get_resolver())]
    assert None not in names
    assert len(names) == len(set(names))


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_is_sent_to_the_login(client, method: str):
    send: Callable = getattr(client, method)
    assert len(behind_login()) > 6
    for entry in behind_login():
        answer = send(some_address(entry))
        assert answer.status_code == 302, entry.name
        assert answer["Location"].startswith(reverse("login")), entry.name
        assert send(some_address(entry), headers={"HX-Request": "true"}).status_code == 401, entry.name
