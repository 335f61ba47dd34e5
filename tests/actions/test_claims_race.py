"""Two people press the button at the same moment: the week is claimed once, whoever is quicker."""

from __future__ import annotations

from stepwell.foundation.gate.refusals import Conflict
from stepwell.foundation.gate.roles import Role
from stepwell.office.claims import queries
from stepwell.office.claims.actions import make_claims, rule_day
from tests.actions.stay import attend, authorized, consented, in_treatment, placed
from tests.actions.test_unit_race import race, spent
from tests.world import TODAY


def ready(world):
    stay = in_treatment(world)
    placed(world, stay)
    consented(world, stay)
    row = authorized(world, stay)
    attend(world, stay)
    return stay, row


def test_a_day_is_claimed_once(committed_world):
    world = committed_world
    stay, _ = ready(world)
    span = {"episode": stay.episode, "from_on": TODAY, "to_on": TODAY, "at": world.at(hour=20)}
    found = race(*(lambda: make_claims(world.access(Role.BILLER), **span) for _ in range(2)))
    made = [claim for one in found if isinstance(one, list) for claim in one]
    assert len(made) == 1
    assert [claim.pk for claim in queries.claims_of(world.access(Role.BILLER), episode=stay.episode)] == [made[0].pk]


def test_a_day_ruled_on_twice_at_once_spends_one_unit(committed_world):
    world = committed_world
    stay, row = ready(world)
    ask = {"episode": stay.episode, "on": TODAY, "at": world.at(hour=20)}
    found = race(*(lambda: rule_day(world.access(Role.BILLER), **ask) for _ in range(3)))
    assert all(isinstance(one, Conflict) or one.billable for one in found)
    assert any(not isinstance(one, Conflict) for one in found)
    assert spent(world, row) == [1]
