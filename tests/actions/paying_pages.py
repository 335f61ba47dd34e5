"""Somebody in treatment under a plan as of today, and a client at the pages: for tests of the office's pages."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from stepwell.foundation.gate.models import Login
from stepwell.foundation.gate.roles import Role
from stepwell.office.utilization import actions as utilization
from stepwell.office.utilization.models import Authorization
from tests.actions.stay import Stay, in_treatment
from tests.world import World, today_there

PASSWORD = "an-invented-password"


def today() -> date:
    """The day the pages show."""
    return today_there()


def signed_in(world: World, role: Role, clinic: Any = None) -> Client:
    """Somebody on staff of clinic `a` or of the one given, signed in."""
    clinic = clinic or world.a
    name = clinic.staff[role][0].name
    login = Login.objects.create_user(f"{role}@{clinic.operator.slug}", PASSWORD, clinic.operator, [role], name)
    client = Client()
    client.force_login(login)
    return client


def under_way(world: World, **more: Any) -> Stay:
    """Amara, admitted two weeks ago."""
    return in_treatment(world, on=today() - timedelta(days=14), **more)


def asked(world: World, stay: Stay, *, units: int = 12, with_stay: bool = True) -> Authorization:
    """Days asked for ten days ago, from the admission on."""
    return utilization.request(
        world.access(Role.REVIEWER),
        subject=stay.subject,
        coverage=stay.coverage,
        code="H0015",
        level="2.1",
        units=units,
        span_from=today() - timedelta(days=14),
        span_to=today() + timedelta(days=30),
        at=timezone.now() - timedelta(days=10),
        episode=stay.episode if with_stay else None,
    )


def granted(world: World, stay: Stay, *, units: int = 12) -> Authorization:
    """The same, granted two days after it was asked for."""
    row = asked(world, stay, units=units)
    utilization.grant(
        world.access(Role.REVIEWER),
        authorization=row,
        at=timezone.now() - timedelta(days=8),
        number="AUTH778899",
        units=units,
        span_from=today() - timedelta(days=14),
        span_to=today() + timedelta(days=30),
    )
    return row


def sent(client: Client, path: str, given: dict[str, Any]) -> Any:
    """Open a form and send it with these words."""
    page = client.get(path)
    assert page.status_code == 200, page.content.decode()
    return client.post(path, {"sheet": page.context["sheet"].token.signed(), **given})


def statements(client: Client, address: str) -> int:
    """How many statements a page costs, without what only a test's own transaction adds around each open gate."""
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200, address
    own = [one for one in captured.captured_queries if "SAVEPOINT" not in one["sql"]]
    return sum("set_config('stepwell.operator', ''" not in one["sql"] for one in own)
