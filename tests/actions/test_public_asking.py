"""Asking on the public site: an enquiry like any other, a seat that is held, and nothing for spam and floods."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from stepwell.care.admissions import queries as admissions
from stepwell.care.admissions.actions import put_on_call
from stepwell.care.admissions.models import Enquiry, SafetyCheck
from stepwell.care.notices import paging
from stepwell.care.notices.carriers.simulator import Simulator
from stepwell.care.scheduling.models import SeatHold
from stepwell.doors import timetable
from stepwell.doors.public.guard import fresh_number
from stepwell.doors.public.models import Knock, Received
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Consent, TrailRow
from stepwell.foundation.gate.opening import opened
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.jobs import queries as jobs
from stepwell.registry.coverage.models import Coverage
from stepwell.registry.people.models import Person, ReachWay, Relation
from tests.actions.care_pages import signed_in
from tests.actions.public_site import LAKE, open_evenings
from tests.world import World

pytestmark = pytest.mark.django_db
NAME = "Zebulon"


def filled(**more: str) -> dict[str, str]:
    """A call asked for, opened a minute ago."""
    opened_at = timezone.now() - timedelta(minutes=1)
    return {
        "number": fresh_number(opened_at), "who": "self", "first_name": NAME, "last_name": "Quaver",
        "way": "phone", "phone": "(714) 555-0147", "message": "no", "when": "soon", **more,
    }  # fmt: skip


def send(path: str = f"/en/call/{LAKE}/", **more: str):
    return Client().post(path, filled(**more))


def said_on(client: Client, address: str) -> str:
    """The words of a page of the staff."""
    return " ".join(strip_tags(client.get(address).content.decode()).split())


def kept(world: World, model: type) -> list:
    with opened(world.access(Role.COORDINATOR)):
        return list(model.objects.all())


def test_a_request_becomes_an_enquiry_with_its_promise_and_its_consent(world: World):
    answer = send(words="After work, please.")
    assert answer.status_code == 303
    page = Client().get(answer["Location"])
    assert page.status_code == 200
    assert NAME not in page.content.decode(), "the address of the page can be shared: it names nobody"
    (enquiry,) = kept(world, Enquiry)
    (person,) = kept(world, Person)
    (way,) = kept(world, ReachWay)
    (consent,) = kept(world, Consent)
    assert (enquiry.way, enquiry.by_whom, enquiry.taken_by) == ("web", "self", "Public site")
    assert "After work, please." in enquiry.wish
    assert person.first_name == NAME
    assert (way.kind, way.value, way.leave_message) == ("phone", "714-555-0147", False)
    assert (consent.kind, consent.signed_by, consent.method) == ("contact", f"{NAME} Quaver", "typed")
    coordinator = world.access(Role.COORDINATOR)
    (card,) = admissions.enquiry_board(coordinator, at=timezone.now())
    assert card.answer_due_at == enquiry.answer_due_at
    (task,) = jobs.due(coordinator)
    assert (task.kind, task.due_at) == ("call-back", enquiry.answer_due_at)


def test_a_relative_agrees_for_nobody(world: World):
    assert send(who="relative", your_name="Nia Quaver", how_related="sister").status_code == 303
    (relation,) = kept(world, Relation)
    assert (relation.name, relation.phone) == ("Nia Quaver", "714-555-0147")
    assert kept(world, Consent) == []
    assert kept(world, ReachWay) == [], "the number is the sister's, not the person's"
    (task,) = jobs.due(world.access(Role.COORDINATOR))
    assert "tell Nia Quaver nothing about the person" in task.says


def test_spanish_is_kept_for_the_call(world: World):
    assert send(f"/es/call/{LAKE}/").status_code == 303
    (person,) = kept(world, Person)
    assert person.language == "es"


def test_the_part_of_the_day_somebody_chose_is_the_promise(world: World):
    assert send(when="afternoon").status_code == 303
    (enquiry,) = kept(world, Enquiry)
    local = enquiry.answer_due_at.astimezone(timezone.get_fixed_timezone(0))
    assert local > timezone.now()
    assert "Call in the afternoon." in enquiry.wish


def test_benefits_are_written_down_once(world: World):
    assert send(f"/en/benefits/{LAKE}/", plan="Example PPO", member="ABC123").status_code == 303
    (coverage,) = kept(world, Coverage)
    assert (coverage.plan_name, coverage.member_id) == ("Example PPO", "ABC123")


def test_a_held_seat_is_gone_for_others_and_free_again_by_itself(world: World):
    groups = open_evenings(world, cap=2)
    assert b"<strong>2</strong> Evening" in Client().get(f"/en/find/{LAKE}/").content
    assert send(f"/en/hold/{LAKE}/", part="evening").status_code == 303
    holds = kept(world, SeatHold)
    assert {one.group_id for one in holds} == {one.pk for one in groups}
    assert {one.until - one.at for one in holds} == {timedelta(hours=24)}
    assert b"<strong>1</strong> Evening" in Client().get(f"/en/find/{LAKE}/").content


def test_the_last_seat_is_held_once(world: World):
    open_evenings(world, cap=1)
    assert send(f"/en/hold/{LAKE}/", part="evening").status_code == 303
    answer = send(f"/en/hold/{LAKE}/", part="evening")
    assert answer.status_code == 422
    assert len(kept(world, Enquiry)) == 1


def test_danger_that_is_sent_reaches_whoever_is_on_call(world: World, settings, tmp_path: Path):
    settings.SIMULATED = tmp_path
    now, sam = timezone.now(), world.a.staff[Role.CLINICIAN][0]
    put_on_call(
        world.access(Role.DIRECTOR),
        staff=sam,
        starts=now - timedelta(hours=2),
        ends=now + timedelta(hours=2),
        phone="(714) 555-0111",
    )
    answer = send(danger="ending-life")
    assert answer.status_code == 303
    (check,) = kept(world, SafetyCheck)
    assert check.urgent
    assert check.facts["suicide_intent_now"] is True
    clinician = jobs.due(world.access(Role.CLINICIAN))
    assert [task.kind for task in clinician] == ["crisis-care"]
    (enquiry,) = kept(world, Enquiry)
    desk, address = signed_in(world, Role.COORDINATOR), reverse("enquiry", args=[enquiry.pk])
    at = enquiry.at.astimezone(ZoneInfo(world.a.site.time_zone)).strftime("%I:%M %p").lstrip("0")
    assert "on its way to" in said_on(desk, address)
    timetable.send(int(timezone.now().timestamp()) + 1)
    (page,) = Simulator(tmp_path / "text.jsonl").sent()
    assert (page["to"], page["text"]) == (
        "7145550111",
        "Please open Today: somebody asks to be called within 15 minutes.",
    )
    assert NAME not in str(page)
    assert f"Paged at {at}: sent to {sam.name}" in said_on(desk, address)


def test_a_page_that_does_not_go_out_says_whom_to_call(world: World, settings, tmp_path: Path):
    settings.SIMULATED = tmp_path
    now, sam = timezone.now(), world.a.staff[Role.CLINICIAN][0]
    put_on_call(
        world.access(Role.DIRECTOR), staff=sam, starts=now - timedelta(1), ends=now + timedelta(1), phone="7145550111"
    )
    assert send(danger="ending-life").status_code == 303
    down = {"text": Simulator(tmp_path / "text.jsonl", {"7145550111": "never"})}
    paging.send_pages(Access.system(world.a.operator.pk), at=timezone.now(), by=down)
    (enquiry,) = kept(world, Enquiry)
    desk = signed_in(world, Role.COORDINATOR)
    page = said_on(desk, reverse("enquiry", args=[enquiry.pk]))
    assert f"The page did not go out: call {sam.name} at 714-555-0111." in page
    assert f"The page did not go out: call {sam.name} at 714-555-0111." in said_on(desk, reverse("today"))


def test_danger_with_nobody_on_call_pages_nobody_and_the_page_says_as_before(world: World, settings, tmp_path: Path):
    settings.SIMULATED = tmp_path
    assert send(danger="ending-life").status_code == 303
    timetable.send(int(timezone.now().timestamp()) + 1)
    assert Simulator(tmp_path / "text.jsonl").sent() == []
    (enquiry,) = kept(world, Enquiry)
    page = said_on(signed_in(world, Role.COORDINATOR), reverse("enquiry", args=[enquiry.pk]))
    assert "Paged at" not in page
    assert "did not go out" not in page


def test_the_same_form_twice_is_received_once_and_answered_alike(world: World):
    form, client = filled(), Client()
    first, second = (client.post(f"/en/call/{LAKE}/", form) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    assert len(kept(world, Enquiry)) == len(kept(world, Received)) == 1


def test_the_answer_never_tells_whether_somebody_is_known(world: World):
    amara = world.amara()
    with opened(world.access(Role.COORDINATOR)):
        ReachWay.objects.create(
            subject=amara.subject, kind="phone", value="714-555-0199", leave_message=True, made_on=amara.made_at.date()
        )
    known = send(first_name=amara.first_name, last_name=amara.last_name, phone="714-555-0199")
    stranger = send(first_name="Otto", last_name="Other", phone="714-555-0188")
    assert known.status_code == stranger.status_code == 303
    assert known.content == stranger.content
    pages = [Client().get(one["Location"]).content.decode() for one in (known, stranger)]
    alternates = [
        page.split("<body>")[1].replace(one["Location"][3:], "")
        for page, one in zip(pages, (known, stranger), strict=True)
    ]
    assert alternates[0] == alternates[1]


def test_a_field_only_machines_see_makes_nothing(world: World):
    answer = send(website="https://example.org")
    assert answer.status_code == 303
    assert kept(world, Enquiry) == []
    assert Client().get(answer["Location"]).status_code == 200


@pytest.mark.parametrize("opened_ago", [timedelta(0), timedelta(hours=13)])
def test_a_form_that_is_too_quick_or_too_old_keeps_its_words(world: World, opened_ago: timedelta):
    answer = send(number=fresh_number(timezone.now() - opened_ago))
    assert answer.status_code == 422
    assert NAME in answer.content.decode()
    assert kept(world, Enquiry) == []


def test_a_flood_is_stopped_and_another_connection_is_not(world: World):
    statuses = [send().status_code for _ in range(8)]
    assert statuses == [303] * 6 + [429] * 2
    knocks = kept(world, Knock)
    assert len(knocks) == 1
    assert knocks[0].requests == 6
    other = Client(REMOTE_ADDR="203.0.113.9").post(f"/en/call/{LAKE}/", filled())
    assert other.status_code == 303
    answer = send()
    assert answer["Retry-After"] == "3600"
    assert "Too many requests" in answer.content.decode()


def test_a_window_that_has_passed_begins_anew(world: World):
    for _ in range(7):
        send()
    with opened(world.access(Role.COORDINATOR)):
        Knock.objects.update(began_at=timezone.now() - timedelta(minutes=61))
    assert send().status_code == 303
    assert [one.requests for one in kept(world, Knock)] == [1]


def test_reading_leaves_no_line_in_the_trail_and_asking_does(world: World):
    with opened(world.access(Role.COORDINATOR)):
        before = TrailRow.objects.count()
    Client().get(f"/en/find/{LAKE}/")
    with opened(world.access(Role.COORDINATOR)):
        assert TrailRow.objects.count() == before
    send()
    with opened(world.access(Role.COORDINATOR)):
        doors = set(TrailRow.objects.values_list("door", flat=True))
    assert "doors.public.actions.ask" in doors


HOSTILE = [
    {},
    {"first_name": ""},
    {"first_name": "A" * 5000},
    {"first_name": "\x00\u202e\u200b"},
    {"phone": "12"},
    {"phone": "٧١٤٥٥٥٠١٤٧"},
    {"phone": "7" * 400},
    {"who": "relative"},
    {"who": "admin"},
    {"when": "never"},
    {"way": "telegram"},
    {"message": "maybe"},
    {"words": "x" * 30_000},
    {"words": "<script>alert(1)</script>"},
    {"number": "forged"},
    {"number": ""},
    {"number": signing.dumps({"n": 1}, salt="stepwell.public.form")},
    {"number": signing.dumps({"n": "a", "at": "later"}, salt="stepwell.public.form")},
    {"number": signing.dumps({"n": "a", "at": 1e400}, salt="stepwell.public.form")},
    {"danger": "unconscious"},
    {"part": "midnight"},
    {"plan": "P" * 3000, "member": "M" * 3000},
    {"program": "fountain-grove/../../"},
    {"last_name": "'; DROP TABLE people_person; --"},
]


PATHS = ("call/", "benefits/", f"call/{LAKE}/", f"benefits/{LAKE}/", f"hold/{LAKE}/", f"visit/{LAKE}/", "check/")
GARBAGE = ((b"\xff\xfe%zz&&==", "application/x-www-form-urlencoded"), (b'{"who": [', "application/json"))


def knocked_at(path: str, language: str, hostile: Iterable[dict[str, str]]) -> int:
    """Send each; none is our mistake, sets a cookie or says a script. How many were taken as requests."""
    taken = 0
    for number, words in enumerate(hostile):
        client = Client(raise_request_exception=False, REMOTE_ADDR=f"198.51.100.{number % 250}")
        answer = client.post(f"/{language}/{path}", {**filled(), **words})
        assert answer.status_code < 500, (path, words)
        assert "Set-Cookie" not in answer.headers
        assert "<script>alert" not in answer.content.decode()
        taken += answer.status_code == 303
    return taken


@pytest.mark.parametrize(("path", "language"), [*((path, "en") for path in PATHS), (PATHS[2], "es"), (PATHS[4], "es")])
def test_hostile_hands_meet_clear_words_and_never_our_mistake(world: World, path: str, language: str):
    open_evenings(world, cap=9)
    taken = knocked_at(path, language, HOSTILE)
    enquiries = kept(world, Enquiry)
    assert len(enquiries) == len(kept(world, Person)) == taken
    assert all(len(one.wish) < 3000 for one in enquiries)
    for body, kind in GARBAGE:
        answer = Client(raise_request_exception=False).post(f"/{language}/{path}", body, content_type=kind)
        assert answer.status_code < 500


def test_who_sends_more_than_a_form_holds_is_told(world: World):
    assert send(words="x" * 30_000).status_code == 400
    assert kept(world, Enquiry) == []


def test_moments_are_the_clinics(world: World):
    answer = send(when="evening")
    (enquiry,) = kept(world, Enquiry)
    assert isinstance(enquiry.answer_due_at, datetime)
    assert answer.status_code == 303


def test_answers_of_the_self_check_are_told_and_kept_nowhere(world: World):
    answer = Client().post("/en/check/", {"mark": ["ending-life", "daily-life", "nonsense"]})
    page = answer.content.decode()
    assert page.index('href="tel:988">Call 988') < page.index("What your answers say")
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store, private"
    for model in (Enquiry, Person, SafetyCheck, Received, Knock):
        assert kept(world, model) == []


def test_what_somebody_marked_goes_along_only_when_they_send_it(world: World):
    answer = Client().post(f"/en/call/{LAKE}/", {"danger": ["ending-life", "nonsense"]})
    assert answer.status_code == 200
    assert '<input type="hidden" name="danger" value="ending-life">' in answer.content.decode()
    assert "nonsense" not in answer.content.decode()
    assert kept(world, SafetyCheck) == kept(world, Enquiry) == []


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"words=" + b"x" * 3_000_000, "application/x-www-form-urlencoded"),
        (b"&".join(b"a%d=1" % number for number in range(1100)), "application/x-www-form-urlencoded"),
        (b"--x\r\nbroken", "multipart/form-data; boundary="),
    ],
)
def test_what_cannot_be_read_is_said_in_the_language(world: World, body: bytes, kind: str):
    answer = Client(raise_request_exception=False).post(f"/es/call/{LAKE}/", body, content_type=kind)
    assert answer.status_code == 400
    assert "No se pudo leer" in answer.content.decode()
