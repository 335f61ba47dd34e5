"""The pages of programs, sites and staff: every rule with its source, what changes next, who may change what."""

from __future__ import annotations

from datetime import timedelta

import pytest
import yaml
from django.urls import reverse

from stepwell.foundation.gate.roles import Role
from stepwell.foundation.policy.folders import shipped_folder
from stepwell.registry.people import actions as people
from stepwell.registry.people import queries as people_queries
from stepwell.registry.programs import queries as programs
from tests.actions.paying_pages import sent, signed_in, statements, today
from tests.world import World


def test_each_page_costs_at_most_twenty_statements(world: World):
    client = signed_in(world, Role.DIRECTOR)
    member = world.a.staff[Role.COUNSELOR][0]
    addresses = [
        reverse("programs"),
        reverse("program", args=[world.a.program.pk]),
        reverse("site", args=[world.a.site.pk]),
        reverse("site-letters", args=[world.a.site.pk]),
        reverse("room-new", args=[world.a.site.pk]),
        reverse("staff"),
        reverse("staff-new"),
        reverse("staff-member", args=[member.pk]),
        reverse("credential-new", args=[member.pk]),
    ]
    cost = {path: statements(client, path) for path in addresses}
    assert max(cost.values()) <= 20, cost


def test_every_rule_stands_there_with_its_source_and_warnings_come_first(world: World):
    answer = signed_in(world, Role.NURSE).get(reverse("program", args=[world.a.program.pk]))
    page, said = answer.context["page"], answer.content.decode()
    assert page.found == len(page.page.rules) > 20
    for line in page.page.rules:
        assert f'id="rule-{line.id}"' in said
    assert page.warnings
    assert said.index('id="warnings"') < said.index('id="rule-')
    assert "said of the operator&#x27;s own program" in said
    assert "what is shipped with Stepwell" in said


def test_words_narrow_the_rules(world: World):
    client = signed_in(world, Role.NURSE)

    def found(words: str) -> set[str]:
        page = client.get(reverse("program", args=[world.a.program.pk]), {"q": words}).context["page"]
        return {line.id for group in page.groups for line in group.rules}

    assert "days-per-week" in found("days WEEK")
    assert "days-per-week" not in found("parity")
    assert found("no-such-word") == set()
    nothing = client.get(reverse("program", args=[world.a.program.pk]), {"q": "no-such-word"}).content.decode()
    assert "Show all rules" in nothing


def test_an_own_policy_and_the_next_version_are_shown(world: World, tmp_path, monkeypatch):
    body = yaml.safe_load((shipped_folder() / "programs/trust-socal/iop/v1.yaml").read_text())
    own = next(rule for rule in body["rules"] if rule["id"] == "days-per-week")
    own["says"], own["days_per_week"] = "Three to four program days a week.", {"min": 3, "max": 4}
    (tmp_path / "now.yaml").write_text(yaml.safe_dump(body, sort_keys=False))
    own["says"], own["days_per_week"] = "Four program days a week.", {"min": 4, "max": 4}
    later = {**body, "version": 2, "effective": {"from": today() + timedelta(days=30)}}
    (tmp_path / "later.yaml").write_text(yaml.safe_dump(later, sort_keys=False))
    monkeypatch.setenv("STEPWELL_POLICIES", str(tmp_path))
    client = signed_in(world, Role.DIRECTOR)
    said = client.get(reverse("program", args=[world.a.program.pk])).content.decode()
    assert "Four program days a week." in said
    assert "days per week: 3 to 4" in said
    assert "Stands in front of what is shipped" in said
    assert "own folder" in said
    assert "The operator&#x27;s own" in client.get(reverse("programs")).content.decode().replace("'", "&#x27;")


def test_a_day_that_cannot_be_shown_is_ignored_or_said(world: World):
    client = signed_in(world, Role.NURSE)
    path = reverse("program", args=[world.a.program.pk])
    assert "Nothing was in force" in client.get(path, {"on": "1999-01-01"}).content.decode()
    for on in ("soon", "0001-01-01", "9999-12-31", "\x00"):
        assert client.get(path, {"on": on, "q": "\x00'<"}).status_code == 200


def test_a_name_for_letters_and_a_room(world: World):
    client = signed_in(world, Role.DIRECTOR)
    site = world.a.site
    assert sent(client, reverse("site-letters", args=[site.pk]), {"name": "FG Services"}).status_code == 302
    assert sent(client, reverse("room-new", args=[site.pk]), {"name": "Meadow", "places": "9"}).status_code == 302
    again = sent(client, reverse("room-new", args=[site.pk]), {"name": "meadow", "places": "9"})
    assert again.status_code == 422
    said = client.get(reverse("site", args=[site.pk])).content.decode()
    assert "FG Services" in said
    assert "Meadow: 9 places" in said
    rooms = programs.rooms(world.access(Role.DIRECTOR), site=site)
    assert [room.name for room in rooms].count("Meadow") == 1


def test_somebody_is_hired_and_holds_a_credential(world: World):
    client = signed_in(world, Role.DIRECTOR)
    given = {"name": "Sam Example", "roles": ["counselor"], "on": today().isoformat(), "caseload_max": "12"}
    assert sent(client, reverse("staff-new"), {**given, "npi": "12"}).status_code == 422
    answer = sent(client, reverse("staff-new"), given)
    assert answer.status_code == 302
    member = next(
        one for one in people_queries.staff(world.access(Role.DIRECTOR), on=today()) if one.name == "Sam Example"
    )
    assert answer.url == reverse("staff-member", args=[member.pk])
    path = reverse("credential-new", args=[member.pk])
    licence = {
        "kind": "CADC", "state": "ca", "number": "X1", "valid_from": today().isoformat(),
        "valid_to": (today() + timedelta(days=20)).isoformat(),
    }  # fmt: skip
    backwards = {**licence, "valid_to": (today() - timedelta(days=20)).isoformat()}
    assert sent(client, path, backwards).status_code == 422
    assert sent(client, path, licence).status_code == 302
    said = client.get(reverse("staff-member", args=[member.pk])).content.decode()
    assert "CADC, CA" in said
    assert "Expires in 20 days" in said


def test_credentials_that_expire_come_first_and_a_renewed_one_counts(world: World):
    member = world.a.staff[Role.NURSE][0]
    director = world.access(Role.DIRECTOR)

    def holds(kind: str, days: int) -> None:
        people.credential(
            director, staff=member, kind=kind, state="NV", number="1", valid_from=today() - timedelta(days=700),
            valid_to=today() + timedelta(days=days),
        )  # fmt: skip

    client = signed_in(world, Role.DIRECTOR)
    before = client.get(reverse("staff")).context["page"].due
    holds("RN", -3)
    page = client.get(reverse("staff")).context["page"]
    assert (page.due, page.members[0].name) == (before + 1, member.name)
    assert "Expired" in client.get(reverse("staff") + "?show=due").content.decode()
    holds("RN", 500)
    assert client.get(reverse("staff")).context["page"].due == before
    states = [
        held.state for held in client.get(reverse("staff-member", args=[member.pk])).context["page"].member.credentials
    ]
    assert "replaced" in states
    assert client.get(reverse("staff") + "?q=nv+rn").context["page"].members[0].name == member.name


@pytest.mark.parametrize("role", [Role.NURSE, Role.COORDINATOR, Role.BILLER])
def test_others_read_and_only_the_director_changes(world: World, role: Role):
    client = signed_in(world, role)
    member = world.a.staff[Role.COUNSELOR][0]
    site = world.a.site.pk
    assert client.get(reverse("programs")).status_code == 200
    assert client.get(reverse("site", args=[site])).status_code == 200
    staff = client.get(reverse("staff"))
    assert (staff.status_code, staff.context["page"].sees_load) == (200, False)
    for path in (
        reverse("site-letters", args=[site]),
        reverse("room-new", args=[site]),
        reverse("staff-new"),
        reverse("credential-new", args=[member.pk]),
    ):
        assert client.get(path).status_code == 403
        assert client.post(path, {"name": "x"}).status_code == 403
        assert path not in staff.content.decode()


def test_a_neighbours_things_are_not_found(world: World):
    stranger = signed_in(world, Role.DIRECTOR, world.b)
    for name, number in (
        ("program", world.a.program.pk),
        ("site", world.a.site.pk),
        ("site-letters", world.a.site.pk),
        ("room-new", world.a.site.pk),
        ("staff-member", world.a.staff[Role.COUNSELOR][0].pk),
        ("credential-new", world.a.staff[Role.COUNSELOR][0].pk),
    ):
        assert stranger.get(reverse(name, args=[number])).status_code == 404
    assert stranger.get("/programs/99999999999/").status_code == 404
