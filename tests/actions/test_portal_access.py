"""Who comes in by the portal: a client sees their own rows, a relative what a consent opens, a visitor nobody."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from stepwell.care.scheduling import queries as scheduling
from stepwell.foundation.gate import consents, logins
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Login
from stepwell.foundation.gate.opening import opened
from stepwell.foundation.gate.refusals import Conflict, NotFound, NotPermitted
from stepwell.foundation.gate.roles import Role
from stepwell.registry.episodes import queries as episodes
from stepwell.registry.people import actions as people
from stepwell.registry.people import queries as of_people
from stepwell.registry.people.models import Person
from tests.world import TODAY, World


def own(world: World, person: Person) -> Access:
    """The access of the person's own login."""
    opener = world.access(Role.CASE_MANAGER)
    login = logins.open_login(opener, subject=person.subject, username=f"own-{person.pk}", name=person.name)
    return login.access(on=TODAY)


def sister(world: World, person: Person, on: date = TODAY) -> Access:
    """The access of a sister's login; nothing is consented yet."""
    coordinator = world.access(Role.COORDINATOR)
    relation = people.relate(coordinator, subject=person.subject, kind="relative", name="Zola Sampleworth", on=TODAY)
    login = logins.open_login(
        coordinator, subject=person.subject, username=f"sister-{person.pk}", name=relation.name, relation_id=relation.pk
    )
    return login.access(on=on)


def let_in(world: World, person: Person, who: Access, *categories: str, days: int = 365):
    return consents.grant(
        world.access(Role.COORDINATOR),
        subject=person.subject,
        kind="relative",
        patient=person.name,
        discloser="Fountain Grove",
        recipients=["Zola Sampleworth"],
        purposes=["family"],
        categories=categories,
        signed_by=person.name,
        signed_at=world.at(),
        starts_on=TODAY,
        expires_on=TODAY + timedelta(days=days),
        relation_id=who.relation_id,
    )


def test_a_client_sees_their_own_record_and_nobody_elses(world):
    amara, ben = world.amara(), world.ben()
    mine = own(world, amara)
    assert [each.pk for each in of_people.people(mine)] == [amara.pk]
    assert of_people.person(mine, subject=amara.subject).pk == amara.pk
    with pytest.raises(NotFound):
        of_people.person(mine, subject=ben.subject)
    with pytest.raises(NotFound):
        of_people.person_by_id(mine, person_id=ben.pk)


def test_the_database_shows_a_client_no_other_row_even_with_raw_sql(world):
    amara, ben = world.amara(), world.ben()
    mine = own(world, amara)
    with opened(mine), connection.cursor() as cursor:
        cursor.execute("SELECT subject_id FROM people_person")
        assert cursor.fetchall() == [(amara.subject_id,)]
        cursor.execute("UPDATE people_person SET city = 'X' WHERE subject_id = %s", [ben.subject_id])
        assert cursor.rowcount == 0
    nobody = Access(world.a.operator.pk, frozenset({Role.CLIENT}), subjects=frozenset())
    with opened(nobody), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM people_person")
        assert cursor.fetchone() == (0,)
    with opened(world.access(Role.COORDINATOR)), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM people_person")
        assert cursor.fetchone() == (2,)


def test_a_client_may_not_what_staff_may(world):
    amara = world.amara()
    mine = own(world, amara)
    with pytest.raises(NotPermitted):
        people.reach_by(mine, subject=amara.subject, kind="phone", value="1", leave_message=False, on=TODAY)
    with pytest.raises(NotPermitted):
        logins.open_login(mine, subject=amara.subject, username="another", name="X")


def test_a_relative_sees_nothing_without_a_consent(world):
    amara = world.amara()
    zola = sister(world, amara)
    with pytest.raises(NotFound):
        of_people.person(zola, subject=amara.subject)
    assert of_people.people(world.access(Role.COORDINATOR))


def test_a_relative_sees_what_is_named_and_nothing_at_the_next_click_after_it_was_taken_back(world):
    amara = world.amara()
    zola = sister(world, amara)
    consent = let_in(world, amara, zola, "medications")
    assert of_people.person(zola, subject=amara.subject).pk == amara.pk
    with pytest.raises(NotFound):
        scheduling.beside(zola, subject=amara.subject)
    let_in(world, amara, zola, "family_sessions")
    assert scheduling.beside(zola, subject=amara.subject) == []
    with pytest.raises(NotFound):
        episodes.episodes_of(zola, subject=amara.subject)
    for each in consents.given_by(world.access(Role.COORDINATOR), subject=amara.subject):
        people.revoke_consent(world.access(Role.COORDINATOR), consent=each, at=world.at(hour=11), how="by letter")
    assert consent.pk
    with pytest.raises(NotFound):
        of_people.person(zola, subject=amara.subject)


def test_a_consent_that_ended_or_has_not_begun_or_names_somebody_else_opens_nothing(world):
    amara = world.amara()
    zola = sister(world, amara)
    let_in(world, amara, zola, "attendance", days=30)
    for on, opens in ((TODAY - timedelta(days=1), False), (TODAY, True), (TODAY + timedelta(days=31), False)):
        that_day = Login.objects.get(pk=zola.login_id).access(on=on)
        if opens:
            assert of_people.person(that_day, subject=amara.subject).pk == amara.pk
        else:
            with pytest.raises(NotFound):
                of_people.person(that_day, subject=amara.subject)
    with pytest.raises(NotFound):
        of_people.person(Login.objects.get(pk=zola.login_id).access(), subject=amara.subject)
    brother = people.relate(
        world.access(Role.COORDINATOR), subject=amara.subject, kind="relative", name="Kofi Sampleworth", on=TODAY
    )
    other = logins.open_login(
        world.access(Role.COORDINATOR), subject=amara.subject, username="b", name="Kofi", relation_id=brother.pk
    )
    with pytest.raises(NotFound):
        of_people.person(other.access(on=TODAY), subject=amara.subject)


def test_a_visitor_reads_of_nobody(world):
    amara = world.amara()
    visitor = Access.visitor(world.a.operator.pk)
    with pytest.raises(NotPermitted):
        of_people.people(visitor)
    with pytest.raises(NotPermitted):
        of_people.person(visitor, subject=amara.subject)


def test_one_login_each_and_after_it_was_closed_another(world):
    amara = world.amara()
    mine = own(world, amara)
    manager = world.access(Role.CASE_MANAGER)
    with pytest.raises(Conflict, match="already"):
        logins.open_login(manager, subject=amara.subject, username="again", name="A")
    with pytest.raises(Conflict, match="taken"):
        logins.open_login(manager, subject=world.ben().subject, username=f"own-{amara.pk}", name="B")
    logins.close_login(manager, subject=amara.subject, login_id=mine.login_id)
    with pytest.raises(Conflict):
        logins.close_login(manager, subject=amara.subject, login_id=mine.login_id)
    assert logins.open_login(manager, subject=amara.subject, username="again", name="A").pk
    assert [each.is_active for each in logins.logins_of(manager, subject=amara.subject)] == [True, False]


@pytest.mark.parametrize(
    ("roles", "of_somebody", "relation"),
    [(["client"], False, None), (["client", "nurse"], True, None), (["nurse"], True, None), (["relative"], True, None),
     (["client"], True, 1), (["nurse", "relative"], False, None)],
)  # fmt: skip
def test_the_database_refuses_a_login_that_is_half_staff_and_half_portal(world, roles, of_somebody, relation):
    subject_id = world.amara().subject_id if of_somebody else None
    with pytest.raises(IntegrityError, match="one_record"), transaction.atomic():
        Login.objects.create(
            username="half", name="Half", operator=world.a.operator, roles=roles, subject_id=subject_id,
            relation_id=relation,
        )  # fmt: skip
