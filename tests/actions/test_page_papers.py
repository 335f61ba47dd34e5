"""The pages of papers, of who is around somebody, and the reading pages of a chart: what they take and who may see."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from stepwell.care.admissions import queries as admissions
from stepwell.foundation.gate import consents
from stepwell.foundation.gate.models import Login
from stepwell.foundation.gate.roles import Role
from stepwell.registry.people import actions as people
from stepwell.registry.people import queries as of_people
from tests.actions.care_stay import with_plan
from tests.actions.stay import Stay, attend, authorized, consented, insure
from tests.actions.test_consent_papers import as_url, png
from tests.world import TODAY


@pytest.fixture
def stay(world):
    """Amara in treatment with a plan, a health plan, an authorization, the one consent and her sister."""
    care = with_plan(world)
    stay = Stay(care.person, insure(world, care.person), care.episode)
    authorized(world, stay)
    consented(world, stay)
    attend(world, stay, TODAY, minutes=90)
    desk = world.access(Role.COORDINATOR)
    people.relate(desk, subject=stay.subject, kind="relative", name="Nia Sampleworth", on=TODAY, how_related="sister")
    people.reach_by(desk, subject=stay.subject, kind="text", value="714 555 0188", leave_message=True, on=TODAY)
    return stay


def signed_in(world, role, clinic=None) -> Client:
    clinic = clinic or world.a
    member = clinic.staff[role][0]
    name = f"{role}@{clinic.operator.slug}"
    login = Login.objects.create_user(name, "an-invented-password", clinic.operator, [role], member.name)
    client = Client()
    client.force_login(login)
    return client


@pytest.fixture
def desk(world):
    return signed_in(world, Role.COORDINATOR)


def send(client, path, **words):
    """Fill the form in and send it, as a browser does."""
    page = client.get(path).content.decode()
    token = page.split('name="sheet" value="')[1].split('"')[0]
    return client.post(path, {"sheet": token, **words}, follow=True)


READING = ("", "timeline/", "measures/", "coverage/", "coverage/authorizations/", "trail/", "week/", "care/", "around/",
           "papers/", "papers/rights/", "papers/tpo-consent/", "papers/rights/refusal/", "consents/new/",
           "consents/new/relative/", "around/new/", "ways/new/", "death/", "face-sheet/")  # fmt: skip


@pytest.mark.parametrize("page", READING)
def test_a_page_takes_at_most_twenty_statements_and_is_shown_to_who_may(world, stay, page):
    role = Role.CASE_MANAGER if page not in ("coverage/authorizations/",) else Role.REVIEWER
    client = signed_in(world, role)
    path = f"/people/{stay.person.pk}/{page}"
    client.get(path)
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(path)
    assert answer.status_code == 200
    # Savepoints, and the operator taken back after them, are of the test's own transaction.
    asked = [one["sql"] for one in seen if not re.match(r"SAVEPOINT|RELEASE|SELECT set_config\(.*, ''", one["sql"])]
    assert len(asked) <= 20, "\n".join(asked)


@pytest.mark.parametrize(
    ("role", "page", "status"),
    [
        (Role.BILLER, "measures/", 403), (Role.BILLER, "trail/", 403), (Role.BILLER, "coverage/", 200),
        (Role.COUNSELOR, "coverage/", 403), (Role.COUNSELOR, "trail/", 200), (Role.DIRECTOR, "measures/", 403),
        (Role.PRIVACY_OFFICER, "trail/", 200), (Role.REVIEWER, "consents/new/", 403),
        (Role.COUNSELOR, "coverage/authorizations/", 403), (Role.COUNSELOR, "around/new/", 403),
    ],
)  # fmt: skip
def test_what_a_role_may_not_read_is_refused(world, stay, role, page, status):
    assert signed_in(world, role).get(f"/people/{stay.person.pk}/{page}").status_code == status


def test_a_neighbour_sees_nothing_of_it(world, stay):
    client = signed_in(world, Role.COORDINATOR, world.b)
    for page in READING:
        assert client.get(f"/people/{stay.person.pk}/{page}").status_code in (403, 404), page
    paper = next(iter(admissions.papers_of(world.access(Role.COORDINATOR), subject=stay.subject)), None)
    assert paper is None


@pytest.mark.parametrize(
    "path",
    ["timeline/?before=yesterday&kind=stars", "timeline/?before=2026-13-45T99:00:00Z", "trail/?before=-1",
     "trail/?before=99999999999999999999999", "trail/?before=٣", "papers/rights/?language=../../x",
     "consents/new/relative/?to=%00%3Cscript%3E", "timeline/?before=2026-03-02T10:00:00"],
)  # fmt: skip
def test_a_bad_question_is_no_fault_of_the_house(world, stay, path):
    client = signed_in(world, Role.COUNSELOR)
    assert client.get(f"/people/{stay.person.pk}/{path}").status_code == 200


@pytest.mark.parametrize("path", ["papers/horoscope/", "consents/new/horoscope/", "consents/999999/",
                                  "consents/999999/revocation/", "papers/horoscope/refusal/"])  # fmt: skip
def test_what_there_is_not_is_not_found(desk, stay, path):
    assert desk.get(f"/people/{stay.person.pk}/{path}").status_code == 404
    assert desk.get("/documents/999999/").status_code == 404


def test_a_paper_is_read_in_both_languages_and_signed_once(world, desk, stay):
    path = f"/people/{stay.person.pk}/papers/rights/"
    assert "Your rights in the program" in desk.get(path).content.decode()
    spanish = desk.get(f"{path}?language=es").content.decode()
    assert "Sus derechos en el programa" in spanish
    assert "Nombre completo" in spanish
    answer = send(desk, path, signer_authority="self", signed_by="Amara Sampleworth", drawn=as_url(png()))
    assert "Signed: Your rights in the program." in answer.content.decode()
    [paper] = admissions.papers_of(world.access(Role.COORDINATOR), subject=stay.subject)
    assert (paper.method, paper.kind) == ("drawn", "rights")
    copy = desk.get(f"/documents/{paper.document_id}/")
    assert copy.content.startswith(b"%PDF")
    assert copy["Content-Disposition"] == f'inline; filename="document-{paper.document_id}.pdf"'
    assert "no-store" in copy["Cache-Control"]
    assert "data-signature" not in desk.get(path).content.decode()


def test_the_emergency_contact_is_asked_for(world, desk, stay):
    path = f"/people/{stay.person.pk}/papers/emergency-contact/"
    missing = send(desk, path, signer_authority="self", signed_by="Amara Sampleworth")
    assert missing.status_code == 422
    given = {"ask_name": "Nia Sampleworth", "ask_how_related": "sister", "ask_phone": "714-555-0144"}
    assert send(desk, path, signer_authority="self", signed_by="Amara", **given).status_code == 200
    rows = of_people.relations(world.access(Role.COORDINATOR), subject=stay.subject, on=TODAY)
    assert "emergency_contact" not in {row.kind for row in rows}, "noted on the day the page was sent, not in the past"


def test_a_broken_drawing_comes_back_with_the_words(desk, stay):
    path = f"/people/{stay.person.pk}/papers/rights/"
    answer = send(desk, path, signer_authority="self", signed_by="Amara S.", drawn="data:image/png;base64,AAAA")
    assert answer.status_code == 422
    assert "Amara S." in answer.content.decode()


def test_declining_keeps_the_reason_and_treatment_cannot_be_declined(world, desk, stay):
    answer = send(desk, f"/people/{stay.person.pk}/papers/part2-notice/refusal/", signed_by="Amara", reason="At home.")
    assert "At home." in answer.content.decode()
    refused = send(desk, f"/people/{stay.person.pk}/papers/treatment-consent/refusal/", signed_by="Amara", reason="No.")
    assert refused.status_code == 422


def test_a_consent_is_granted_shown_and_taken_back_at_once(world, desk, stay):
    base = f"/people/{stay.person.pk}"
    given = {"recipient": "Nia Sampleworth", "categories": ["attendance"], "purposes": ["family"],
             "expires_when": "my treatment has ended", "signer_authority": "self", "signed_by": "Amara"}  # fmt: skip
    nothing = send(desk, f"{base}/consents/new/relative/", **{**given, "expires_when": ""})
    assert nothing.status_code == 422
    assert "on which it ends" in nothing.content.decode()
    shown = send(desk, f"{base}/consents/new/relative/", **given).content.decode()
    for words in ("Who receives it, by name or class", "my treatment has ended", "In force", "The right to revoke"):
        assert words in shown, words
    [relative] = [
        one for one in consents.given_by(world.access(Role.COORDINATOR), subject=stay.subject) if one.kind == "relative"
    ]
    assert relative.relation_id is not None
    around = desk.get(f"{base}/around/").content.decode()
    assert "my treatment has ended" in around
    assert "diagnosis" in around.split("May not know")[1]
    back = send(desk, f"{base}/consents/{relative.pk}/revocation/", how="by letter", words="I changed my mind")
    assert "Taken back" in back.content.decode()
    assert "May know nothing" in desk.get(f"{base}/around/").content.decode()
    again = send(desk, f"{base}/consents/{relative.pk}/revocation/", how="by letter")
    assert again.status_code == 409


def test_somebody_is_added_and_left_out_and_a_way_ends(world, desk, stay):
    base = f"/people/{stay.person.pk}"
    access = world.access(Role.COORDINATOR)
    added = send(desk, f"{base}/around/new/", kind="outside_clinician", name="Dr. Toma Fictitious")
    assert "Dr. Toma Fictitious" in added.content.decode()
    far = TODAY + timedelta(days=3650)
    row = of_people.relations(access, subject=stay.subject, on=far)[-1]
    left = send(desk, f"{base}/around/{row.pk}/end/")
    assert "Dr. Toma Fictitious</h2>" not in left.content.decode()
    way = of_people.reach_ways(access, subject=stay.subject, on=TODAY)[0]
    ended = send(desk, f"{base}/ways/{way.pk}/end/")
    assert "No safe way is known yet" in ended.content.decode()
    kept = send(desk, f"{base}/ways/new/", kind="email", value="amara@example.org", leave_message="no")
    assert "leave no message" in kept.content.decode()


def test_a_death_is_confirmed_by_the_last_name(world, desk, stay):
    path = f"/people/{stay.person.pk}/death/"
    wrong = send(desk, path, on="2026-03-02", sure="on", last_name="Specimen")
    assert wrong.status_code == 422
    assert not of_people.has_died(world.access(Role.COORDINATOR), subject=stay.subject)
    done = send(desk, path, on="2026-03-02", sure="on", last_name="sampleworth")
    assert "Nothing goes out by itself any more" in done.content.decode()
    assert of_people.has_died(world.access(Role.COORDINATOR), subject=stay.subject)


def test_the_timeline_shows_only_what_is_ticked(world, stay):
    client = signed_in(world, Role.COUNSELOR)
    path = f"/people/{stay.person.pk}/timeline/"
    whole, some = (client.get(path + asked).content.decode() for asked in ("", "?kind=consents"))
    assert "90 minutes" in whole
    assert "Consent given" in some
    assert "90 minutes" not in some


def test_only_a_drawing_of_the_kind_a_role_may_read_is_sent(world, desk, stay):
    send(desk, f"/people/{stay.person.pk}/papers/rights/", signer_authority="self", signed_by="Amara")
    [paper] = admissions.papers_of(world.access(Role.COORDINATOR), subject=stay.subject)
    assert signed_in(world, Role.BILLER).get(f"/documents/{paper.document_id}/").status_code == 200
    assert signed_in(world, Role.COORDINATOR, world.b).get(f"/documents/{paper.document_id}/").status_code == 404
