"""Every page of the portal: for whom it opens, in both languages, with how few statements, and for nobody else."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from stepwell.doors.cli.clinic import Clinic, clinic_of
from stepwell.doors.cli.journey.door import walk
from stepwell.doors.cli.journey.story import Story
from stepwell.doors.urls import PUBLIC
from stepwell.foundation.gate import logins
from stepwell.foundation.gate.models import Login
from stepwell.foundation.gate.roles import Role
from tests.actions.hostile_house import patterns
from tests.actions.test_every_page import LINK, NOT_OURS, TAKING_BACK
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
        if not sql.startswith(NOT_OURS) and not (sql.startswith(TAKING_BACK) and params[0] == ""):
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


def numbered(address: str) -> bool:
    return bool(re.search(r"\d", address))


def test_staff_find_no_page_of_the_portal_and_a_client_none_of_the_staffs(here):
    client, clinic = own_login(here), here.clinic
    member = clinic.staff[Role.CLINICIAN][0]
    login = Login.objects.create_user("staff-x", "an-invented-password", clinic.operator, [Role.CLINICIAN], member.name)
    staff = Client(raise_request_exception=True)
    staff.force_login(login)
    shared = {"logout", "today", "kept", "kept-afresh"} | set(PUBLIC)
    for entry in patterns():
        name = str(entry.name)
        kwargs = {
            one: here.person.pk if "int" in type(kind).__name__.lower() else "telehealth-consent"
            for one, kind in entry.pattern.converters.items()
        }
        address = reverse(name, kwargs=kwargs)
        if name.startswith(("my-", "family-")):
            assert staff.get(address).status_code == 404, name
            assert staff.post(address).status_code == 404, name
            if name.startswith("family-"):
                assert client.get(address).status_code == 404, name
        elif name not in shared:
            assert client.get(address).status_code == 404, name
            assert client.post(address).status_code == 404, name


def test_a_number_of_somebody_elses_is_not_there(here):
    client = own_login(here)
    for address in (
        "/my/documents/987654/", "/my/documents/plan/987654/", "/my/people/consents/987654/revocation/",
        "/my/week/meeting-987654-2026-03-02/absence/", "/my/week/session-987654/room/", "/my/week/nonsense/absence/",
        "/my/papers/nonsense/", "/my/check-ins/nonsense/", "/my/check-ins/ciwa-ar/", "/my/people/nonsense/new/",
        "/my/people/tpo/new/", "/my/papers/nonsense/refusal/",
    ):  # fmt: skip
        answer = client.get(address)
        assert answer.status_code == 404, address
        assert "<title>Stepwell</title>" in answer.content.decode()


def test_hostile_words_are_refused_or_kept_and_never_break_a_page(here):
    client = own_login(here)
    nasty = ["\x00", "<script>alert(1)</script>", "' OR 1=1 --", "{{ 7*7 }}", "\u202e", "9" * 5000, "-1", "1e309", "[]"]
    pages = [
        str(entry.name) for entry in patterns() if str(entry.name).startswith("my-") and not entry.pattern.converters
    ]
    for name in pages:
        for word in nasty:
            address = reverse(name)
            asked = {"before": word, "language": word, "after": word, "open": word}
            assert client.get(address, asked).status_code in (200, 302, 400, 404, 405), (name, word)
            sent = {
                "text": word, "place": word, "language": word, "next": word, "sheet": word, "why": word, "end": word,
                "what_helps": word, "people": word, "signed_by": word,
            }  # fmt: skip
            if name != "my-export":
                assert client.post(address, sent).status_code in (200, 302, 400, 405, 409, 422), (name, word)


def test_signing_out_clears_what_the_browser_kept(here):
    client = own_login(here)
    assert "no-store" in client.get("/my/")["Cache-Control"]
    assert client.post("/logout/")["Clear-Site-Data"] == '"cache", "storage"'
    assert client.get("/my/").status_code == 302


def test_the_whole_record_is_handed_over_and_that_is_written_down(here):
    import io
    import json
    import zipfile

    client = own_login(here)
    answer = client.post("/my/copy/")
    assert re.search(r'filename="copy-\d{4}-\d\d-\d\d\.zip"', answer["Content-Disposition"])
    bundle = zipfile.ZipFile(io.BytesIO(answer.content))
    data = json.loads(bundle.read("data.json"))
    assert data["people.Person"][0]["first_name"] == here.person.first_name
    assert len(data["people.Person"]) == 1
    assert data["measures.Measure"]
    assert not {"jobs.Task", "treatment_sessions.OwnPart", "gate.TrailRow", "feeds.Feed"} & set(data)
    assert bundle.read("summary.pdf").startswith(b"%PDF")
    assert any(name.startswith("documents/document-") for name in bundle.namelist())
    assert "own copy" in client.get("/my/trail/").content.decode() or "You" in client.get("/my/trail/").content.decode()
