"""The session room and its pages: cost, taps, signing what is ready, what each part needs first, amendments."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from stepwell.care.sessions import queries as of_sessions
from stepwell.foundation.gate.models import Login
from stepwell.foundation.gate.opening import opened
from stepwell.foundation.gate.roles import Role
from tests.actions.group_session import RESPONSES, Held, held
from tests.world import TODAY, World

PASSWORD = "an-invented-password"


def signed_in(world: World, role: Role, index: int = 0) -> Client:
    """Somebody on staff of clinic `a`, signed in."""
    member = world.a.staff[role][index]
    login = Login.objects.create_user(f"{role}{index}@a", PASSWORD, world.a.operator, [role], member.name)
    Login.objects.filter(pk=login.pk).update(staff_id=member.pk)
    client = Client()
    client.force_login(Login.objects.get(pk=login.pk))
    return client


def statements(client: Client, address: str) -> int:
    """How many statements a page costs, without what only a test's own transaction adds around each open gate."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200, address
    own = [one for one in captured.captured_queries if "SAVEPOINT" not in one["sql"]]
    return sum("set_config('stepwell.operator', ''" not in one["sql"] for one in own)


def room(meeting: Held) -> str:
    """The address of the meeting's room."""
    return reverse("session", args=[meeting.session.pk])


def own(meeting: Held, index: int, **changed: str) -> dict[str, str]:
    """One person's part as the form sends it."""
    number = meeting.rows[index].pk
    given = {
        "engagement": "Spoke and took part",
        "response": RESPONSES[index],
        "risk": "none-voiced",
        "objective": str(meeting.stays[index].objective.pk),
        **changed,
    }
    return {f"{name}-{number}": value for name, value in given.items()}


def send(client: Client, meeting: Held, what: str, *parts: dict[str, str], **more: str) -> Any:
    """Open the room and send its form, pressing one button."""
    page = client.get(room(meeting))
    words = {name: value for part in parts for name, value in part.items()}
    token = page.context["sheet"].token.signed()
    return client.post(room(meeting), {"sheet": token, "sign": what, **words, **more}, follow=True)


DONE = {"topic": "Cravings", "method": "CBT", "done": "A round, the topic, a close."}


def test_pages_of_sessions_cost_at_most_twenty_statements(world: World):
    meeting = held(world, 12)
    meeting.sign_shared()
    meeting.sign_own(0)
    client = signed_in(world, Role.COUNSELOR)
    number = meeting.rows[0].pk
    client.get(room(meeting))
    for address in (
        room(meeting),
        reverse("sessions") + f"?on={TODAY.isoformat()}&of=all",
        reverse("sessions-unsigned"),
        reverse("session-new"),
        reverse("session-arrivals", args=[meeting.session.pk]),
        reverse("note", args=[meeting.session.pk, number]),
        reverse("note-amendment", args=[meeting.session.pk, number]),
        reverse("session-shared", args=[meeting.session.pk]),
        reverse("chart-notes", args=[meeting.stays[0].person.pk]),
    ):
        assert statements(client, address) <= 20, (address, statements(client, address))


def test_taps_write_minutes_and_can_be_set_right(world: World):
    meeting = held(world, 3, present=False)
    client = signed_in(world, Role.COUNSELOR)
    tap = [reverse("session-presence", args=[meeting.session.pk, row.pk]) for row in meeting.rows]
    client.post(tap[0], {"do": "no_show"})
    client.post(tap[1], {"do": "excused", "why": "court", "more": "hearing"})
    everyone = reverse("session-everyone", args=[meeting.session.pk])
    for _ in range(2):
        assert client.post(everyone).status_code == 302
    client.post(tap[2], {"do": "times", "from": "09:10", "until": "10:15"})
    client.post(tap[0], {"do": "came"})
    client.post(tap[0], {"do": "came"})
    page = client.get(room(meeting)).context["page"]
    assert [(row.outcome, row.minutes) for row in page.room.rows] == [
        ("attended", 90),
        ("excused", 0),
        ("attended", 65),
    ]
    client.post(tap[0], {"do": "no_show"})
    client.post(tap[2], {"do": "times", "from": "09:10", "until": "10:00"})
    client.post(reverse("session-breaks", args=[meeting.session.pk]), {"from": "09:30", "until": "09:40"})
    page = client.get(room(meeting)).context["page"]
    assert [(row.outcome, row.minutes) for row in page.room.rows] == [("no_show", 0), ("excused", 0), ("attended", 40)]


def test_one_act_signs_what_is_ready_and_keeps_the_rest(world: World):
    meeting = held(world, 4)
    client = signed_in(world, Role.COUNSELOR)
    parts = [own(meeting, 0), own(meeting, 1), own(meeting, 2, risk=""), own(meeting, 3, response="Short.")]
    answer = send(client, meeting, "all", *parts, **DONE)
    found = answer.context["looked"]
    assert [line.state for line in found.lines] == ["locked", "locked", "open", "open"]
    assert [[one.rule.split("#")[1] for one in line.reasons] for line in found.lines] == [
        [],
        [],
        ["risk"],
        ["response"],
    ]
    assert answer.context["page"].room.shared.locked
    assert RESPONSES[2] in answer.content.decode()
    assert "2 notes signed" in answer.content.decode()
    with opened(meeting.access):
        assert len({part.sha256 for row in meeting.rows[:2] for part in row.own_parts.all()}) == 2


def test_what_is_asked_first_is_shown_before_signing(world: World):
    meeting = held(world, 3)
    client = signed_in(world, Role.COUNSELOR)
    other = meeting.stays[1].person.first_name
    parts = [
        own(meeting, 0, response=f"Talked with {other} about the drive home and the evening."),
        own(meeting, 1),
        own(meeting, 2, response=RESPONSES[1], objective=""),
    ]
    words = {name: value for part in parts for name, value in part.items()}
    answer = client.post(reverse("session-check", args=[meeting.session.pk]), words)
    rules = [{one.rule.split("#")[1] for one in line.reasons} for line in answer.context["looked"].lines]
    assert rules == [{"names"}, {"copied"}, {"copied", "objective"}]
    refused = send(client, meeting, "all", *parts)
    assert refused.status_code == 422
    assert of_sessions.shared_part(meeting.access, session=meeting.session) is None
    assert meeting.stays[1].person.first_name in refused.content.decode()


def test_two_who_write_the_shared_part_see_each_other(world: World):
    meeting = held(world, 2)
    first, second = signed_in(world, Role.COUNSELOR), signed_in(world, Role.COUNSELOR, 1)
    token = second.get(room(meeting)).context["sheet"].token.signed()
    send(first, meeting, "shared", **DONE)
    mine = {"done": "What the other one wrote meanwhile.", "sheet": token, "sign": "all"}
    answer = second.post(room(meeting), {**mine, **own(meeting, 0)})
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "What the other one wrote meanwhile." in text
    assert "A round, the topic, a close." in text
    assert RESPONSES[0] in text


def test_amending_one_leaves_the_others_and_shows_both_versions(world: World):
    meeting = held(world, 3)
    meeting.sign_shared()
    for index in range(3):
        meeting.sign_own(index)
    client = signed_in(world, Role.COUNSELOR)
    with opened(meeting.access):
        before = [row.own_parts.get().sha256 for row in meeting.rows]
    address = reverse("note-amendment", args=[meeting.session.pk, meeting.rows[0].pk])
    page = client.get(address)
    given = {
        "why": "Left out the plan",
        "response": "Named the hour and the plan for it.",
        "risk": "No thoughts of harm.",
    }
    answer = client.post(address, {"sheet": page.context["sheet"].token.signed(), **given}, follow=True)
    assert "Left out the plan" in answer.content.decode()
    assert RESPONSES[0] in answer.content.decode()
    with opened(meeting.access):
        after = [row.own_parts.order_by("version").first().sha256 for row in meeting.rows]
        assert [row.own_parts.count() for row in meeting.rows] == [2, 1, 1]
    assert after == before


def test_roles_see_what_their_work_needs(world: World):
    meeting = held(world, 2)
    meeting.sign_shared()
    meeting.sign_own(0)
    biller = signed_in(world, Role.BILLER)
    page = biller.get(room(meeting))
    assert page.status_code == 200
    assert RESPONSES[0] not in page.content.decode()
    number = meeting.rows[0].pk
    assert biller.get(reverse("note", args=[meeting.session.pk, number])).status_code == 403
    assert biller.get(reverse("chart-notes", args=[meeting.stays[0].person.pk])).status_code == 403
    assert biller.post(reverse("session-everyone", args=[meeting.session.pk])).status_code == 403
    assert biller.post(room(meeting), {"sign": "all"}).status_code == 403
    reviewer = signed_in(world, Role.REVIEWER)
    assert RESPONSES[0] in reviewer.get(room(meeting)).content.decode()


def test_hostile_input_is_never_our_mistake(world: World):
    meeting = held(world, 2)
    client = signed_in(world, Role.COUNSELOR)
    number, other = meeting.session.pk, meeting.rows[0].pk
    for address, status in (
        ("/sessions/?on=2026-99-99&of=%00", 200),
        ("/sessions/?on=0001-01-01", 200),
        ("/sessions/new/?program=%27&stay=x", 200),
        ("/sessions/987654/", 404),
        (f"/sessions/{number}/notes/{other}/", 404),
        (f"/sessions/{number}/notes/987654/", 404),
        (f"/sessions/{number}/shared/", 404),
    ):
        assert client.get(address).status_code == status, address
    tap = reverse("session-presence", args=[number, other])
    for given in ({"do": "fly"}, {"do": "times", "from": "99:99"}, {"do": "excused", "why": "\x00"}, {}):
        assert client.post(tap, given).status_code == 400, given
    assert client.post(f"/groups/{meeting.session.group_id}/meetings/soon/").status_code == 404
    assert client.post(reverse("session-check", args=[number]), {"objective-1": "9" * 40}).status_code == 200
