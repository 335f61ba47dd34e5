"""The pages of billing: days held and billable, claims and their way back, fees; cost, roles, hostile input."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from stepwell.foundation.gate.roles import Role
from stepwell.office.claims import queries
from stepwell.office.claims.actions import make_claims, rule_day
from stepwell.registry.coverage import queries as coverages
from tests.actions.paying_pages import granted, sent, signed_in, statements, today, under_way
from tests.actions.stay import Stay, attend, consented, placed
from tests.world import World


def attended(world: World, days_ago: tuple[int, ...], **more) -> tuple[Stay, list[date]]:
    """A stay with attended, signed days that many days ago, each ruled on; nothing is authorized."""
    stay = under_way(world, **more)
    placed(world, stay)
    consented(world, stay, starts_on=today() - timedelta(days=20))
    days = [today() - timedelta(days=ago) for ago in days_ago]
    for on in days:
        attend(world, stay, on)
        rule_day(world.access(Role.BILLER), episode=stay.episode, on=on, at=timezone.now())
    return stay, days


def claimed(world: World) -> tuple[Stay, str]:
    """The same with an authorization, claimed."""
    stay, days = attended(world, (6, 4, 2))
    granted(world, stay)
    (made,) = make_claims(
        world.access(Role.BILLER), episode=stay.episode, from_on=days[0], to_on=days[-1], at=timezone.now()
    )
    return stay, made.claim_id


def addresses(person_id: int, claim_id: str) -> list[str]:
    return [
        reverse("billing"),
        reverse("claims"),
        reverse("claim", args=[claim_id]),
        reverse("person-billing", args=[person_id]),
        reverse("claims-new", args=[person_id]),
        reverse("billing-fee", args=[person_id]),
        reverse("billing-estimate", args=[person_id]),
    ]


def test_each_page_costs_at_most_twenty_statements(world: World):
    stay, claim_id = claimed(world)
    client = signed_in(world, Role.BILLER)
    cost = {path: statements(client, path) for path in addresses(stay.person.pk, claim_id)}
    assert max(cost.values()) <= 20, cost


def test_a_held_day_says_why_and_what_frees_it(world: World):
    stay, days = attended(world, (3,))
    page = signed_in(world, Role.BILLER).get(reverse("billing"))
    (group,) = page.context["page"].groups
    (day,) = group.days
    assert (day.on, day.state, day.held) == (days[0], "held", ("no authorization covers it",))
    assert day.changes == ("An authorization that covers the date",)
    assert day.mend == (("Open authorizations", reverse("authorizations")),)
    said = page.content.decode()
    assert "No active authorization covers this date." in said
    assert stay.person.name in said


def test_looked_at_again_a_held_day_becomes_billable(world: World):
    stay, days = attended(world, (3,))
    granted(world, stay)
    client = signed_in(world, Role.BILLER)
    path = reverse("day-ruling", args=[stay.person.pk, days[0].isoformat()])
    for _ in range(2):
        assert client.post(path).status_code == 302
    (group,) = client.get(reverse("billing") + "?show=billable").context["page"].groups
    assert [day.state for day in group.days] == ["billable"]
    assert (group.billable, group.held) == (1, 0)


def test_filters_narrow_and_anything_else_is_ignored(world: World):
    attended(world, (3, 2))
    client = signed_in(world, Role.BILLER)

    def days(query: str) -> int:
        answer = client.get(reverse("billing") + query)
        assert answer.status_code == 200
        return sum(len(group.days) for group in answer.context["page"].groups)

    assert days("?reason=no-active-authorization") == 2
    assert days("?reason=unsigned-note") == 0
    assert days("?show=claimed") == 0
    assert days("?payer=payers/harbor-mutual") == 2
    assert days("?payer=payers/self-pay") == 0
    assert days("?show=%00x&page=-1&reason=") == 2
    assert days("?page=99999&show=held") == 2
    assert days("?page=%E2%91%A0") == 2


def test_claims_are_made_for_a_span_once(world: World):
    stay, days = attended(world, (6, 4))
    granted(world, stay)
    client = signed_in(world, Role.BILLER)
    path = reverse("claims-new", args=[stay.person.pk])
    token = client.get(path).context["sheet"].token.signed()
    given = {"sheet": token, "from_on": days[0].isoformat(), "to_on": days[1].isoformat()}
    assert client.post(path, given).status_code == 302
    assert client.post(path, given).status_code == 302
    biller = world.access(Role.BILLER)
    (made,) = queries.claims_of(biller, episode=stay.episode)
    assert made.claim_id in client.get(reverse("person-billing", args=[stay.person.pk])).content.decode()
    backwards = {"from_on": days[1].isoformat(), "to_on": days[0].isoformat()}
    assert sent(client, path, backwards).status_code == 422


def test_a_claim_is_walked_back_to_the_consent(world: World):
    stay, claim_id = claimed(world)
    page = signed_in(world, Role.BILLER).get(reverse("claim", args=[claim_id]))
    way = page.context["page"].way
    kinds = [leg.kind for leg in way]
    assert kinds[:5] == ["claim", "line", "attended-day", "minutes", "note"]
    assert kinds[-2:] == ["authorization", "consent"]
    addressed = {leg.kind: leg.stations[0].address for leg in way}
    assert addressed["authorization"].startswith("/authorizations/")
    assert addressed["attended-day"].startswith(f"/people/{stay.person.pk}/billing/#day-")


def test_the_file_says_nothing_by_its_name_and_is_kept_by_no_cache(world: World):
    stay, claim_id = claimed(world)
    answer = signed_in(world, Role.BILLER).get(reverse("claim-file", args=[claim_id]))
    assert answer.content.startswith(b"ISA*")
    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Disposition"] == 'attachment; filename="837-000000001.txt"'
    assert stay.episode.number not in answer["Content-Disposition"]


def test_fees_are_set_from_billing(world: World):
    stay, _ = attended(world, (2,))
    client, biller = signed_in(world, Role.BILLER), world.access(Role.BILLER)
    number = stay.person.pk
    fee = {"income": "21000", "household": "3", "state": "CA", "proof": "two pay slips"}
    assert sent(client, reverse("billing-fee", args=[number]), fee).status_code == 302
    assert coverages.sliding_fee_on(biller, subject=stay.subject, on=today()).household == 3
    parts = {"total": "300", "parts": "3", "first_on": (today() + timedelta(days=30)).isoformat()}
    assert sent(client, reverse("billing-instalments", args=[number]), parts).status_code == 302
    assert len(coverages.payment_plans_of(biller, subject=stay.subject)[0].instalments) == 3
    cost = {"pays": "payers/self-pay", "starts_on": today().isoformat(), "weeks": "8", "days_per_week": "3"}
    assert sent(client, reverse("billing-estimate", args=[number]), cost).status_code == 302
    page = client.get(reverse("person-billing", args=[number])).content.decode()
    assert "$300.00 in 3 parts" in page
    assert "The person pays $" in page


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (Role.BILLER, [200] * 7),
        (Role.DIRECTOR, [200, 200, 200, 200, 403, 403, 403]),
        (Role.REVIEWER, [403] * 7),
        (Role.COUNSELOR, [403] * 7),
        (Role.COORDINATOR, [403, 403, 403, 403, 403, 200, 200]),
    ],
)
def test_roles_see_what_their_work_needs(world: World, role, expected):
    stay, claim_id = claimed(world)
    client = signed_in(world, role)
    found = [client.get(path).status_code for path in addresses(stay.person.pk, claim_id)]
    assert [{404: 403}.get(code, code) for code in found] == expected


def test_strange_addresses_and_a_neighbours_claim_are_not_found(world: World):
    stay, claim_id = claimed(world)
    stranger = signed_in(world, Role.BILLER, world.b)
    client = signed_in(world, Role.BILLER)
    assert stranger.get(reverse("claim", args=[claim_id])).status_code == 404
    assert stranger.get(reverse("claim-file", args=[claim_id])).status_code == 404
    assert stranger.get(reverse("person-billing", args=[stay.person.pk])).status_code == 404
    for path in ("/claims/x'--/", "/claims/%00/", "/people/999999/billing/"):
        assert client.get(path).status_code == 404, path
    for on in ("2026-02-31", "x", "1990-01-01"):
        assert client.post(reverse("day-ruling", args=[stay.person.pk, on])).status_code == 404, on
    path = reverse("claims-new", args=[stay.person.pk])
    assert sent(client, path, {"from_on": "0001-01-01", "to_on": "9999-12-31"}).status_code == 422


def test_an_empty_page_says_what_to_do(world: World):
    client = signed_in(world, Role.BILLER)
    assert "Every attended day is claimed or settled." in client.get(reverse("billing")).content.decode()
    assert "No claim is made yet." in client.get(reverse("claims")).content.decode()


def test_a_person_without_days_is_found_by_name(world: World):
    stay = under_way(world)
    client = signed_in(world, Role.BILLER)
    found = client.get(reverse("billing-people") + "?q=sam").content.decode()
    assert reverse("person-billing", args=[stay.person.pk]) in found
    assert "No attended day yet." in client.get(reverse("person-billing", args=[stay.person.pk])).content.decode()
    assert "Nobody's name starts with" in client.get(reverse("billing-people") + "?q=%00zzz").content.decode()
