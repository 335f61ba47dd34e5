"""The rota: who is on call."""

from __future__ import annotations

from datetime import timedelta

import pytest

from stepwell.care.admissions.actions import on_call, put_on_call
from stepwell.foundation.gate.refusals import BadInput, Conflict, NotPermitted
from stepwell.foundation.gate.roles import Role


@pytest.fixture
def put(world):
    def shift(hours=(18, 23), role=Role.CLINICIAN, index=0, access=None, **given):
        usual = {
            "staff": world.a.staff[role][index],
            "starts": world.at(hour=hours[0]),
            "ends": world.at(hour=hours[1]),
            "phone": "714-555-0111",
        }
        return put_on_call(access or world.access(Role.DIRECTOR), **{**usual, **given})

    return shift


def test_the_one_on_call_is_named_with_their_number_until_the_shift_ends(world, put):
    put()
    named = on_call(world.access(Role.NURSE), at=world.at(hour=18))
    assert (named.staff, named.phone) == (world.a.staff[Role.CLINICIAN][0], "714-555-0111")
    assert on_call(world.access(Role.NURSE), at=world.at(hour=23)) is None


def test_of_two_the_one_who_came_on_last_is_named(world, put):
    put(hours=(17, 23))
    put(hours=(20, 22), index=1)
    for hour, index in ((19, 0), (20, 1), (22, 0)):
        assert on_call(world.access(Role.NURSE), at=world.at(hour=hour)).staff == world.a.staff[Role.CLINICIAN][index]


def test_nobody_is_on_call_twice_at_once(world, put):
    put()
    with pytest.raises(Conflict, match="on call in that time"):
        put(hours=(22, 23))
    put(starts=world.at(hour=23), ends=world.at(hour=23) + timedelta(hours=8))


def test_what_cannot_be_used_is_named(put):
    for given, field in (({"hours": (20, 20)}, "ends"), ({"phone": " "}, "phone")):
        with pytest.raises(BadInput) as refused:
            put(**given)
        assert refused.value.field == field


def test_only_who_keeps_the_rota_changes_it_and_the_neighbour_sees_nobody(world, put):
    with pytest.raises(NotPermitted):
        put(access=world.access(Role.CLINICIAN))
    put()
    assert on_call(world.stranger, at=world.at(hour=20)) is None
