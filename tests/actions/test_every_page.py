"""Every role follows every link from Today on: no page fails, none is a dead end, each asks the database little."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.urls import Resolver404, resolve

from stepwell.doors.cli.clinic import Clinic, clinic_of
from stepwell.doors.cli.journey.door import walk
from stepwell.foundation.gate.models import Login
from stepwell.foundation.gate.roles import STAFF_ROLES, Role
from tests.world import today_there

LINK = re.compile(r"""(?:href|data-hx-get|src)="(/(?!static/)[^"#]*)""")
#: At most so many addresses of one name are looked at by the first role that comes to it, and one by every other: the
#: third person's page shows nothing new, and another role sees other parts of a page already on one.
SAME = 2
#: Asked of a page in the product's own words: at most twenty statements, those of the gate and the login included.
MOST = 20
#: Pages that look at a whole stay before somebody decides, opened a few times in a stay.
HEAVIER = {
    # A dozen criteria over four weeks of attendance, hours, plan, needs and measures, and the head.
    "stay-review": 25,
    # Twelve sections of the record with their evidence, for the payer.
    "authorization-packet": 33,
}
#: What a test's own transaction adds.
NOT_OURS = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT", "BEGIN", "COMMIT")
#: The wall's setting is taken back inside a test's transaction; where each opening is a transaction it ends by itself.
TAKING_BACK = "SELECT set_config('stepwell.operator'"
ROLES = STAFF_ROLES


@dataclass
class Found:
    """What a crawl found: for each address its depth and statements, by name the addresses."""

    depth: dict[str, int] = field(default_factory=dict)
    names: dict[str, list[str]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


@pytest.fixture
def clinic(db) -> Clinic:
    """A clinic whose client has come as far as claims, and is still in treatment."""
    today = today_there()
    monday = today - timedelta(days=today.weekday(), weeks=4)
    clinic = clinic_of("programs/trust-socal/iop", monday, slug="trust-socal")
    walk(clinic, "trust-socal", monday=monday, until=15)
    return clinic


def signed_in(clinic: Clinic, role: Role) -> Client:
    member = clinic.staff[role][0]
    login = Login.objects.create_user(f"{role}@crawl", "an-invented-password", clinic.operator, [role], member.name)
    login.staff_id = member.pk
    login.save()
    client = Client(raise_request_exception=False)
    client.force_login(login)
    return client


def crawl(client: Client, known: set[str]) -> Found:
    """Follow every link from Today, the nearest first. known: what other roles have looked at, by name."""
    found, waiting = Found(), deque([("/", 0, "")])
    while waiting:
        address, depth, came_from = waiting.popleft()
        path, _, asked = address.partition("?")
        try:
            name = str(resolve(path).url_name)
        except Resolver404:
            found.faults.append(f"{came_from} leads to {address}, which does not exist")
            continue
        key = f"{name}?{'&'.join(sorted(part.partition('=')[0] for part in asked.split('&')))}" if asked else name
        most = 1 if key in known else SAME
        if address in found.depth or len(found.names.get(key, [])) >= most or name in ("logout", "line"):
            continue
        found.depth[address] = depth
        found.names.setdefault(key, []).append(address)
        sent = []

        def counted(execute, sql, params, many, context, sent=sent):
            if not sql.startswith(NOT_OURS) and not (sql.startswith(TAKING_BACK) and params[0] == ""):
                sent.append(sql)
            return execute(sql, params, many, context)

        with connection.execute_wrapper(counted):
            answer = client.get(address)
        if answer.status_code not in (200, 302):
            found.faults.append(f"{came_from} leads to {address}: {answer.status_code}")
        elif answer.status_code == 302:
            waiting.append((answer["Location"], depth, address))
        elif len(sent) > HEAVIER.get(name, MOST):
            found.faults.append(f"{address} ({name}) takes {len(sent)} statements")
        if answer.get("Content-Type", "").startswith("text/html") and answer.status_code == 200:
            links = dict.fromkeys(LINK.findall(answer.content.decode()))
            waiting.extend((unescape(link), depth + 1, address) for link in links)
    return found


def test_no_link_from_today_on_leads_astray(clinic: Clinic):
    crawls: dict[Role, Found] = {}
    for role in ROLES:
        known = {name for found in crawls.values() for name in found.names}
        crawls[role] = crawl(signed_in(clinic, role), known)
    assert all(len(found.depth) > 8 for found in crawls.values())
    assert sorted({fault for found in crawls.values() for fault in found.faults}) == []
