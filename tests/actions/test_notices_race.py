"""Two workers at once: one notice, one try, one text."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from stepwell.care.notices import actions, inbound, sending
from stepwell.care.notices.carriers.simulator import Simulator
from stepwell.care.notices.models import Notice, NoticeEnd, NoticeTry
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import opened
from tests.actions.care_stay import in_care
from tests.actions.test_notices import DIGITS, NUMBER, reach, tell

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(committed_world):
    return committed_world


@pytest.fixture
def house(world):
    return Access.system(world.a.operator.pk)


@pytest.fixture
def stay(world):
    found = in_care(world)
    reach(world, found, "text", NUMBER)
    return found


def at_once(*acts):
    """Do all of it in the same moment, each on a connection of its own. Returns what came back, errors too."""
    start, came = Barrier(len(acts)), []

    def one(act):
        try:
            start.wait()
            came.append(act())
        except Exception as fault:
            came.append(fault)
        finally:
            connection.close()

    threads = [Thread(target=one, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return came


def test_two_that_tell_the_same_make_one_notice(house, stay):
    came = at_once(*[lambda: tell(house, stay).pk] * 4)
    assert len(came) == 4
    assert len(set(came)) == 1
    with opened(house):
        assert Notice.objects.count() == 1


def test_two_workers_send_it_once(world, house, stay, tmp_path):
    tell(house, stay)
    # Slow enough that every worker asks while the first one is at it.
    post = {"text": Simulator(tmp_path / "text.jsonl", pause=1)}
    came = at_once(*[lambda: sending.send_due(house, at=world.at(), by=post)] * 4)
    assert sum(one["sent"] for one in came) == 1, came
    assert len(post["text"].sent()) == 1
    with opened(house):
        assert (NoticeTry.objects.count(), NoticeEnd.objects.count()) == (1, 1)


def test_only_one_of_two_takes_the_second_try_too(world, house, stay, tmp_path):
    tell(house, stay)
    sending.send_due(house, at=world.at(), by={"text": Simulator(tmp_path / "text.jsonl", {DIGITS: "later"})})
    later = world.at() + timedelta(minutes=30)
    with opened(house):
        number = Notice.objects.get().pk
    came = at_once(*[lambda: actions.claim(house, notice_id=number, at=later)] * 3)
    taken = [one for one in came if one is not None]
    assert [one.attempt.number for one in taken] == [2]


def test_a_stop_in_the_same_moment_is_kept_and_nothing_follows_it(world, house, stay, tmp_path):
    tell(house, stay)
    post = {"text": Simulator(tmp_path / "text.jsonl")}
    at_once(
        lambda: sending.send_due(house, at=world.at(), by=post),
        lambda: inbound.receive(world.a.operator.pk, DIGITS, "STOP", at=world.at()),
    )
    before = len(post["text"].sent())
    assert before <= 1
    assert tell(house, stay, about="paper:2") is None
    assert sending.send_due(house, at=world.at(hour=12), by=post) == {}
    assert len(post["text"].sent()) == before
