"""Signed in at the clinic, opening and sending the pages of care; what a page costs."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from stepwell.foundation.gate.models import Login
from stepwell.foundation.gate.roles import Role
from tests.actions.care_stay import CareStay, in_care
from tests.world import World, today_there


def signed_in(world: World, role: Role) -> Client:
    """Somebody on staff of clinic `a`, signed in."""
    member = world.a.staff[role][0]
    login = Login.objects.create_user(f"{role}@care", "an-invented-password", world.a.operator, [role], member.name)
    Login.objects.filter(pk=login.pk).update(staff_id=member.pk)
    client = Client()
    client.force_login(Login.objects.get(pk=login.pk))
    return client


def today() -> Any:
    """The day the pages know."""
    return today_there()


def staying(world: World) -> CareStay:
    """Amara in treatment since today, with a diagnosis."""
    return in_care(world, on=today())


def sent(client: Client, path: str, given: dict[str, Any]) -> Any:
    """Open a form and send it with these words."""
    page = client.get(path)
    assert page.status_code == 200, (path, page.status_code)
    return client.post(path, {"sheet": page.context["sheet"].token.signed(), **given})


def said(answer: Any) -> str:
    """The page as text; for a refused form its faults."""
    return answer.content.decode()


def statements(client: Client, address: str) -> int:
    """How many statements a page costs, without what only a test's own transaction adds around each open gate."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200, address
    own = [one for one in captured.captured_queries if "SAVEPOINT" not in one["sql"]]
    return sum("set_config('stepwell.operator', ''" not in one["sql"] for one in own)
