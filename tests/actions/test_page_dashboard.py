"""The director's dashboard: what each part says, its cost, who may see it, hostile questions."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from stepwell.care.transitions.actions import discharge
from stepwell.doors.staff.dashboard.pages import PARTS
from stepwell.foundation.gate.roles import Role
from stepwell.registry.people import actions as people
from tests.actions.care_groups import open_group
from tests.actions.paying_pages import signed_in, statements, today
from tests.actions.stay import attend, in_treatment
from tests.world import World


def somebody(world: World, number: int = 0, days: int = 28):
    person = people.register(world.access(Role.COORDINATOR), first_name=f"Person{number}", last_name="Invented")
    return in_treatment(world, on=today() - timedelta(days=days), person=person)


def leave(world: World, stay, days: int, reason: str = "completed") -> None:
    on = today() - timedelta(days=days)
    discharge(
        world.access(Role.CLINICIAN), episode=stay.episode, on=on, reason=reason,
        by=world.a.staff[Role.CLINICIAN][0], credential="LMFT", aftercare={}, at=world.at(on),
        next_to="Outpatient", next_at=world.at(on + timedelta(days=3)), client_signature="signed",
    )  # fmt: skip


def part(client, name: str, asked: str = "") -> str:
    answer = client.get(reverse("dashboard-part", args=[name]) + asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_and_each_part_cost_at_most_twenty_statements(world: World):
    for number in range(3):
        somebody(world, number)
    leave(world, somebody(world, 4), 3)
    client = signed_in(world, Role.DIRECTOR)
    cost = {name: statements(client, reverse("dashboard-part", args=[name])) for name in PARTS}
    cost["page"] = statements(client, reverse("dashboard"))
    assert max(cost.values()) <= 20, cost


def test_the_page_asks_for_each_part_by_itself_and_links_to_it_without_javascript(world: World):
    page = signed_in(world, Role.DIRECTOR).get(reverse("dashboard") + "?from=2026-01-05&to=2026-03-29").content.decode()
    for name in PARTS:
        address = f"/dashboard/{name}/?from=2026-01-05&amp;to=2026-03-29"
        assert f'data-hx-get="{address}"' in page
        assert f'href="{address}"' in page
    assert "Jan 5 to Mar 29, 2026" in page


def test_a_part_alone_is_a_page_and_for_the_dashboard_a_fragment(world: World):
    client = signed_in(world, Role.DIRECTOR)
    assert "<!doctype html>" in part(client, "census")
    fragment = client.get(reverse("dashboard-part", args=["census"]), headers={"HX-Request": "true"}).content.decode()
    assert fragment.startswith('<section class="card part" id="census"')


def test_the_census_has_its_definition_count_and_table(world: World):
    for number in range(3):
        somebody(world, number)
    said = part(signed_in(world, Role.DIRECTOR), "census")
    assert "People whose stay includes the day" in said
    assert "Only 3: too few to compare" in said
    assert "2.1, intensive outpatient" in said
    assert world.a.site.name in said
    assert "As a table" in said


def test_few_are_counted_and_never_a_rate(world: World):
    stay = somebody(world)
    attend(world, stay, today() - timedelta(days=7))
    leave(world, somebody(world, 2), 3)
    client = signed_in(world, Role.DIRECTOR)
    completion = client.get(reverse("dashboard-part", args=["completion"]))
    rates = [row[3] for row in completion.context["page"].blocks[0].rows.rows]
    assert rates == ["1 of 1", "1 of 1", "1 of 2"]
    assert completion.context["page"].blocks[0].bars is None
    curve = client.get(reverse("dashboard-part", args=["stays"])).context["page"].blocks[1]
    assert (curve.curve, curve.few[:6]) == (None, "Only 2")
    shown = client.get(reverse("dashboard-part", args=["attendance"])).context["page"].blocks[0]
    assert shown.figures[0].value == "1 of 1"


def test_enough_are_a_rate_and_a_curve_from_the_first_day(world: World):
    for number in range(10):
        stay = somebody(world, number)
        if number < 4:
            leave(world, stay, 10)
    client = signed_in(world, Role.DIRECTOR)
    block = client.get(reverse("dashboard-part", args=["stays"])).context["page"].blocks[1]
    (curve,) = block.curve.curves
    assert [(point.day, float(point.share)) for point in curve.points] == [(0, 1.0), (7, 1.0), (14, 1.0)]
    figures = client.get(reverse("dashboard-part", args=["completion"])).context["page"].blocks[0]
    assert figures.bars.bars[2].values == (40,)
    assert "(n 10)" in figures.bars.bars[2].label


def test_free_seats_by_part_of_the_day(world: World):
    open_group(world, since=today() - timedelta(days=1), until=today() + timedelta(weeks=8))
    page = signed_in(world, Role.DIRECTOR).get(reverse("dashboard-part", args=["seats"])).context["page"]
    (block,) = page.blocks
    assert block.bars.about.n == 12
    assert block.figures[0].value == "12"
    assert sum(int(row[4]) for row in block.rows.rows) == block.bars.about.n


def test_staff_load_leads_to_the_member_of_staff(world: World):
    page = part(signed_in(world, Role.DIRECTOR), "staff")
    counselor = world.a.staff[Role.COUNSELOR][0]
    assert f'href="/staff/{counselor.pk}/"' in page


def test_an_empty_house_says_so(world: World):
    client = signed_in(world, Role.DIRECTOR)
    assert "Nobody was in treatment in this period." in part(client, "census")
    assert "No session was expected" in part(client, "attendance")
    assert "Nobody came or left" in part(client, "completion")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("?from=soon", "A day is written like"),
        ("?from=2026-05-01&to=2026-01-01", "The first day was after the last"),
        ("?to=2999-01-01", "lies ahead"),
        ("?from=0001-01-01", "Two years"),
        ("?from=0001-01-01&to=0001-01-02", "Nothing was counted so long ago"),
        ("?site=99999999999999999999", "There is no such site"),
        ("?site=%00&from=%27%22%3C", "There is no such site"),
    ],
)
def test_what_cannot_be_shown_is_said_and_something_useful_stands_there(world: World, asked: str, said: str):
    client = signed_in(world, Role.DIRECTOR)
    assert said in client.get(reverse("dashboard") + asked).content.decode()
    for name in PARTS:
        assert client.get(reverse("dashboard-part", args=[name]) + asked).status_code == 200


def test_another_house_is_not_counted_and_other_roles_are_refused(world: World):
    somebody(world)
    said = part(signed_in(world, Role.DIRECTOR, world.b), "census")
    assert "Nobody was in treatment in this period." in said
    for role in (Role.COUNSELOR, Role.PRIVACY_OFFICER, Role.BILLER):
        client = signed_in(world, role)
        assert client.get(reverse("dashboard")).status_code == 403
        assert client.get(reverse("dashboard-part", args=["census"])).status_code == 403
    assert signed_in(world, Role.NURSE).get("/dashboard/none/").status_code == 404
