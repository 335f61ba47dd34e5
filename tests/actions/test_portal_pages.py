"""Every page of the portal: for whom it opens, in both languages, with how few statements, and for nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from stepwell.doors.cli.clinic import Clinic, clinic_of
from stepwell.doors.cli.journey.door import walk
from stepwell.doors.cli.journey.story import Story
from stepwell.foundation.gate import logins
from stepwell.foundation.gate.models import Login
from stepwell.foundation.gate.roles import Role
from tests.actions.test_every_page import LINK, NOT_OURS, TAKEN_BACK
from tests.world import today_there

MOST = 20


@pytest.fixture(scope="module")
def story(django_db_setup, django_db_blocker):
    """A clinic whose client has come as far as claims, and is still in treatment."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        today = today_there()
        monday = today - timedelta(days=today.weekday(), weeks=4)
        clinic = clinic_of("programs/trust-socal/iop", monday, slug="portal-pages")
        yield walk(clinic, "trust-socal", monday=monday, until=15)
        transaction.set_rollback(True)


@pytest.fixture
def here(story, django_db_blocker):
    """What a test writes is taken back."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        yield story
        transaction.set_rollback(True)


def own_login(story: Story, language: str = "en") -> Client:
    clinic: Clinic = story.clinic
    login = logins.open_login(
        clinic.access(Role.CASE_MANAGER), subject=story.subject, username=f"own-{language}", name=story.person.name
    )
    client = Client(raise_request_exception=True)
    client.force_login(Login.objects.get(pk=login.pk))
    session = client.session
    session["language"] = language
    session.save()
    return client


def statements(client: Client, address: str) -> tuple[int, object]:
    sent = []

    def counted(execute, sql, params, many, context):
        if not sql.startswith(NOT_OURS) and (sql, params) != TAKEN_BACK:
            sent.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(counted):
        answer = client.get(address)
    return len(sent), answer


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_client_follows_every_link_and_each_page_asks_little(here, language):
    client = own_login(here, language)
    waiting, seen, faults = ["/my/"], set(), []
    client.get("/my/")
    while waiting:
        address = waiting.pop(0)
        if address in seen or address.startswith(("/login", "/static")):
            continue
        seen.add(address)
        count, answer = statements(client, address)
        if answer.status_code not in (200, 302):
            faults.append((address, answer.status_code))
        if count > MOST and "file" not in address and "documents/" not in address:
            faults.append((address, count, "statements"))
        if answer.get("Content-Type", "").startswith("text/html"):
            html = answer.content.decode()
            assert f'<html lang="{language}"' in html, address
            assert "<title>Stepwell</title>" in html, address
            waiting += [one.replace("&amp;", "&") for one in LINK.findall(html)]
    assert faults == []
    assert len(seen) > 18, seen
