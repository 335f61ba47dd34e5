"""The week's board, groups and the seat finder: cost, what each role may do, and the last seat taken twice."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.test import Client
from django.urls import reverse

from stepwell.care.scheduling import queries as scheduling
from stepwell.doors.staff.week.wishes import wishes_of
from stepwell.foundation.gate.roles import Role
from stepwell.registry.episodes import actions as episodes
from stepwell.registry.programs import queries as programs
from tests.actions.care_groups import open_group, take_seats, week_of_groups
from tests.actions.care_stay import CareStay, in_care, with_plan
from tests.actions.group_session import person
from tests.actions.test_page_sessions import signed_in, statements
from tests.world import TODAY, World, today_there

MORNINGS = "w=0-morning&w=2-morning&w=4-morning"


def today() -> date:
    """The day the pages take for today."""
    return today_there()


def groups_now(world: World, **changed: Any) -> Any:
    """A group whose meetings lie around the day the pages take for today."""
    return open_group(world, since=today() - timedelta(days=7), until=today() + timedelta(weeks=20), **changed)


def finder(stay: CareStay, asked: str = MORNINGS) -> str:
    """The address of the seat finder."""
    return reverse("seat-offers", args=[stay.person.pk]) + f"?{asked}"


def test_pages_of_the_week_cost_at_most_twenty_statements(world: World):
    stay = with_plan(world)
    groups = [groups_now(world, weekday=day) for day in (0, 2, 4)]
    take_seats(stay, *groups, since=today(), until=today() + timedelta(weeks=8))
    client = signed_in(world, Role.COUNSELOR)
    client.get(reverse("week"))
    found = {
        address: statements(client, address)
        for address in (
            reverse("week"),
            reverse("week") + "?as=table",
            reverse("group", args=[groups[0].pk]),
            reverse("group-new"),
            reverse("group-closing", args=[groups[0].pk]),
            reverse("chart-seats", args=[stay.person.pk]),
            reverse("seat-hours", args=[stay.person.pk]),
            finder(stay, f"{MORNINGS}&hours=3&days=2"),
        )
    }
    assert {address: cost for address, cost in found.items() if cost > 20} == {}


def test_the_board_shows_seats_states_and_the_way_to_each_group(world: World):
    week_of_groups(world)
    stay = with_plan(world, person(world, 0))
    take_seats(stay, *scheduling.groups(world.access(Role.COUNSELOR), program=world.a.program, on=TODAY)[:1])
    client = signed_in(world, Role.COORDINATOR)
    page = client.get(reverse("week") + f"?of={TODAY.isoformat()}")
    cards = page.context["page"].cards
    assert [card.free for card in cards] == ["11 seats free", *["12 seats free"] * 5]
    assert "1 of them new" in page.content.decode()
    table = client.get(reverse("week") + f"?of={TODAY.isoformat()}&as=table").content.decode()
    assert "12 free" in table
    group = client.get(reverse("group", args=[cards[0].what.group_id]) + f"?on={TODAY.isoformat()}")
    assert stay.person.name in group.content.decode()


def test_offers_are_taken_once_and_a_second_click_changes_nothing(world: World):
    stay = with_plan(world)
    for day in (0, 2, 4):
        groups_now(world, weekday=day)
    client = signed_in(world, Role.CASE_MANAGER)
    address = finder(stay, f"{MORNINGS}&hours=4.5&days=3")
    offer = client.get(address).context["page"].offers[0]
    given = {"groups": [one.group.pk for one in offer.groups]}
    for _ in range(2):
        answer = client.post(address, given, follow=True)
        assert answer.status_code == 200
    assert "Nothing was done twice" in answer.content.decode()
    assert len(answer.context["page"].memberships) == 3
    membership = answer.context["page"].memberships[0].row
    leaving = reverse("seat-leaving", args=[stay.person.pk, membership.pk])
    token = client.get(leaving).context["sheet"].token.signed()
    day = (today() + timedelta(days=1)).isoformat()
    client.post(leaving, {"sheet": token, "on": day, "why": "work hours changed"})
    kept = scheduling.memberships_of(world.access(Role.CASE_MANAGER), episode=stay.episode, on=today() + timedelta(7))
    assert len(kept) == 2


def test_the_last_seat_goes_to_one_and_the_other_is_shown_what_still_fits(world: World):
    first, second = (in_care(world, person(world, index)) for index in range(2))
    small = groups_now(world, name="Small", soft_cap=1, hard_cap=1)
    other = groups_now(world, name="Other", weekday=2)
    asked = "w=0-morning&w=2-morning&hours=1.5&days=1"
    one, two = signed_in(world, Role.CASE_MANAGER), signed_in(world, Role.COORDINATOR)
    assert len(two.get(finder(second, asked)).context["page"].offers) == 2
    one.post(finder(first, asked), {"groups": [small.pk]})
    answer = two.post(finder(second, asked), {"groups": [small.pk]})
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "Small is full on" in text
    assert [offer.groups[0].group.pk for offer in answer.context["page"].offers] == [other.pk]
    assert "Nothing was taken" in text


def test_when_none_fits_what_would_open_one_is_named_and_one_step_away(world: World):
    stay = in_care(world)
    groups_now(world)
    client = signed_in(world, Role.CASE_MANAGER)
    page = client.get(finder(stay, "w=1-morning&hours=1.5&days=1")).context["page"]
    assert page.offers == ()
    opening = next(one for one in page.obstacles if one.opens)
    again = client.get(finder(stay, opening.add)).context["page"]
    assert len(again.offers) == 1


def test_wishes_carry_over_an_address_and_what_cannot_be_read_is_left_out(world: World):
    from django.http import QueryDict

    parts = programs.rules_of(world.access(Role.COUNSELOR), program=world.a.program, on=TODAY).dayparts
    asked = "w=0-morning&w=0-afternoon&w=9-night&x=1-17:00-20:00&x=nonsense&x=1-20:00-17:00&hours=NaN&days=9&mode=boat"
    wishes = wishes_of(QueryDict(asked))
    assert (wishes.hours, wishes.days, wishes.mode) == (None, None, "")
    windows = [(one["weekday"], f"{one['starts']:%H:%M}", f"{one['ends']:%H:%M}") for one in wishes.windows(parts)]
    assert windows == [(0, "06:00", "18:00"), (1, "17:00", "20:00")]


def test_who_may_not_change_seats_or_groups_is_told_so(world: World):
    stay = with_plan(world)
    group = groups_now(world)
    biller = signed_in(world, Role.BILLER)
    assert biller.get(reverse("week")).status_code == 200
    assert "Open a group" not in biller.get(reverse("week")).content.decode()
    assert biller.get(reverse("group-new")).status_code == 403
    assert biller.get(reverse("group-closing", args=[group.pk])).status_code == 403
    answer = biller.post(finder(stay), {"groups": [group.pk]})
    assert answer.status_code == 403


def test_hostile_input_on_the_week_is_never_our_mistake(world: World):
    stay = with_plan(world)
    client: Client = signed_in(world, Role.COUNSELOR)
    for address, status in (
        ("/week/?of=9999-99-99&program=-1&as=%00", 200),
        ("/week/?of=0001-01-01&program=99999999999999999999", 200),
        ("/groups/987654/", 404),
        (f"/people/{stay.person.pk}/seats/987654/leaving/", 404),
        ("/people/987654/seats/", 404),
        (finder(stay, "w=0-morning&x=%00&hours=1e999&since=2026-13-01&until=0001-01-01&part=%27"), 200),
    ):
        assert client.get(address).status_code == status, address
    assert client.post(finder(stay), {"groups": ["x", "-1"]}).status_code == 400
    away = in_care(world, person(world, 3))
    episodes.close_episode(world.access(Role.CLINICIAN), episode=away.episode, on=TODAY + timedelta(days=3))
    assert client.get(reverse("chart-seats", args=[away.person.pk])).status_code == 200
    assert client.get(finder(away)).status_code == 404
    assert Decimal("1.5") == wishes_hours("1.5")


def wishes_hours(text: str) -> Decimal | None:
    """Hours as an address carries them."""
    from django.http import QueryDict

    return wishes_of(QueryDict(f"hours={text}")).hours
