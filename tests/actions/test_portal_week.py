"""A client cannot come, takes another time, answers, signs, lets in and takes back: by the real doors."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
import time_machine
from django.test import Client

from stepwell.care.scheduling import actions as scheduling
from stepwell.care.scheduling.models import Seat
from stepwell.care.sessions import actions as meetings
from stepwell.care.sessions import queries as sessions
from stepwell.doors.portal import after_all, family, week
from stepwell.doors.portal.mine import behalf
from stepwell.foundation.gate import consents, logins, trail
from stepwell.foundation.gate.models import Login
from stepwell.foundation.gate.opening import opened
from stepwell.foundation.gate.refusals import BadInput, Conflict, NotFound, NotPermitted
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.jobs import actions as job_actions
from stepwell.foundation.jobs import queries as jobs
from stepwell.registry.people import actions as people
from stepwell.registry.people import queries as of_people
from tests.actions.care_groups import open_group, take_seats
from tests.actions.care_stay import in_care, with_plan
from tests.actions.test_double_booking import race
from tests.actions.test_page_sessions import statements
from tests.actions.test_portal_access import let_in, own, sister
from tests.world import TODAY, World

WEDNESDAY = TODAY + timedelta(days=2)


def browser(access) -> Client:
    client = Client(raise_request_exception=True)
    client.force_login(Login.objects.get(pk=access.login_id))
    return client


def seated(world: World):
    """Amara in two groups of one morning; a third on Wednesday has a place."""
    stay = with_plan(world)
    groups = [
        open_group(world, name="Skills"),
        open_group(world, name="Learning", starts=time(10, 30), ends=time(12)),
    ]
    take_seats(stay, *groups)
    other = open_group(world, name="Evening", weekday=2, starts=time(18), ends=time(19, 30))
    return stay, groups, other


def key_of(group, on=TODAY):
    return f"meeting-{group.pk}-{on.isoformat()}"


def test_what_is_asked_for_a_client_shows_their_rows_and_nobody_elses(world):
    amara, ben = world.amara(), world.ben()
    asked = behalf(own(world, amara))
    assert [one.pk for one in of_people.people(asked)] == [amara.pk]
    with pytest.raises(NotFound):
        of_people.person(asked, subject=ben.subject)
    zola = behalf(sister(world, amara))
    with pytest.raises(NotFound):
        of_people.people(zola)


def test_who_cannot_come_frees_that_seat_alone_and_the_team_is_told(world):
    stay, groups, _ = seated(world)
    mine, now = own(world, stay.person), world.at(hour=7)
    week.cannot_come(mine, key=key_of(groups[0]), why="My bus\nis late", now=now)
    coming = sessions.coming_of(mine, episode=stay.episode, from_on=TODAY, to_on=TODAY)
    assert [(one.name, one.stands, one.not_coming) for one in coming] == [
        ("Skills", False, True),
        ("Learning", True, False),
    ]
    with opened(world.access(Role.CASE_MANAGER)):
        assert Seat.objects.filter(group=groups[0], on=TODAY, freed_at=None).count() == 0
        assert Seat.objects.filter(group=groups[1], on=TODAY, freed_at=None).count() == 1
    task = next(one for one in jobs.due(world.access(Role.CASE_MANAGER)) if one.kind == "cannot-come")
    assert "My bus is late" in task.says
    assert task.due_at == world.at(hour=9)
    with pytest.raises(Conflict, match="already"):
        week.cannot_come(mine, key=key_of(groups[0]), why="", now=now)


def test_nobody_excuses_what_has_begun_or_is_somebody_elses(world):
    stay, groups, other = seated(world)
    mine = own(world, stay.person)
    with pytest.raises(BadInput):
        week.cannot_come(mine, key=key_of(groups[0]), why="", now=world.at(hour=9, minute=5))
    with pytest.raises(NotFound):
        week.cannot_come(mine, key=key_of(other, WEDNESDAY), why="", now=world.at(hour=7))
    ben = own(world, world.ben())
    with pytest.raises(NotFound):
        week.cannot_come(ben, key=key_of(groups[0]), why="", now=world.at(hour=7))
    with pytest.raises(NotPermitted):
        week.cannot_come(world.access(Role.COUNSELOR), key=key_of(groups[0]), why="", now=world.at(hour=7))


def test_another_time_is_counted_of_all_seats_and_really_taken(world):
    stay, _, other = seated(world)
    full = open_group(world, name="Full", weekday=3, soft_cap=1, hard_cap=1, leader=world.a.staff[Role.COUNSELOR][1])
    take_seats(in_care(world, world.ben()), full)
    mine, now = own(world, stay.person), world.at(hour=7)
    offers = week.make_up(mine, now).offers
    assert {one.name for one in offers} == {"Evening"}
    took = week.take(mine, group_id=other.pk, on=WEDNESDAY, now=now)
    assert took.name == "Evening"
    coming = sessions.coming_of(mine, episode=stay.episode, from_on=WEDNESDAY, to_on=WEDNESDAY)
    assert [one.name for one in coming] == ["Evening"]
    later = sessions.coming_of(
        mine, episode=stay.episode, from_on=WEDNESDAY + timedelta(days=1), to_on=TODAY + timedelta(days=9)
    )
    assert "Evening" not in {one.name for one in later}
    with pytest.raises(Conflict):
        week.take(mine, group_id=full.pk, on=TODAY + timedelta(days=3), now=now)
    with pytest.raises(Conflict):
        week.take(mine, group_id=other.pk, on=TODAY + timedelta(days=30), now=now)


@pytest.mark.django_db(transaction=True)
def test_two_clients_reach_for_the_last_place_and_one_gets_it(committed_world):
    world = committed_world
    stays = [in_care(world), in_care(world, world.ben())]
    last = open_group(world, name="Last", weekday=2, starts=time(18), ends=time(19, 30), soft_cap=1, hard_cap=1)
    mine, now = [own(world, stay.person) for stay in stays], world.at(hour=7)
    found = race(*(lambda one=one: week.take(one, group_id=last.pk, on=WEDNESDAY, now=now) for one in mine))
    assert sum(isinstance(one, Conflict) for one in found) == 1, found
    with opened(world.access(Role.CASE_MANAGER)):
        assert Seat.objects.filter(group=last, on=WEDNESDAY, freed_at=None).count() == 1


def comes_after_all(world: World, *, full: bool = False, **group):
    """Amara said that she cannot come to Skills on Monday; then somebody else may have taken the last seat."""
    stay = with_plan(world)
    skills = open_group(world, name="Skills", **({"soft_cap": 1, "hard_cap": 1} if full else {}), **group)
    take_seats(stay, skills)
    mine, now = own(world, stay.person), world.at(hour=7)
    week.cannot_come(mine, key=key_of(skills), why="", now=now)
    if full:
        scheduling.take_seats(
            world.access(Role.CASE_MANAGER), episode=in_care(world, world.ben()).episode, groups=[skills],
            since=TODAY, until=TODAY,
        )  # fmt: skip
    return stay, skills, mine, now


def taken_on(world: World, group, on=TODAY) -> int:
    with opened(world.access(Role.CASE_MANAGER)):
        return Seat.objects.filter(group=group, on=on, freed_at=None).count()


def open_tasks(world: World) -> list[str]:
    return [one.kind for one in jobs.due(world.access(Role.CASE_MANAGER)) if one.kind.endswith("-come")]


def test_who_can_come_after_all_has_their_seat_again_and_nobody_looks_for_another(world):
    stay, skills, mine, now = comes_after_all(world)
    assert (taken_on(world, skills), open_tasks(world)) == (0, ["cannot-come"])
    assert after_all.page_of(mine, key=key_of(skills), now=now).state == "open"
    assert after_all.come_after_all(mine, key=key_of(skills), now=now)
    assert (taken_on(world, skills), open_tasks(world)) == (1, [])
    (one,) = sessions.coming_of(mine, episode=stay.episode, from_on=TODAY, to_on=TODAY)
    assert (one.stands, one.outcome) == (True, "expected")
    assert not after_all.come_after_all(mine, key=key_of(skills), now=now), "a second tap changes nothing"
    assert taken_on(world, skills) == 1
    # And they cannot come once more, and can.
    week.cannot_come(mine, key=key_of(skills), why="", now=now)
    assert (taken_on(world, skills), open_tasks(world)) == (0, ["cannot-come"])
    assert after_all.come_after_all(mine, key=key_of(skills), now=now)


def test_a_team_that_has_found_another_time_hears_that_they_come(world):
    _, skills, mine, now = comes_after_all(world)
    manager = world.access(Role.CASE_MANAGER)
    (task,) = [one for one in jobs.due(manager) if one.kind == "cannot-come"]
    job_actions.finish(manager, task=task, at=now, outcome="Offered Thursday.")
    after_all.come_after_all(mine, key=key_of(skills), now=now)
    assert open_tasks(world) == ["can-come"]
    week.cannot_come(mine, key=key_of(skills), why="", now=now)
    assert open_tasks(world) == ["cannot-come"]


def test_a_seat_that_somebody_else_has_is_not_taken_from_them(world):
    _, skills, mine, now = comes_after_all(world, full=True)
    assert after_all.page_of(mine, key=key_of(skills), now=now).state == "gone"
    with pytest.raises(Conflict):
        after_all.come_after_all(mine, key=key_of(skills), now=now)
    assert taken_on(world, skills) == 1
    with time_machine.travel(now):
        client = browser(mine)
        for language, said in (("en", "Your place was given to somebody else"), ("es", "Su lugar se dio a otra")):
            client.post("/my/settings/language/", {"language": language})
            answer = client.post(f"/my/week/{key_of(skills)}/return/")
            page = answer.content.decode()
            assert answer.status_code == 409
            assert said in page
            assert "/my/week/make-up/" in page
            assert "/my/messages/" in page


def test_nobody_returns_to_what_has_begun_is_off_or_is_somebody_elses(world):
    _, skills, mine, now = comes_after_all(world)
    later = world.at(hour=9, minute=5)
    with pytest.raises(BadInput):
        after_all.come_after_all(mine, key=key_of(skills), now=later)
    assert after_all.page_of(mine, key=key_of(skills), now=later).state == "begun"
    ben = own(world, world.ben())
    for do in (after_all.come_after_all, after_all.page_of, after_all.give_up):
        with pytest.raises(NotFound):
            do(ben, key=key_of(skills), now=now)
    with pytest.raises(NotFound):
        after_all.give_up(mine, key=key_of(skills), now=now)
    with pytest.raises(NotFound):
        after_all.give_up(mine, key="session-1", now=now)
    meetings.call_off(world.access(Role.COUNSELOR), group=skills, on=TODAY, why="Flood.", at=now)
    assert after_all.page_of(mine, key=key_of(skills), now=now).state == "off"
    with pytest.raises(Conflict, match="called off"):
        after_all.come_after_all(mine, key=key_of(skills), now=now)
    assert taken_on(world, skills) == 0


def test_on_a_roster_they_are_expected_again_and_what_staff_excused_stays(world):
    stay, groups, _ = seated(world)
    mine, now, counselor = own(world, stay.person), world.at(hour=7), world.access(Role.COUNSELOR)
    written = meetings.hold_group(counselor, group=groups[0], on=TODAY)
    week.cannot_come(mine, key=key_of(groups[0]), why="", now=now)
    week.cannot_come(mine, key=key_of(groups[1]), why="", now=now)
    later = meetings.hold_group(world.access(Role.COUNSELOR, 0), group=groups[1], on=TODAY)
    assert sessions.roster(counselor, session=later) == []
    for group in groups:
        assert after_all.come_after_all(mine, key=key_of(group), now=now)
    for session in (written, later):
        assert [one.outcome for one in sessions.roster(counselor, session=session)] == ["expected"]
    (row,) = sessions.roster(counselor, session=written)
    with opened(counselor):
        type(row).objects.filter(pk=row.pk).update(outcome="excused", outcome_why="funeral")
    with pytest.raises(Conflict):
        after_all.come_after_all(mine, key=key_of(groups[0]), now=now)
    with time_machine.travel(now):
        answer = browser(mine).post(f"/my/week/{key_of(groups[0])}/return/")
    assert (answer.status_code, answer.context["page"].state) == (409, "excused")


def test_another_time_that_was_taken_is_given_up_or_kept(world):
    stay, groups, other = seated(world)
    mine, now, key = own(world, stay.person), world.at(hour=7), key_of(groups[0])
    week.cannot_come(mine, key=key, why="", now=now)
    week.take(mine, group_id=other.pk, on=WEDNESDAY, now=now)
    with time_machine.travel(now):
        client = browser(mine)
        assert f'action="/my/week/{key}/return/"' in client.get("/my/week/").content.decode()
        answer = client.post(f"/my/week/{key}/return/")
        assert answer["Location"] == f"/my/week/{key}/return/"
        page = client.get(answer["Location"])
        shown = page.content.decode()
        assert "Keep both" in shown
        assert [one.name for one in page.context["page"].others] == ["Evening"]
        up = f"/my/week/{key_of(other, WEDNESDAY)}/giving-up/"
        assert f'action="{up}"' in shown
        assert client.get(up).status_code == 405
        # Two taps, and a tab that was open before.
        for said in ("The other time is given up", "You gave it up already"):
            assert said in client.post(up, follow=True).content.decode()
        assert taken_on(world, other, WEDNESDAY) == 0
        assert "Evening" not in client.get("/my/week/").content.decode()
        assert taken_on(world, groups[0]) == 1
        assert client.post(f"/my/week/{key_of(groups[0])}/giving-up/").status_code == 404, "theirs for longer"
        # Taken once more, it can be given up once more.
        week.take(mine, group_id=other.pk, on=WEDNESDAY, now=now)
        assert after_all.give_up(mine, key=key_of(other, WEDNESDAY), now=now)


def test_two_tabs_and_two_taps_come_once_and_say_so(world):
    _, skills, mine, now = comes_after_all(world)
    address = f"/my/week/{key_of(skills)}/return/"
    with time_machine.travel(now):
        first, second = browser(mine), browser(mine)
        for client in (first, second):
            assert address in client.get("/my/week/").content.decode()
        for client, said in ((first, "You are expected. See you there."), (second, "You are expected already.")):
            answer = client.post(address)
            assert (answer.status_code, answer["Location"]) == (302, "/my/week/")
            assert said in client.get("/my/week/").content.decode()
        first.post("/my/settings/language/", {"language": "es"})
        assert "Ya le esperamos" in first.post(address, follow=True).content.decode()
    assert taken_on(world, skills) == 1


def test_who_has_another_time_then_gives_that_up_first(world):
    _, skills, mine, now = comes_after_all(world)
    at_once = open_group(
        world, name="At once", starts=time(9, 30), ends=time(11), leader=world.a.staff[Role.COUNSELOR][1], room=None
    )
    week.take(mine, group_id=at_once.pk, on=TODAY, now=now)
    with time_machine.travel(now):
        client = browser(mine)
        answer = client.post(f"/my/week/{key_of(skills)}/return/")
        assert (answer.status_code, answer.context["page"].state) == (409, "elsewhere")
        assert "You have another time then." in answer.content.decode()
        client.post(f"/my/week/{key_of(at_once)}/giving-up/")
        assert client.post(f"/my/week/{key_of(skills)}/return/")["Location"] == "/my/week/"
    assert (taken_on(world, skills), taken_on(world, at_once)) == (1, 0)


def test_a_week_with_both_that_goes_above_the_level_says_so(world):
    stay, groups, other = seated(world)
    more = [
        open_group(world, name=f"Long {day}", weekday=day, starts=time(9), ends=time(15, 20), room=None)
        for day in (1, 2, 3)
    ]
    take_seats(stay, *more)
    mine, now = own(world, stay.person), world.at(hour=7)
    week.cannot_come(mine, key=key_of(groups[0]), why="", now=now)
    week.take(mine, group_id=other.pk, on=WEDNESDAY, now=now)
    after_all.come_after_all(mine, key=key_of(groups[0]), now=now)
    page = after_all.page_of(mine, key=key_of(groups[0]), now=now)
    assert page.over is not None
    assert page.over[0] > page.over[1]
    with time_machine.travel(now):
        client = browser(mine)
        client.get("/my/week/")
        assert "your program has at most" in client.get(f"/my/week/{key_of(groups[0])}/return/").content.decode()
        assert statements(client, f"/my/week/{key_of(groups[0])}/return/") <= 20


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_time", range(3))
def test_a_seat_that_two_want_at_the_same_moment_goes_to_one(committed_world, _time):
    world = committed_world
    stay, skills, mine, now = comes_after_all(world, soft_cap=1, hard_cap=1)
    other = in_care(world, world.ben())
    found = race(
        lambda: after_all.come_after_all(mine, key=key_of(skills), now=now),
        lambda: after_all.come_after_all(mine, key=key_of(skills), now=now),
        lambda: scheduling.take_seats(
            world.access(Role.CASE_MANAGER), episode=other.episode, groups=[skills], since=TODAY, until=TODAY
        ),
    )
    assert all(isinstance(one, bool | list | Conflict) for one in found), found
    assert taken_on(world, skills) == 1
    if isinstance(found[2], list):
        assert [type(one) for one in found[:2]] == [Conflict, Conflict]
    else:
        assert sorted(found[:2]) == [False, True], "two tabs, one seat"
    assert stay


def test_a_client_answers_and_danger_leads_to_help_and_to_the_team(world):
    stay = with_plan(world)
    mine = own(world, stay.person)
    with time_machine.travel(world.at(hour=12)):
        client = browser(mine)
        page = client.get("/my/check-ins/phq-9/")
        form = page.context["sheet"]
        names = [one.name for one in form.form]
        words = dict(zip(names, ["0"] * 8 + ["1"] + ["0"] * (len(names) - 9), strict=False)) | {
            "sheet": form.token.signed()
        }
        answer = client.post("/my/check-ins/phq-9/", words)
        assert answer.status_code == 302, answer.content.decode()[:3000]
        assert answer["Location"] == "/my/help/?after=check-in"
        help_page = client.get(answer["Location"]).content.decode()
        assert "988" in help_page
        assert 'role="alert"' in help_page
        again = client.post("/my/check-ins/phq-9/", words)
        assert again["Location"] == "/my/help/?after=check-in"
        assert "phq-9" not in client.get("/my/check-ins/").content.decode()
    kinds = [one.kind for one in jobs.due(world.access(Role.CLINICIAN))]
    assert kinds.count("check-in-danger") == 1
    assert "open-c-ssrs" in kinds


def test_words_that_may_mean_danger_lead_to_help_before_anything_else(world):
    client = browser(own(world, with_plan(world).person))
    page = client.get("/my/messages/")
    words = {"sheet": page.context["sheet"].token.signed(), "text": "I want to die"}
    assert client.post("/my/messages/", words)["Location"] == "/my/help/?after=message"
    page = client.get("/my/messages/")
    words = {"sheet": page.context["sheet"].token.signed(), "text": "When is the bus?"}
    assert client.post("/my/messages/", words)["Location"] == "/my/messages/"


def test_a_client_signs_a_paper_themself(world):
    client = browser(own(world, with_plan(world).person))
    page = client.get("/my/papers/treatment-consent/?language=es")
    words = {
        "sheet": page.context["sheet"].token.signed(), "signer_authority": "self", "signed_by": "Amara Sampleworth",
        "drawn": "",
    }  # fmt: skip
    assert client.post("/my/papers/treatment-consent/?language=es", words)["Location"] == "/my/papers/"
    assert "treatment-consent" in client.get("/my/papers/").content.decode().partition("<h2>Done</h2>")[2]


def test_a_client_lets_a_sister_in_and_takes_it_back_at_once(world):
    stay = with_plan(world)
    mine, zola = own(world, stay.person), sister(world, stay.person, on=TODAY)
    with time_machine.travel(world.at(hour=12)):
        client, relative = browser(mine), browser(zola)
        assert "Nothing is shared" in relative.get("/family/").content.decode()
        page = client.get("/my/people/relative/new/")
        words = {
            "sheet": page.context["sheet"].token.signed(), "recipient": "Zola Sampleworth", "categories": ["plan"],
            "purposes": ["family"], "expires_on": (TODAY + timedelta(days=30)).isoformat(), "expires_when": "",
            "signer_authority": "self", "signed_by": "Amara Sampleworth", "drawn": "",
        }  # fmt: skip
        answer = client.post("/my/people/relative/new/", words)
        assert answer.status_code == 302, answer.content.decode()[:4000]
        shown = relative.get("/family/").content.decode()
        assert "lets you see this" in shown
        assert "Family sessions" not in shown
        relative.get("/family/")
        given = consents.given_by(mine, subject=stay.subject)[0]
        told = [one for one in trail.disclosures_of(mine, subject=stay.subject) if one.consent_id == given.pk]
        assert [one.categories for one in told] == [("plan",)]
        page = client.get(f"/my/people/consents/{given.pk}/revocation/")
        client.post(f"/my/people/consents/{given.pk}/revocation/", {"sheet": page.context["sheet"].token.signed()})
        assert "Nothing is shared" in relative.get("/family/").content.decode()
        assert relative.get("/my/").status_code == 404
        assert relative.get("/people/").status_code == 404
        assert relative.get("/family/helping/").status_code == 200


def test_attendance_alone_shows_days_and_nothing_of_the_plan(world):
    stay, groups, _ = seated(world)
    zola = sister(world, stay.person)
    let_in(world, stay.person, zola, "attendance")
    page = family.family(zola, now=world.at(hour=7))
    assert page.days is not None
    assert page.goals is None
    assert page.meetings is None
    assert TODAY in {one.on for one in page.days}
    assert groups


def test_a_welcome_link_works_once(world):
    stay = with_plan(world)
    manager = world.access(Role.CASE_MANAGER)
    login = logins.open_login(manager, subject=stay.subject, username="amara1234", name=stay.person.name)
    from stepwell.doors.portal.welcoming import token_for

    address = f"/welcome/{token_for(login)}/"
    client = Client()
    assert client.get(address).status_code == 200
    words = {"new_password1": "three green apples", "new_password2": "three green apples"}
    assert client.post(address, words | {"new_password2": "other"}).status_code == 422
    assert client.post(address, words)["Location"] == "/my/"
    assert client.get("/my/").status_code == 200
    for wrong in (address, "/welcome/x/", f"/welcome/{login.pk}-abc/", "/welcome/99999999999999999999-a/"):
        assert Client().get(wrong).status_code == 404
    later = logins.open_login(manager, subject=world.ben().subject, username="ben12345", name="Ben")
    late = f"/welcome/{token_for(later)}/"
    with time_machine.travel(world.at() + timedelta(days=8 + 20000)):
        assert Client().get(late).status_code == 404
    spanish = Client().get(late, headers={"Accept-Language": "es-MX"})
    assert '<html lang="es"' in spanish.content.decode()


def test_a_death_leaves_nobody_alone_with_an_error(world):
    stay = with_plan(world)
    client = browser(own(world, stay.person))
    people.record_death(world.access(Role.CLINICIAN), subject=stay.subject, on=TODAY, at=world.at())
    for address in ("/my/", "/my/week/", "/my/messages/", "/my/papers/"):
        assert client.get(address).status_code == 200


def test_a_client_says_how_they_are_reached_and_in_which_language(world):
    stay = with_plan(world)
    client = browser(own(world, stay.person))
    page = client.get("/my/settings/ways/new/")
    words = {"sheet": page.context["sheet"].token.signed(), "kind": "text", "value": "714-555-0143"}
    assert client.post("/my/settings/ways/new/", words)["Location"] == "/my/settings/"
    shown = client.get("/my/settings/").content.decode()
    assert "714-555-0143" in shown
    end = shown.partition('action="/my/settings/ways/')[2].partition('"')[0]
    assert client.post(f"/my/settings/ways/{end}").status_code == 302
    assert client.post(f"/my/settings/ways/{end}").status_code == 404
    assert "714-555-0143" not in client.get("/my/settings/").content.decode()
    away = {"language": "es", "next": "https://elsewhere.example/"}
    assert client.post("/my/settings/language/", away)["Location"] == "/"
    assert '<html lang="es"' in client.get("/my/").content.decode()
    assert client.post("/my/settings/language/", {"language": "xx"}).status_code == 302
    assert '<html lang="es"' in client.get("/my/").content.decode()
    shown = client.post("/my/settings/calendar/").content.decode()
    assert "/feeds/" in shown
    assert "/feeds/" not in client.get("/my/settings/").content.decode()


def test_wishes_for_hard_times_are_kept_and_stand_under_help(world):
    client = browser(own(world, with_plan(world).person))
    page = client.get("/my/hard-times/")
    words = {
        "sheet": page.context["sheet"].token.signed(), "what_helps": "A walk with my sister.",
        "people": "Rosa, 714-555-0143\nMy uncle 714-555-0144",
    }  # fmt: skip
    assert client.post("/my/hard-times/", words)["Location"] == "/my/hard-times/"
    shown = client.get("/my/help/").content.decode()
    for said in ("A walk with my sister.", "Rosa", "My uncle", "714-555-0144"):
        assert said in shown
