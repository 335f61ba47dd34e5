"""Finding a program: what fits is counted from the clinics' own calendars, distances are said to be approximate."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from stepwell.care.scheduling import actions as scheduling
from stepwell.care.scheduling.models import Group
from stepwell.doors.public import words
from stepwell.doors.public.places import miles_between, place_of
from stepwell.foundation.gate.opening import opened
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.policy.loading import load
from stepwell.registry.programs.rules.program import FIELD_POLICY, program_rules
from tests.actions.public_site import LAKE, open_evenings
from tests.actions.stay import in_treatment
from tests.world import TODAY, World, today_there

PROGRAMS = ("aliya", "american-addiction-institute", "clinic-732", "renaissance-recovery", "trust-socal")


def found(asked: str = "", language: str = "en") -> str:
    answer = Client().get(f"/{language}/find/{asked}")
    assert answer.status_code == 200
    return answer.content.decode()


def lines(page: str, name: str) -> str:
    """The result of one clinic."""
    (result,) = [one for one in page.split('<li class="card result"')[1:] if name in one.split("</h3>")[0]]
    return result


@pytest.mark.django_db
def test_seats_are_whole_weeks_that_are_free(world: World):
    groups = open_evenings(world, cap=4)
    assert "<strong>4</strong> Evening" in lines(found(), "Fountain Grove")
    stay = in_treatment(world, on=today_there())
    scheduling.take_seats(
        world.access(Role.CASE_MANAGER),
        episode=stay.episode,
        groups=groups[:1],
        since=today_there(),
        until=groups[0].until,
    )
    assert "<strong>3</strong> Evening" in lines(found(), "Fountain Grove"), "one full day makes the week one less"


@pytest.mark.django_db
def test_two_days_are_no_week_where_the_program_asks_for_three(world: World):
    open_evenings(world, weekdays=(0, 2), cap=4)
    assert "<strong>0</strong> Evening" not in lines(found(), "Fountain Grove")
    assert "No full week of seats is free right now." in lines(found(), "Fountain Grove")


@pytest.mark.django_db
def test_a_meeting_that_is_called_off_is_no_first_day(world: World):
    groups = open_evenings(world)
    first = re.search(r"First possible start: <strong>(.*?)</strong>", found())
    assert first
    coming = min(
        today_there() + timedelta(days=ahead)
        for ahead in range(1, 8)
        if (today_there() + timedelta(days=ahead)).weekday() in (0, 2, 3)
    )
    assert first[1] == f"{coming:%A, %B} {coming.day}"
    (group,) = [one for one in groups if one.weekday == coming.weekday()]
    scheduling.call_off_meeting(
        world.access(Role.DIRECTOR), group=group, on=coming, why="Holiday", at=world.at(today_there()), seen=0
    )
    later = re.search(r"First possible start: <strong>(.*?)</strong>", found())
    assert later
    assert later[1] != first[1]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "fits"),
    [
        ("?part=evening", True),
        ("?part=morning", False),
        ("?zip=92602&miles=25", True),
        ("?zip=10001&miles=100", False),
        ("?zip=10001", True),
        ("?payer=medicaid", True),
        ("?payer=self", True),
        ("?for=opioids", True),
        ("?for=eating", False),
        ("?who=parents", True),
        ("?who=women", False),
        ("?children=yes", True),
        ("?language=es", False),
        ("?way=video", False),
        ("?way=in_person", True),
        ("?with=dbt", True),
        ("?with=yoga", False),
        ("?part=nonsense&way=nonsense&payer=%00&for=&who=admin&with=x&miles=-1&zip=", True),
        ("?part=evening&part=morning&zip=92602-1234", True),
    ],
)
def test_wishes_are_met_or_named(world: World, asked: str, fits: bool):
    open_evenings(world)
    result = lines(found(asked), "Fountain Grove")
    assert ("missed" not in result) == fits


@pytest.mark.django_db
def test_distance_is_told_as_what_it_is(world: World):
    page = found("?zip=92602")
    assert re.search(r"about \d+ miles", page)
    assert "straight line from the middle of ZIP area 92602 (Irvine)" in page
    spanish = found("?zip=92602", "es")
    assert re.search(r"a \d+ millas, más o menos", spanish)


@pytest.mark.django_db
@pytest.mark.parametrize("given", ["00000", "9270", "abcde", "٩٢٧٠٨", "9270812345678", "<b>1</b>", "99999-1"])
def test_a_zip_code_nobody_knows_is_said_beside_the_field(world: World, given: str):
    answer = Client().get("/en/find/", {"zip": given})
    assert answer.status_code == 400
    assert "We do not know that ZIP code" in answer.content.decode()
    assert 'aria-invalid="true"' in answer.content.decode()


def test_the_straight_line_between_two_places():
    here, there = place_of("92708"), place_of("90012")
    assert here
    assert there
    assert 28 <= miles_between(here, there) <= 36
    assert miles_between(here, here) == 0
    assert miles_between(here, there) == miles_between(there, here)


@pytest.mark.parametrize("program", PROGRAMS)
def test_every_word_of_the_five_programs_is_known(program: str):
    rules = program_rules(load(f"programs/{program}/iop", TODAY), load(FIELD_POLICY, TODAY))
    said = {*rules.modalities, *(one.key for one in rules.holistic), *(one.key for one in rules.curricula)}
    assert said <= set(words.OPTIONS)
    assert set(rules.around) <= set(words.AROUND)
    assert rules.payers.accepts in words.ACCEPTS
    assert rules.authorization.before in words.AUTHORIZATION
    assert {one.kind for one in rules.payers.payers} <= set(words.PAYER_KINDS)
    assert {one.key for one in rules.dayparts} <= set(words.PARTS)


@pytest.mark.django_db
def test_nothing_of_a_person_is_on_any_page(world: World):
    open_evenings(world)
    amara = in_treatment(world, on=today_there()).person
    with opened(world.access(Role.DIRECTOR)):
        leader = Group.objects.select_related("leader").first().leader.name
    for path in ("find/", f"find/{LAKE}/"):
        page = Client().get(f"/en/{path}").content.decode()
        for secret in (amara.first_name, amara.last_name, leader, "Kim Sampleton"):
            assert secret not in page
