"""Every address stands behind login or on the short public list."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, path, reverse

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


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "kwargs"),
    [("today", {}), ("people", {}), ("person", {"person_id": 1}), ("task-outcome", {"task_id": 1}), ("logout", {})],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_is_sent_to_the_login(client, name: str, kwargs: dict, method: str):
    send: Callable = getattr(client, method)
    answer = send(reverse(name, kwargs=kwargs))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("login"))


@pytest.mark.django_db
def test_every_address_is_looked_at_above():
    asked = {"today", "people", "person", "task-outcome", "logout"}
    assert {entry.name for entry in addresses(get_resolver())} == asked | PUBLIC
