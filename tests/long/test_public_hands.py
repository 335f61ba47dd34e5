"""A thousand hostile forms at the public site: no mistake of ours, and nothing that should not have changed."""

from __future__ import annotations

import random

import pytest

from stepwell.care.admissions.models import Enquiry
from stepwell.care.scheduling.models import SeatHold
from stepwell.foundation.gate.opening import opened
from stepwell.registry.people.models import Person
from tests.actions.public_site import open_evenings
from tests.actions.test_public_asking import HOSTILE, PATHS, filled, kept, knocked_at
from tests.world import World

MANY = 1000
STRANGE = (
    "",
    "\x00",
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "ñ" * 400,
    "../../etc/passwd",
    "{{ 7 }}",
    "%s%n",
    "😀" * 50,
)


def hostile(seed: int, many: int) -> list[dict[str, str]]:
    """Forms with one to four answers that nobody honest gives; the same for a seed."""
    chance = random.Random(seed)
    fields = [*filled(), "part", "plan", "member", "visit", "words", "program", "danger", "website", "how_related"]
    return [
        {
            **chance.choice(HOSTILE),
            **{chance.choice(fields): chance.choice(STRANGE) for _ in range(chance.randint(1, 4))},
        }
        for _ in range(many)
    ]


@pytest.mark.django_db
def test_a_thousand_hostile_forms(world: World):
    groups = open_evenings(world, cap=9)
    places = [(path, language) for path in PATHS for language in ("en", "es")]
    taken = sum(
        knocked_at(path, language, hostile(seed, MANY // len(places) + 1))
        for seed, (path, language) in enumerate(places)
    )
    # What a machine filled in is answered like the rest and makes nothing.
    made = kept(world, Enquiry)
    assert 0 < len(made) + len(in_next_door(world)) <= taken
    assert len(kept(world, Person)) == len(made)
    holds = [one.group_id for one in kept(world, SeatHold)]
    assert all(holds.count(group.pk) <= 2 for group in groups)


def in_next_door(world: World) -> list[Enquiry]:
    """What the neighbour was asked, where a form chose it."""
    with opened(world.stranger):
        return list(Enquiry.objects.all())
