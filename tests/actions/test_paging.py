"""Danger sent from the public site pages the one on call: once, at any hour; somebody calls where it fails."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from stepwell.care.admissions import actions as admissions
from stepwell.care.notices import inbound, paging, queries
from stepwell.care.notices.carriers.simulator import Simulator
from stepwell.care.notices.models import OnCallPage, OnCallPageEnd, OnCallPageTry
from stepwell.doors import timetable
from stepwell.doors.public import actions as public
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import opened
from stepwell.foundation.gate.refusals import Conflict, NotPermitted
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.jobs import queries as jobs
from stepwell.foundation.jobs.worker import drain
from tests.actions.care_stay import in_care
from tests.actions.test_enquiry import first_contact
from tests.actions.test_notices import NUMBER, reach, tell
from tests.actions.test_notices_race import at_once
from tests.world import TODAY, World

PHONE = "(714) 555-0111"
DIGITS = "7145550111"
WORDS = "Please open Today: somebody asks to be called within 15 minutes."
MINUTE = timedelta(minutes=1)


def on_call(world, starts=0, ends=23, phone=PHONE, staff=0):
    return admissions.put_on_call(
        world.access(Role.DIRECTOR),
        staff=world.a.staff[Role.CLINICIAN][staff],
        starts=world.at(hour=starts),
        ends=world.at(hour=ends),
        phone=phone,
    )


def house_of(world):
    return Access.system(world.a.operator.pk)


def paged(world, enquiry=None, at=None):
    """A page for an enquiry; at half past ten at night, when nothing else goes out."""
    enquiry = enquiry or first_contact(world)
    return enquiry, paging.page(house_of(world), enquiry=enquiry, minutes=15, at=at or night(world))


def night(world: World, minute=31):
    return world.at(TODAY, 22, minute)


def asked(world, number="n1", **more):
    return public.Asked(
        number=number,
        program_id=world.a.program.pk,
        language="en",
        first_name="Zebulon",
        last_name="Quaver",
        reach={"kind": "phone", "value": "714-555-0147", "leave_message": False},
        when="soon",
        wish="",
        dangers=("suicide_intent_now",),
        **more,
    )


def ask(world, at=None, **more):
    visitor = Access.visitor(world.a.operator.pk)
    return public.ask(visitor, asked=asked(world, **more), at=at or night(world), answered=True)


def told(world, enquiry):
    return queries.page_of(world.access(Role.COORDINATOR), enquiry=enquiry)


def calls(world):
    return [one.says for one in jobs.due(world.access(Role.COORDINATOR)) if one.kind == "call-on-call"]


def rows(world, model):
    with opened(house_of(world)):
        return list(model.objects.order_by("id"))


@pytest.fixture
def post(tmp_path):
    return {"text": Simulator(tmp_path / "text.jsonl")}


def failing(post, how):
    return {"text": Simulator(post["text"].file, {DIGITS: how})}


def test_it_goes_to_the_phone_of_the_shift_at_night_in_words_that_name_nobody(world, post):
    on_call(world)
    enquiry, row = paged(world)
    assert told(world, enquiry).how == "waiting"
    assert paging.send_pages(house_of(world), at=night(world), by=post) == {"sent": 1}
    assert post["text"].sent() == [{"to": DIGITS, "key": f"p{row.pk}", "sender": "", "head": "", "text": WORDS}]
    assert told(world, enquiry) == queries.Paged(
        night(world), "sent", world.a.staff[Role.CLINICIAN][0].name, "714-555-0111"
    )
    assert calls(world) == []


def test_the_same_enquiry_pages_once_however_often_it_is_asked_for(world, post):
    on_call(world)
    enquiry, row = paged(world)
    assert paged(world, enquiry)[1] == row
    paging.send_pages(house_of(world), at=night(world), by=post)
    assert paged(world, enquiry, night(world) + 5 * MINUTE)[1] == row
    assert paging.send_pages(house_of(world), at=night(world) + 5 * MINUTE, by=post) == {}
    assert len(post["text"].sent()) == 1


def test_nobody_on_call_pages_nobody(world, post):
    on_call(world, starts=8, ends=18)
    enquiry, row = paged(world)
    assert (row, told(world, enquiry), rows(world, OnCallPage)) == (None, None, [])
    assert paging.send_pages(house_of(world), at=night(world), by=post) == {}


def test_of_two_on_call_the_one_who_came_on_last(world, post):
    on_call(world, phone="714-555-0112")
    admissions.put_on_call(
        world.access(Role.DIRECTOR),
        staff=world.a.staff[Role.COUNSELOR][0],
        starts=world.at(hour=20),
        ends=world.at(hour=23),
        phone=PHONE,
    )
    paged(world)
    paging.send_pages(house_of(world), at=night(world), by=post)
    assert [one["to"] for one in post["text"].sent()] == [DIGITS]


def test_stop_is_not_for_who_is_on_call(world, post):
    on_call(world)
    inbound.receive(world.a.operator.pk, DIGITS, "STOP", at=night(world))
    paged(world)
    assert paging.send_pages(house_of(world), at=night(world), by=post) == {"sent": 1}


def test_what_a_carrier_could_not_take_is_tried_again(world, post):
    on_call(world)
    enquiry, row = paged(world)
    house, down = house_of(world), failing(post, "later")
    assert paging.send_pages(house, at=night(world), by=down) == {"later": 1}
    assert paging.send_pages(house, at=night(world), by=down) == {}, "not within the same minute"
    assert (told(world, enquiry).how, calls(world)) == ("waiting", [])
    assert paging.send_pages(house, at=night(world) + MINUTE, by=post) == {"sent": 1}
    assert [one["key"] for one in post["text"].sent()] == [f"p{row.pk}"]
    assert [(one.number, one.outcome) for one in rows(world, OnCallPageTry)] == [(1, "later"), (2, "sent")]


def test_when_the_time_is_up_somebody_is_asked_to_call_once(world, post):
    on_call(world)
    enquiry, _ = paged(world)
    house, down = house_of(world), failing(post, "later")
    for minute in range(25):
        paging.send_pages(house, at=night(world) + minute * MINUTE, by=down)
    assert told(world, enquiry).how == "failed"
    name = world.a.staff[Role.CLINICIAN][0].name
    assert calls(world) == [f"The page did not go out: call {name} at 714-555-0111."]
    assert [one.how for one in rows(world, OnCallPageEnd)] == ["failed"]
    assert max(one.at for one in rows(world, OnCallPageTry)) < night(world) + 10 * MINUTE


@pytest.mark.parametrize(
    ("outcome", "how", "begins"),
    [("never", "failed", "The page did not go out: call"), ("unknown", "unknown", "Nobody knows whether")],
)
def test_what_cannot_arrive_or_may_have_is_not_sent_again(world, post, outcome, how, begins):
    on_call(world)
    enquiry, _ = paged(world)
    assert paging.send_pages(house_of(world), at=night(world), by=failing(post, outcome)) == {outcome: 1}
    assert told(world, enquiry).how == how
    (said,) = calls(world)
    assert said.startswith(begins)
    assert paging.send_pages(house_of(world), at=night(world) + 5 * MINUTE, by=post) == {}


def test_a_try_that_never_came_back_is_unknown_and_somebody_calls(world, post):
    on_call(world)
    enquiry, row = paged(world)
    house = house_of(world)
    taken = paging.claim_page(house, page_id=row.pk, at=night(world))
    assert (taken.to, taken.text) == (DIGITS, WORDS)
    assert paging.claim_page(house, page_id=row.pk, at=night(world) + 2 * MINUTE) is None
    assert told(world, enquiry).how == "waiting"
    assert paging.send_pages(house, at=night(world) + 3 * MINUTE, by=post) == {}
    assert (told(world, enquiry).how, len(calls(world)), post["text"].sent()) == ("unknown", 1, [])
    with pytest.raises(Conflict):
        paging.page_came_out(house, attempt=taken.attempt, outcome="sent", at=night(world) + 4 * MINUTE)
    assert told(world, enquiry).how == "unknown"


def test_words_that_would_tell_never_go_out_and_the_danger_is_not_lost(world, post, monkeypatch):
    on_call(world)
    real = paging.load

    def telling(policy_id, on):
        policy = real(policy_id, on)
        if policy_id != paging.PAGING:
            return policy
        words = replace(policy.rule("words"), values={"text": "Somebody in treatment asks for a call."})
        return replace(policy, rules={**policy.rules, "words": words})

    monkeypatch.setattr(paging, "load", telling)
    ask(world)
    (row,) = rows(world, OnCallPage)
    assert row.text == ""
    assert len(calls(world)) == 1
    assert paging.send_pages(house_of(world), at=night(world), by=post) == {}
    assert post["text"].sent() == []


def test_the_timetable_sends_pages_before_notices(world, post, settings):
    settings.SIMULATED = post["text"].file.parent
    on_call(world)
    stay = in_care(world)
    reach(world, stay, "text", NUMBER)
    notice = tell(house_of(world), stay)
    _, row = paged(world, first_contact(world, first_name="Zebulon"), world.at())
    timetable.send(int(world.at().timestamp()))
    assert [one["key"] for one in post["text"].sent()] == [f"p{row.pk}", f"n{notice.pk}"]


def test_the_same_form_twice_pages_once_however_often_the_timetable_runs(world, post, settings):
    settings.SIMULATED = post["text"].file.parent
    on_call(world)
    ask(world)
    assert ask(world).again
    assert len(rows(world, OnCallPage)) == 1
    timetable.send(int(night(world).timestamp()))
    timetable.page(int(night(world).timestamp()))
    timetable.send(int((night(world) + 4 * MINUTE).timestamp()))
    assert [(one["to"], one["text"]) for one in post["text"].sent()] == [(DIGITS, WORDS)]


def test_asking_without_danger_pages_nobody(world):
    on_call(world)
    visitor = Access.visitor(world.a.operator.pk)
    public.ask(visitor, asked=replace(asked(world), dangers=()), at=night(world), answered=True)
    assert rows(world, OnCallPage) == []


def test_another_operator_sends_nothing_of_it_and_no_member_of_staff_pages_by_hand(world, post):
    on_call(world)
    enquiry, _ = paged(world)
    assert paging.send_pages(Access.system(world.b.operator.pk), at=night(world), by=post) == {}
    with pytest.raises(NotPermitted):
        paging.page(world.access(Role.DIRECTOR), enquiry=enquiry, minutes=15, at=night(world))


@pytest.mark.django_db(transaction=True)
def test_it_goes_out_without_waiting_for_the_timetable(committed_world, post, settings):
    settings.SIMULATED = post["text"].file.parent
    on_call(committed_world)
    ask(committed_world)
    drain()
    assert [one["text"] for one in post["text"].sent()] == [WORDS]


@pytest.mark.django_db(transaction=True)
def test_several_workers_page_once(committed_world, tmp_path):
    world = committed_world
    on_call(world)
    paged(world)
    # Slow enough that every worker asks while the first one is at it.
    slow = {"text": Simulator(tmp_path / "text.jsonl", pause=1)}
    came = at_once(*[lambda: paging.send_pages(house_of(world), at=night(world), by=slow)] * 4)
    assert sum(one["sent"] for one in came) == 1, came
    assert len(slow["text"].sent()) == 1
    assert (len(rows(world, OnCallPageTry)), len(rows(world, OnCallPageEnd))) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_several_that_ask_at_once_make_one_page(committed_world):
    world = committed_world
    on_call(world)
    enquiry = first_contact(world)
    came = at_once(*[lambda: paged(world, enquiry)[1].pk] * 4)
    assert len(set(came)) == 1, came
    assert len(rows(world, OnCallPage)) == 1
