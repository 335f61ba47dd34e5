"""The same form sent twice at the same moment, over two connections: it is done once, and the other is told kindly."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.urls import reverse

from stepwell.care.scheduling.models import Membership
from stepwell.care.sessions.models import OwnPart
from stepwell.care.transitions.models import Discharge, Handoff
from stepwell.doors.forms.sheet import ALREADY
from stepwell.foundation.gate.opening import opened
from stepwell.foundation.gate.roles import Role
from stepwell.office.utilization import queries as utilization
from tests.actions.care_pages import staying
from tests.actions.care_stay import in_care
from tests.actions.group_session import held, person
from tests.actions.paying_pages import asked, under_way
from tests.actions.test_page_authorizations import at
from tests.actions.test_page_sessions import DONE, own, room, signed_in
from tests.actions.test_page_transitions import leaving
from tests.actions.test_page_week import finder, groups_now, today

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*clicks: tuple[Client, str, dict[str, Any]]) -> list[tuple[int, str]]:
    """Status and what was told, for each of several requests that start together."""
    start = Barrier(len(clicks))

    def run(click: tuple[Client, str, dict[str, Any]]) -> tuple[int, str]:
        client, address, given = click
        try:
            start.wait()
            answer = client.post(address, given)
            told = " ".join(str(one) for one in get_messages(answer.wsgi_request))
            return answer.status_code, told + answer.content.decode()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(clicks)) as threads:
        return list(threads.map(run, clicks))


def clicked_twice(client: Client, address: str, given: dict[str, Any]) -> None:
    """Two clicks on one open form: one goes on, the other hears that it was saved already."""
    page = client.get(address)
    token = page.context["sheet"].token.signed()
    twin = Client()
    twin.cookies = client.cookies
    found = at_once(*((one, address, {"sheet": token, **given}) for one in (client, twin)))
    assert [status for status, _ in found] == [302, 302], [told[-800:] for _, told in found]
    assert sum(ALREADY in told for _, told in found) == 1


def test_a_note_is_signed_once(committed_world):
    meeting = held(committed_world, 2)
    client = signed_in(committed_world, Role.COUNSELOR)
    words = {"sign": "all", **own(meeting, 0), **own(meeting, 1), **DONE}
    clicked_twice(client, room(meeting), words)
    with opened(committed_world.access(Role.COUNSELOR)):
        assert OwnPart.objects.count() == 2


def test_a_grant_is_kept_once(committed_world):
    row = asked(committed_world, under_way(committed_world))
    client = signed_in(committed_world, Role.REVIEWER)
    grant = {
        "at": at(), "number": "A7", "units": "9", "span_from": today().isoformat(),
        "span_to": (today() + timedelta(days=20)).isoformat(),
    }  # fmt: skip
    clicked_twice(client, reverse("authorization-act", args=[row.pk, "grant"]), grant)
    events = utilization.events_of(committed_world.access(Role.REVIEWER), authorization=row)
    assert [event.kind for event in events] == ["requested", "granted"]


def test_somebody_leaves_once(committed_world):
    stay = staying(committed_world)
    client = signed_in(committed_world, Role.CLINICIAN)
    clicked_twice(client, reverse("discharge", args=[stay.person.pk]), leaving())
    with opened(committed_world.access(Role.CLINICIAN)):
        assert (Discharge.objects.count(), Handoff.objects.count()) == (1, 1)


def test_two_logins_reach_for_the_last_seat(committed_world):
    world = committed_world
    stays = [in_care(world, person(world, index)) for index in range(2)]
    small = groups_now(world, name="Small", soft_cap=1, hard_cap=1)
    clients = [signed_in(world, Role.CASE_MANAGER), signed_in(world, Role.COORDINATOR)]
    wish = "w=0-morning&hours=1.5&days=1"
    found = at_once(
        *((client, finder(stay, wish), {"groups": [small.pk]}) for client, stay in zip(clients, stays, strict=True))
    )
    assert sorted(status for status, _ in found) == [302, 409], [told[-800:] for _, told in found]
    with opened(world.access(Role.CASE_MANAGER)):
        assert Membership.objects.filter(group=small).count() == 1
