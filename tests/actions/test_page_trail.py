"""The pages of the privacy officer: the trail in plain words, the accounting over everybody, and its file."""

from __future__ import annotations

import csv
from datetime import timedelta

import pytest
from django.urls import reverse

from stepwell.doors.staff.trail import accounting, pages
from stepwell.doors.staff.trail.pages import joined
from stepwell.foundation.gate import consents
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.gate.rules.trail import Line
from stepwell.foundation.gate.trail import trail
from stepwell.office.claims.around import CLAIM_TELLS
from stepwell.registry.people import actions as people
from stepwell.registry.people import queries as people_queries
from tests.actions.paying_pages import signed_in, statements, today, under_way
from tests.actions.stay import consented
from tests.world import World


def told(world: World, person, *, to: str = "Harbor Mutual PPO", content: str = "Claim for three days"):
    """Something told to a health plan under a consent."""
    stay = under_way(world, person=person)
    consented(world, stay, starts_on=today() - timedelta(days=14))
    return consents.disclose(
        world.access(Role.BILLER), subject=person.subject, recipient=to, purpose="payment",
        categories=frozenset(CLAIM_TELLS), content=content, at=world.at(today()),
    )  # fmt: skip


def looks(client, **asked: str):
    answer = client.get(reverse("trail"), asked)
    assert answer.status_code == 200
    return answer.context["page"].looks


def test_each_page_costs_at_most_twenty_statements(world: World):
    amara = world.amara()
    under_way(world, person=amara)
    client = signed_in(world, Role.PRIVACY_OFFICER)
    addresses = [reverse("trail"), reverse("trail") + "?person=amara&outcome=done", reverse("disclosures")]
    cost = {path: statements(client, path) for path in addresses}
    assert max(cost.values()) <= 20, cost


def test_who_saw_what_in_plain_words_and_the_filters(world: World):
    amara, ben = world.amara(), world.ben()
    nurse = world.access(Role.NURSE)
    people_queries.relations(nurse, subject=amara.subject, on=today())
    people_queries.relations(nurse, subject=ben.subject, on=today())
    client = signed_in(world, Role.PRIVACY_OFFICER)
    (look,) = looks(client, who=nurse.name)
    assert [name for _, name in look.people] == ["Ben Testingham", "Amara Sampleworth"]
    assert "Read who is around the person" in client.get(reverse("trail"), {"who": nurse.name}).content.decode()
    (only,) = looks(client, person="amara sam", who=nurse.name)
    assert only.people == ((amara.pk, "Amara Sampleworth"),)
    assert looks(client, person=str(amara.pk), who=nurse.name)[0].people == only.people
    assert looks(client, what="around the person", who=nurse.name)
    assert looks(client, what="drug tests", who=nurse.name) == ()
    assert looks(client, who=nurse.name, to=(today() - timedelta(days=3)).isoformat()) == ()
    assert looks(client, person="zzz nobody") == ()


def test_what_was_denied_says_why(world: World):
    biller = signed_in(world, Role.BILLER)
    assert biller.get(reverse("trail")).status_code == 403
    client = signed_in(world, Role.PRIVACY_OFFICER)
    (look,) = looks(client, outcome="denied")
    assert (look.line.outcome, look.why) == ("denied", "the role does not include it")
    assert "Denied" in client.get(reverse("trail"), {"outcome": "denied"}).content.decode()
    assert all(look.line.outcome == "done" for look in looks(client, outcome="done"))


def test_one_look_at_many_records_is_one_line(world: World):
    both = {world.amara().pk, world.ben().pk}
    people_queries.people(world.access(Role.NURSE))
    client = signed_in(world, Role.PRIVACY_OFFICER)
    (look,) = looks(client, what="list of people")
    assert (look.line.times, {number for number, _ in look.people}, look.more) == (2, both, 0)


def test_more_than_three_people_are_counted_and_acts_keep_their_own_lines(world: World):
    def line(number: int, subject: int, *, wrote: bool = False, outcome: str = "done") -> Line:
        at = world.at()
        return Line(number, at, at, "Sam", 1, ("nurse",), "treatment", ("Read",), 1, wrote, outcome, subject)

    (look,) = joined([line(9 - each, each) for each in range(1, 6)])
    assert (look.subjects, look.line.times, look.line.number) == ((1, 2, 3, 4, 5), 5, 4)
    assert len(joined([line(2, 1, wrote=True), line(1, 2, wrote=True)])) == 2
    assert len(joined([line(2, 1, outcome="denied"), line(1, 2, outcome="denied")])) == 2


def test_what_stepwell_did_by_itself_is_left_out_unless_asked_for(world: World):
    officer = world.access(Role.PRIVACY_OFFICER)
    assert trail(officer, actor="Stepwell").lines
    assert trail(officer, actor="Stepwell", with_system=False).lines == ()
    client = signed_in(world, Role.PRIVACY_OFFICER)
    assert looks(client, who="Stepwell") == ()
    assert looks(client, who="Stepwell", system="1")


def test_the_trail_goes_on_to_earlier_pages_with_the_same_question(world: World, monkeypatch):
    nurse, person = world.access(Role.COORDINATOR), world.amara()
    for kind in ("text", "email", "letter"):
        people.reach_by(nurse, subject=person.subject, kind=kind, value="x", leave_message=False, on=today())
    monkeypatch.setattr(pages, "PAGE", 2)
    client = signed_in(world, Role.PRIVACY_OFFICER)
    asked = {"who": nurse.name, "person": "amara"}
    first = client.get(reverse("trail"), asked).context["page"]
    assert len(first.looks) == 2
    second = client.get(f"{reverse('trail')}?{first.earlier}").context["page"]
    assert len(second.looks) == 2
    assert max(look.line.number for look in second.looks) < min(look.line.number for look in first.looks)


def test_the_accounting_names_consent_and_notice_and_narrows(world: World):
    amara = world.amara()
    told(world, amara)
    client = signed_in(world, Role.PRIVACY_OFFICER)

    def shown(**asked: str) -> int:
        return len(client.get(reverse("disclosures"), asked).context["page"].lines)

    said = client.get(reverse("disclosures")).content.decode()
    assert "Harbor Mutual PPO" in said
    assert "Claim for three days" in said
    assert "/consents/" in said
    assert reverse("chart-trail", args=[amara.pk]) in said
    assert shown(to_whom="mutual") == shown(person="amara") == shown(basis="consent") == 1
    assert shown(to_whom="court") == shown(person="zzz") == shown(basis="none") == 0
    assert shown(to=(today() - timedelta(days=3)).isoformat()) == 0
    assert shown(**{"from": today().isoformat()}) == 1


def test_the_file_has_a_neutral_name_holds_no_formula_and_is_trailed(world: World):
    amara = world.amara()
    told(world, amara, content='=HYPERLINK("http://example.test")')
    client = signed_in(world, Role.PRIVACY_OFFICER)
    answer = client.get(reverse("disclosures-export"), {"person": "amara"})
    assert answer["Content-Type"].startswith("text/csv")
    assert answer["Content-Disposition"].startswith('attachment; filename="list-')
    (line,) = list(csv.DictReader(answer.content.decode().splitlines()))
    assert line["Person"] == "Amara Sampleworth"
    assert line["What"].startswith("'=HYPERLINK")
    assert line["Consent"]
    (look,) = looks(client, what="as a file")
    assert look.people == ((amara.pk, "Amara Sampleworth"),)


def test_a_page_of_the_accounting_leads_to_the_next(world: World, monkeypatch):
    amara = world.amara()
    told(world, amara)
    for number in range(2):
        consents.disclose(
            world.access(Role.BILLER), subject=amara.subject, recipient="Harbor Mutual PPO", purpose="payment",
            categories=frozenset(CLAIM_TELLS), content=f"Claim {number}", at=world.at(today()),
        )  # fmt: skip
    monkeypatch.setattr(accounting, "PAGE", 2)
    client = signed_in(world, Role.PRIVACY_OFFICER)
    first = client.get(reverse("disclosures") + "?to_whom=harbor").context["page"]
    assert [line.told.content for line in first.lines] == ["Claim 1", "Claim 0"]
    assert first.earlier.startswith("to_whom=harbor&before=")
    last = client.get(f"{reverse('disclosures')}?{first.earlier}").context["page"]
    assert ([line.told.content for line in last.lines], last.before) == (["Claim for three days"], None)


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.COUNSELOR, Role.REVIEWER])
def test_only_the_privacy_officer_reads_them(world: World, role: Role):
    client = signed_in(world, role)
    for name in ("trail", "disclosures", "disclosures-export"):
        assert client.get(reverse(name)).status_code == 403


def test_hostile_questions_and_a_neighbours_people(world: World):
    amara = world.amara()
    told(world, amara)
    client = signed_in(world, Role.PRIVACY_OFFICER)
    hostile = {"person": "\x00'<%", "who": "'--", "what": "%", "outcome": "x", "from": "soon", "before": "9" * 40}
    for name in ("trail", "disclosures", "disclosures-export"):
        assert client.get(reverse(name), hostile).status_code == 200
        backwards = {"from": "2026-05-01", "to": "2026-01-01", "person": "9" * 30}
        assert client.get(reverse(name), backwards).status_code == 200
    stranger = signed_in(world, Role.PRIVACY_OFFICER, world.b)
    assert stranger.get(reverse("disclosures")).context["page"].lines == ()
    assert looks(stranger, person=str(amara.pk)) == ()
    assert (
        "There is nobody of this number" in stranger.get(reverse("trail"), {"person": str(amara.pk)}).content.decode()
    )
