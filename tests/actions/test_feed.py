"""A calendar feed: a secret shown once, appointments that tell nothing, changes that arrive, and an end at once."""

from __future__ import annotations

from datetime import time, timedelta
from threading import Barrier, Thread

import pytest
import time_machine
from django.db import connection
from django.urls import reverse
from icalendar import Calendar

from stepwell.care.scheduling import actions as scheduling
from stepwell.care.scheduling.actions.changing import Change
from stepwell.care.sessions import actions as sessions
from stepwell.care.sessions import queries as of_sessions
from stepwell.doors.feeds import actions, queries
from stepwell.doors.feeds.models import Feed
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import TrailRow
from stepwell.foundation.gate.opening import opened
from stepwell.foundation.gate.refusals import Conflict, NotFound, NotPermitted
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.gate.trail import trail
from stepwell.registry.episodes import actions as episodes
from stepwell.registry.people import actions as people
from tests.actions.care_groups import open_group, take_seats
from tests.actions.care_stay import in_care
from tests.actions.test_messages import client_of
from tests.world import TODAY

DAY = timedelta(days=1)
WEDNESDAY = TODAY + 2 * DAY


@pytest.fixture
def seated(world):
    """Amara has a seat on Wednesday mornings for longer than a feed tells."""
    stay, group = in_care(world), open_group(world, weekday=2)
    take_seats(stay, group)
    return stay, group


@pytest.fixture
def amara(world, seated):
    return client_of(world, seated[0].subject)


@pytest.fixture
def secret(world, seated, amara):
    return actions.make_feed(amara, subject=seated[0].subject, at=world.at()).secret


@pytest.fixture
def asked(world, client, secret):
    """What a telephone gets under the secret, by the start of each."""

    def ask(at=None):
        with time_machine.travel(at or world.at(), tick=False):
            answer = client.get(reverse("feed", args=[secret]))
        assert answer.status_code == 200
        events = Calendar.from_ical(answer.content).walk("VEVENT")
        return {event.start: event for event in events}

    return ask


def test_eight_weeks_of_appointments_and_not_a_word_more(world, asked):
    found = asked()
    days = sorted(start.date() for start in found)
    assert days == [WEDNESDAY + timedelta(weeks=week) for week in range(8)]
    assert {str(event["summary"]) for event in found.values()} == {"Appointment"}
    assert {event["class"] for event in found.values()} == {"PRIVATE"}
    assert {start.hour for start in found} == {9}, "across the change of clocks"


def test_nothing_of_the_file_tells(world, client, secret):
    answer = client.get(reverse("feed", args=[secret]))
    text = answer.content.decode().replace("\r\n ", "")
    for word in (world.a.operator.name, world.a.site.name, "100 EXAMPLE", "714555", "Amara", "Sampleworth", "Morning"):
        assert word not in text, word
    assert "Set-Cookie" not in answer.headers
    assert answer["Content-Type"].startswith("text/calendar")
    assert answer["X-Robots-Tag"] == "noindex"


def test_a_session_that_moves_keeps_its_uid_and_raises_its_sequence(world, seated, asked):
    before = asked()
    first = min(before)
    sessions.move_meeting(
        world.access(Role.COORDINATOR), group=seated[1], on=WEDNESDAY, why="The room is painted.", at=world.at(),
        change=Change(starts=time(13), ends=time(14, 30)),
    )  # fmt: skip
    after = asked()
    moved = min(after)
    assert (moved.hour, after[moved]["uid"]) == (13, before[first]["uid"])
    assert after[moved]["sequence"] > before[first]["sequence"]
    others = {event["uid"]: event["sequence"] for start, event in before.items() if start != first}
    assert {event["uid"]: event["sequence"] for start, event in after.items() if start != moved} == others


def test_what_is_called_off_is_taken_out_of_the_calendar(world, seated, asked):
    before = asked()
    first = min(before)
    sessions.call_off(
        world.access(Role.COORDINATOR), group=seated[1], on=WEDNESDAY, why="The leader is ill.", at=world.at()
    )
    after = asked()
    assert (after[first]["status"], after[first]["uid"]) == ("CANCELLED", before[first]["uid"])
    assert after[first]["sequence"] > before[first]["sequence"]
    assert [event["status"] for start, event in sorted(after.items())][1:] == ["CONFIRMED"] * 7


def test_opening_the_roster_changes_nothing_and_being_excused_takes_it_out(world, seated, asked):
    counselor, first = world.access(Role.COUNSELOR), min(asked())
    before = asked()[first]
    session = sessions.hold_group(counselor, group=seated[1], on=WEDNESDAY)
    same = asked()[first]
    assert (same["uid"], same["sequence"], same["status"]) == (before["uid"], before["sequence"], "CONFIRMED")
    (row,) = of_sessions.roster(counselor, session=session)
    sessions.record_outcome(counselor, participation=row, outcome="excused", at=world.at(), why="court")
    assert asked()[first]["status"] == "CANCELLED"


def test_a_session_of_ones_own_is_in_it(world, seated, asked):
    sessions.schedule(
        world.access(Role.COUNSELOR), program=world.a.program, kind="individual", starts_at=world.at(WEDNESDAY, 15),
        minutes=50, leader=world.a.staff[Role.COUNSELOR][1], episodes=[seated[0].episode],
    )  # fmt: skip
    assert world.at(WEDNESDAY, 15) in asked()


def test_a_leave_takes_its_days_out_and_the_return_gives_them_back(world, seated, asked):
    act, before = world.access(Role.CASE_MANAGER), asked()
    leave = episodes.begin_leave(act, episode=seated[0].episode, reason="hospital", on=TODAY)
    scheduling.free_seats(act, episode=seated[0].episode, from_on=TODAY, why="leave")
    assert {event["status"] for event in asked().values()} == {"CANCELLED"}
    episodes.end_leave(act, leave=leave, on=TODAY + DAY)
    scheduling.give_back_seats(act, episode=seated[0].episode, from_on=TODAY + DAY)
    back = asked()
    assert {event["status"] for event in back.values()} == {"CONFIRMED"}
    assert all(back[start]["sequence"] > before[start]["sequence"] for start in before)


def test_after_the_stay_or_a_death_it_is_empty_and_still_a_calendar(world, seated, asked):
    people.record_death(world.access(Role.COUNSELOR), subject=seated[0].subject, on=TODAY, at=world.at())
    assert asked() == {}


def test_a_telephone_that_has_it_hears_so_and_a_change_is_a_new_tag(world, seated, client, secret):
    address = reverse("feed", args=[secret])
    with time_machine.travel(world.at(), tick=False):
        first = client.get(address)
        for tag in (first["ETag"], f"W/{first['ETag']}", f'"other", {first["ETag"]}'):
            again = client.get(address, headers={"If-None-Match": tag})
            assert (again.status_code, again.content) == (304, b"")
        sessions.call_off(world.access(Role.COORDINATOR), group=seated[1], on=WEDNESDAY, why="Ill.", at=world.at())
        assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 200
        assert client.head(address).status_code == 200
        assert client.post(address).status_code in (403, 405)


def test_a_wrong_secret_and_an_ended_one_are_the_same_and_nothing_else_is_told(world, seated, client, secret, amara):
    actions.end_feed(amara, subject=seated[0].subject, at=world.at())
    assert queries.feed_of(amara, subject=seated[0].subject) is None
    other = f"{world.b.operator.pk}-{secret.partition('-')[2]}"
    wrong = [secret, secret[:-1] + "_", other, "1", "x" * 500, "99999999-" + "a" * 43, "0-" + "a" * 43, "é" * 43]
    answers = {client.get(reverse("feed", args=[one])).content for one in wrong}
    assert {client.get(reverse("feed", args=[one])).status_code for one in wrong} == {404}
    assert len(answers) == 1


def test_a_new_secret_ends_the_old_one_and_only_its_hash_is_kept(world, seated, client, secret, amara):
    made = actions.make_feed(amara, subject=seated[0].subject, at=world.at())
    assert made.secret != secret
    assert client.get(reverse("feed", args=[secret])).status_code == 404
    assert client.get(reverse("feed", args=[made.secret])).status_code == 200
    with opened(amara):
        kept = " ".join(str(value) for row in Feed.objects.all().values() for value in row.values())
    assert secret.partition("-")[2] not in kept
    assert made.secret.partition("-")[2] not in kept
    assert len(made.secret) > 43


def test_who_may_make_and_end_one(world, seated, amara):
    ben = in_care(world, world.ben())
    with pytest.raises(NotFound):
        actions.make_feed(amara, subject=ben.subject, at=world.at())
    with pytest.raises(NotPermitted):
        actions.make_feed(world.access(Role.BILLER), subject=ben.subject, at=world.at())
    with pytest.raises(NotPermitted):
        queries.calendar_for(world.access(Role.COUNSELOR), secret="1", now=world.at())
    assert actions.end_feed(world.access(Role.COUNSELOR), subject=seated[0].subject, at=world.at()) is False


def test_the_trail_names_whose_calendar_was_read_and_a_guess_fills_no_table(world, seated, client, secret):
    client.get(reverse("feed", args=[secret]))
    lines = trail(world.access(Role.PRIVACY_OFFICER), subject=seated[0].subject).lines
    assert [line.says for line in lines].count("Gave the person's own calendar their appointments") == 1
    with opened(world.access(Role.PRIVACY_OFFICER)):
        before = TrailRow.objects.count()
    for last in "abc":
        client.get(reverse("feed", args=[secret[:-1] + ("d" if secret[-1] == last else last)]))
    with opened(world.access(Role.PRIVACY_OFFICER)):
        assert TrailRow.objects.count() == before


@pytest.mark.django_db(transaction=True)
def test_two_made_at_once_leave_one(committed_world):
    world = committed_world
    stay = in_care(world)
    amara, both, came = client_of(world, stay.subject), Barrier(2), []

    def make():
        try:
            both.wait()
            came.append(actions.make_feed(amara, subject=stay.subject, at=world.at()).secret)
        except Conflict:
            came.append("")
        finally:
            connection.close()

    threads = [Thread(target=make) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    system = Access.system(world.a.operator.pk)
    good = [one for one in came if one and queries.calendar_for(system, secret=one, now=world.at()) is not None]
    assert len(came) == 2
    assert len(good) == 1
