"""A search finds people by any part of their name, by phone and, for some, by member number; and pages."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stepwell.doors.staff.search.finding import search
from stepwell.foundation.gate.models import TrailRow
from stepwell.foundation.gate.opening import opened
from stepwell.foundation.gate.roles import Role
from stepwell.registry.people import actions as people
from tests.actions.stay import in_treatment, insure
from tests.world import TODAY


@dataclass(frozen=True)
class Page:
    name: str
    also: str = ""


PAGES = (Page("Week", "seats groups board"), Page("Billing", "claims days held"))


def person(world, first, last, called="", phone=""):
    found = people.register(world.access(Role.COORDINATOR), first_name=first, last_name=last, called=called)
    if phone:
        people.reach_by(
            world.access(Role.COORDINATOR),
            subject=found.subject,
            on=TODAY,
            kind="phone",
            value=phone,
            leave_message=False,
        )
    return found


def names(world, words, role=Role.COUNSELOR, **more):
    return [hit.name for hit in search(world.access(role), words=words, **more).people]


@pytest.mark.parametrize(
    "words", ["josé", "jose", "JOSE nuñ", "nunez jose", "pepe", "villa", "  nunez  ", "Núñez-Villa", "villa-"]
)
def test_any_part_of_a_name_without_accents_in_any_order(world, words):
    person(world, "José", "Núñez-Villa", called="Pepe")
    person(world, "Amara", "Sampleworth")
    assert names(world, words) == ["Pepe Núñez-Villa"]


@pytest.mark.parametrize("words", ["", "   ", "unez", "jose sampleworth", "%", "_", "'", "\x00", "a" * 500])
def test_what_finds_nobody(world, words):
    person(world, "José", "Núñez")
    assert names(world, words) == []


def test_by_the_digits_of_a_phone_that_still_counts(world):
    found = person(world, "Cleo", "Mockley", phone="(714) 555-0111")
    assert names(world, "5550111") == ["Cleo Mockley"]
    assert names(world, "714-555 01") == ["Cleo Mockley"]
    assert names(world, "555") == [], "too few digits"
    hit = search(world.access(Role.COUNSELOR), words="5550111").people[0]
    assert (hit.by, hit.stands) == ("phone", "Not admitted")
    way = people.reach_by(
        world.access(Role.COORDINATOR),
        subject=found.subject,
        on=TODAY,
        kind="phone",
        value="7145550222",
        leave_message=False,
    )
    people.stop_reaching_by(world.access(Role.COORDINATOR), way=way, on=TODAY)
    assert names(world, "5550222") == []


def test_by_member_number_only_for_who_may_read_coverage(world):
    insure(world, person(world, "Cleo", "Mockley"))
    assert names(world, "hm12345", Role.BILLER) == ["Cleo Mockley"]
    assert names(world, "hm12345", Role.COUNSELOR) == []
    assert names(world, "hm12", Role.BILLER) == []


def test_who_was_found_stands_where_they_are(world):
    stay = in_treatment(world)
    (hit,) = search(world.access(Role.COUNSELOR), words="amara").people
    assert hit.stands == f"{stay.episode.program.name}, since {TODAY}"
    assert hit.birth_date == stay.person.birth_date


def test_pages_by_what_they_are_called(world):
    found = search(world.access(Role.COUNSELOR), words="seat", pages=PAGES)
    assert found.pages == (PAGES[0],)
    assert search(world.access(Role.COUNSELOR), words="held bill", pages=PAGES).pages == (PAGES[1],)
    assert not search(world.access(Role.COUNSELOR), words="", pages=PAGES).pages


def test_more_than_are_shown_is_said(world):
    for number in range(4):
        person(world, f"Amara{number}", "Sampleworth")
    found = search(world.access(Role.COUNSELOR), words="amara", limit=3)
    assert (len(found.people), found.more) == (3, True)
    assert not search(world.access(Role.COUNSELOR), words="amara", limit=4).more


def test_the_trail_names_who_was_found_and_never_what_was_typed(world):
    found = person(world, "Cleo", "Mockley", phone="7145550111")
    with CaptureQueriesContext(connection) as counted:
        search(world.access(Role.BILLER), words="5550111")
    reads = [one["sql"] for one in counted if one["sql"].startswith("SELECT") and "set_config" not in one["sql"]]
    assert len(reads) <= 5
    with opened(world.access(Role.BILLER)):
        row = TrailRow.objects.order_by("-id")[0]
        told = f"{row.door} {row.detail}"
    assert (row.subject_id, row.door) == (found.subject_id, "doors.staff.search.finding.search")
    assert "555" not in told


def test_the_neighbour_finds_nobody(world):
    person(world, "Cleo", "Mockley", phone="7145550111")
    assert not search(world.stranger, words="cleo").people
    assert not search(world.stranger, words="5550111").people
