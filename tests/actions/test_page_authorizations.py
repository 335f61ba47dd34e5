"""The pages of authorizations: what runs out when, what the payer said, packets; cost, roles, hostile input."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from stepwell.foundation.gate.models import Disclosure
from stepwell.foundation.gate.opening import opened
from stepwell.foundation.gate.roles import Role
from stepwell.office.utilization import actions, queries
from tests.actions.paying_pages import asked, granted, sent, signed_in, statements, today, under_way
from tests.actions.stay import consented, insure, placed
from tests.world import World


def addresses(authorization_id: int, person_id: int) -> list[str]:
    return [
        reverse("authorizations"),
        reverse("authorization", args=[authorization_id]),
        reverse("authorization-packet", args=[authorization_id]),
        reverse("authorization-act", args=[authorization_id, "grant"]),
        reverse("authorization-new", args=[person_id]),
    ]


def at(**ago: int) -> str:
    return (timezone.localtime(timezone=ZoneInfo("America/Los_Angeles")) - timedelta(**ago)).strftime("%Y-%m-%dT%H:%M")


def test_each_page_costs_at_most_twenty_statements(world: World):
    stay = under_way(world)
    row = granted(world, stay)
    client = signed_in(world, Role.REVIEWER)
    cost = {path: statements(client, path) for path in addresses(row.pk, stay.person.pk)}
    packet = reverse("authorization-packet", args=[row.pk])
    # A packet reads the whole record once; it is made for one review, not walked by.
    assert cost.pop(packet) <= 60
    assert max(cost.values()) <= 20, cost


def test_what_comes_first_stands_first_and_says_why(world: World):
    granted(world, under_way(world), units=4)
    under_way(world, person=world.ben())
    page = signed_in(world, Role.REVIEWER).get(reverse("authorizations"))
    lines = page.context["page"].lines
    assert [(line.status, line.due) for line in lines] == [("Not asked for", True), ("Active", True)]
    said = page.content.decode()
    assert "At the planned pace it runs out on this day" in said
    assert "Ask for days" in said


def test_filters_narrow_and_anything_else_is_ignored(world: World):
    row = asked(world, under_way(world))
    client = signed_in(world, Role.REVIEWER)

    def shown(query: str) -> list[int]:
        answer = client.get(reverse("authorizations") + query)
        assert answer.status_code == 200
        return [line.authorization_id for line in answer.context["page"].lines]

    assert shown("?show=waiting") == [row.pk]
    assert shown("?show=denied") == []
    assert shown("?payer=payers/harbor-mutual") == [row.pk]
    assert shown("?payer=payers/none") == []
    assert shown("?show=%00%27--&payer=") == [row.pk]


def test_who_has_none_is_told_what_to_do(world: World):
    page = signed_in(world, Role.REVIEWER).get(reverse("authorizations")).content.decode()
    assert "No authorization is open." in page
    assert "New request" in page


def test_a_request_is_kept_with_the_contracts_first_days_filled_in(world: World):
    stay = under_way(world)
    client = signed_in(world, Role.REVIEWER)
    path = reverse("authorization-new", args=[stay.person.pk])
    initial = client.get(path).context["page"].initial
    assert (initial["units"], initial["code"], initial["level"]) == (12, "H0015", "2.1")
    answer = sent(client, path, {name: str(value) for name, value in initial.items()})
    assert answer.status_code == 302
    (row,) = queries.authorizations_of(world.access(Role.REVIEWER), subject=stay.subject)
    assert (row.asked_units, row.episode_id, answer.url) == (12, stay.episode.pk, f"/authorizations/{row.pk}/")


def test_the_payers_words_are_kept_one_after_another(world: World):
    row = asked(world, under_way(world))
    client = signed_in(world, Role.REVIEWER)

    def act(noun: str, **given: str) -> int:
        return sent(client, reverse("authorization-act", args=[row.pk, noun]), {"at": at(), **given}).status_code

    grant = {
        "number": "A7", "units": "9", "span_from": today().isoformat(),
        "span_to": (today() + timedelta(days=20)).isoformat(),
    }  # fmt: skip
    assert act("pending", reason="the assessment") == 302
    assert act("denial", reason="a lower level would do", reviewer="Dr. Sample") == 302
    assert act("appeal", reason="see the packet") == 302
    assert act("overturning", **grant) == 302
    assert act("review", says="stands") == 302
    events = queries.events_of(world.access(Role.REVIEWER), authorization=row)
    assert [event.kind for event in events] == ["requested", "pended", "denied", "appealed", "overturned", "reviewed"]
    page = client.get(reverse("authorization", args=[row.pk])).content.decode()
    assert "A7" in page
    assert "9 of 9 units left" in page


def test_what_may_not_follow_is_refused_with_every_word_kept(world: World):
    row = granted(world, under_way(world))
    client = signed_in(world, Role.REVIEWER)
    answer = sent(client, reverse("authorization-act", args=[row.pk, "appeal"]), {"at": at(), "reason": "We disagree."})
    assert answer.status_code == 409
    assert "We disagree." in answer.content.decode()
    assert "next it can be" in answer.content.decode()
    later = at(days=-3)
    answer = sent(client, reverse("authorization-act", args=[row.pk, "review"]), {"at": later, "says": "x"})
    assert answer.status_code == 422
    assert "This lies ahead." in answer.content.decode()


def test_two_who_write_at_once_both_see_it(world: World):
    row = asked(world, under_way(world))
    client = signed_in(world, Role.REVIEWER)
    path = reverse("authorization-act", args=[row.pk, "pending"])
    token = client.get(path).context["sheet"].token.signed()
    actions.deny(world.access(Role.REVIEWER), authorization=row, at=timezone.now(), reason="a lower level would do")
    answer = client.post(path, {"sheet": token, "at": at(), "reason": "the assessment"})
    assert answer.status_code == 409
    said = answer.content.decode()
    assert "a lower level would do" in said
    assert "the assessment" in said


def test_what_was_asked_before_admission_joins_the_stay(world: World):
    stay = under_way(world)
    row = asked(world, stay, with_stay=False)
    client = signed_in(world, Role.REVIEWER)
    assert "belongs to no stay yet" in client.get(reverse("authorization", args=[row.pk])).content.decode()
    for _ in range(2):
        assert client.post(reverse("authorization-stay", args=[row.pk])).status_code == 302
    found = queries.authorization_by_id(world.access(Role.REVIEWER), authorization_id=row.pk)
    assert found.episode_id == stay.episode.pk


def test_a_packet_is_looked_at_printed_and_sent_as_a_disclosure(world: World):
    stay = under_way(world)
    placed(world, stay)
    row = granted(world, stay)
    client = signed_in(world, Role.REVIEWER)
    path = reverse("authorization-packet", args=[row.pk])
    page = client.get(path)
    assert [said.startswith("Nothing is on record") for _, said in page.context["page"].gaps].count(True) >= 3
    assert f'href="/authorizations/{row.pk}/"' in page.content.decode()
    preview = client.post(f"{path}preview/", {"units": "6", "leave_out": ["diagnoses"]}).content.decode()
    assert "6 more days" in preview
    assert "F10.20" not in preview
    assert queries.packets_of(world.access(Role.REVIEWER), authorization=row) == []
    answer = sent(client, path, {"units": "6", "leave_out": ["diagnoses", "dimensions", "level"]})
    assert answer.status_code == 302
    (kept,) = queries.packets_of(world.access(Role.REVIEWER), authorization=row)
    assert kept.leave_out == ["diagnoses", "dimensions", "level"]
    refused = sent(client, answer.url, {"way": "fax"})
    assert refused.status_code in (403, 409, 422)
    consented(world, stay, starts_on=today() - timedelta(days=14))
    assert sent(client, answer.url, {"way": "fax"}).status_code == 302
    shown = client.get(answer.url).content.decode()
    assert "By fax" in shown
    assert "Harbor Mutual PPO" in shown
    with opened(world.access(Role.REVIEWER)):
        assert Disclosure.objects.filter(subject=stay.subject, purpose="payment").count() == 1


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (Role.REVIEWER, [200, 200, 200, 200, 200]),
        (Role.BILLER, [200, 200, 403, 403, 403]),
        (Role.DIRECTOR, [200, 200, 403, 403, 403]),
        (Role.NURSE, [403] * 5),
        (Role.COORDINATOR, [403] * 5),
    ],
)
def test_roles_see_what_their_work_needs(world: World, role, expected):
    stay = under_way(world)
    row = granted(world, stay)
    client = signed_in(world, role)
    found = [client.get(path).status_code for path in addresses(row.pk, stay.person.pk)]
    assert [{404: 403}.get(code, code) for code in found] == expected


def test_a_neighbours_authorization_and_strange_numbers_are_not_found(world: World):
    row = granted(world, under_way(world))
    stranger = signed_in(world, Role.REVIEWER, world.b)
    assert stranger.get(reverse("authorization", args=[row.pk])).status_code == 404
    client = signed_in(world, Role.REVIEWER)
    for path in ("/authorizations/0/", "/authorizations/packets/999999/", f"/authorizations/{row.pk}/nothing/",
                 "/people/999999/authorizations/new/", "/authorizations/99999999999999999999/"):  # fmt: skip
        assert client.get(path).status_code == 404, path
    hostile = {"units": "-1", "span_from": "x", "span_to": "0000-00-00", "number": "\x00<b>", "at": "now"}
    path = reverse("authorization-act", args=[row.pk, "grant"])
    assert sent(client, path, hostile).status_code == 422
    assert client.post(f"/authorizations/{row.pk}/packet/preview/", {"units": "99999999999"}).status_code == 200
    assert client.post(path, {}).status_code == 422


def test_a_person_without_a_plan_cannot_be_asked_for(world: World):
    amara = world.amara()
    client = signed_in(world, Role.REVIEWER)
    path = reverse("authorization-new", args=[amara.pk])
    assert "No health plan is in force." in client.get(path).content.decode()
    insure(world, amara)
    assert "Before admission" in client.get(path).content.decode()


def test_for_whom_is_found_by_name(world: World):
    stay = under_way(world)
    client = signed_in(world, Role.REVIEWER)
    found = client.get(reverse("authorization-whom") + "?q=sam").content.decode()
    assert reverse("authorization-new", args=[stay.person.pk]) in found
    assert signed_in(world, Role.BILLER).get(reverse("authorization-whom")).status_code in (403, 404)
