"""The gate: permission, scope and trail, once; and nothing outside it."""

from __future__ import annotations

import pytest
from django.db import connection

from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject, TrailRow
from stepwell.foundation.gate.opening import DOORS, DOORS_SAY, UNTRAILED, action, concerns, opened, query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import GateClosed, NeverDeleted, NotFound, NotPermitted
from stepwell.foundation.gate.roles import Role
from stepwell.registry.people import actions as people
from stepwell.registry.people import queries as of_people
from stepwell.registry.people.models import Person
from tests.world import TODAY


def trail(access: Access) -> list[tuple[str, str, int | None]]:
    with opened(access):
        return [(row.door, row.outcome, row.subject_id) for row in TrailRow.objects.order_by("id")]


def test_reading_outside_an_open_gate_is_a_mistake_and_not_a_leak(world):
    world.amara()
    with pytest.raises(GateClosed):
        Person.objects.count()


def test_writing_outside_an_open_gate_is_a_mistake(world):
    with pytest.raises(GateClosed):
        Person(first_name="A", last_name="B").save()


def test_the_neighbour_sees_nobody(world):
    amara = world.amara()
    assert [each.pk for each in of_people.people(world.access(Role.COORDINATOR))] == [amara.pk]
    assert of_people.people(world.stranger) == []
    with pytest.raises(NotFound):
        of_people.person_by_id(world.stranger, person_id=amara.pk)


def test_somebody_elses_record_as_an_argument_is_not_found(world):
    amara = world.amara()
    with pytest.raises(NotFound):
        of_people.person(world.stranger, subject=amara.subject)


def test_a_role_without_the_permission_is_refused_and_the_trail_keeps_it(world):
    amara = world.amara()
    biller = world.access(Role.BILLER)
    with pytest.raises(NotPermitted):
        people.reach_by(biller, subject=amara.subject, kind="phone", value="1", leave_message=False, on=TODAY)
    assert trail(biller)[-1] == ("registry.people.actions.reach_by", "denied", amara.subject_id)


def test_a_failure_leaves_its_row_although_the_work_was_rolled_back(world):
    amara = world.amara()
    coordinator = world.access(Role.COORDINATOR)
    before = len(trail(coordinator))
    with pytest.raises(Exception, match="one of"):
        people.reach_by(coordinator, subject=amara.subject, kind="pigeon", value="1", leave_message=False, on=TODAY)
    assert trail(coordinator)[before:] == [("registry.people.actions.reach_by", "failed", amara.subject_id)]


def test_reading_a_person_is_in_the_trail(world):
    amara = world.amara()
    of_people.person(world.access(Role.CLINICIAN), subject=amara.subject)
    assert trail(world.access(Role.CLINICIAN))[-1] == ("registry.people.queries.person", "done", amara.subject_id)


def test_a_scope_of_one_person_hides_everybody_else(world):
    amara, ben = world.amara(), world.ben()
    of_amara = Access(world.a.operator.pk, frozenset({Role.CLINICIAN}), subjects=frozenset({amara.subject_id}))
    assert [each.pk for each in of_people.people(of_amara)] == [amara.pk]
    with pytest.raises(NotFound):
        of_people.person(of_amara, subject=ben.subject)


def test_nothing_is_deleted(world):
    amara = world.amara()
    with opened(world.access(Role.COORDINATOR)):
        with pytest.raises(NeverDeleted):
            amara.delete()
        with pytest.raises(NeverDeleted):
            Person.objects.all().delete()


def test_a_query_may_not_return_a_queryset(world):
    @query(Permission.PERSON_READ)
    def everyone(access: Access) -> object:
        return Person.objects.all()

    with pytest.raises(TypeError, match="queryset"):
        everyone(world.access(Role.COORDINATOR))


def test_the_gate_does_not_open_for_two_operators_at_once(world):
    with opened(world.access(Role.COORDINATOR)), pytest.raises(GateClosed), opened(world.stranger):
        pass


def test_bulk_create_cannot_write_for_another_operator(world):
    with opened(world.access(Role.COORDINATOR)), pytest.raises(GateClosed):
        Subject.objects.bulk_create([Subject(operator_id=world.b.operator.pk)])


def test_after_the_gate_the_database_shows_nothing(world):
    world.amara()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM people_person")
        assert cursor.fetchone() == (0,)


@pytest.fixture
def doors_of_a_test():
    """Doors opened in a test are closed after it."""
    yield
    for name in [name for name in DOORS if name.startswith(__name__)]:
        UNTRAILED.discard(name)
        del DOORS[name], DOORS_SAY[name]


def test_inside_a_page_the_same_is_read_once_and_inside_an_action_every_time(world, doors_of_a_test):
    amara, ben, clinician, asked = world.amara(), world.ben(), world.access(Role.CLINICIAN), []

    @query(Permission.PERSON_READ, once=True)
    def ways(access: Access, *, subject: Subject) -> list[int]:
        asked.append(subject.pk)
        concerns(subject.pk)
        return [subject.pk]

    @query(Permission.PERSON_READ)
    def page(access: Access) -> list[list[int]]:
        ways(access, subject=amara.subject).clear()
        return [ways(access, subject=one) for one in (amara.subject, ben.subject, amara.subject)]

    @action(Permission.PERSON_READ)
    def change(access: Access) -> None:
        page(access)

    assert page(clinician) == [[amara.subject_id], [ben.subject_id], [amara.subject_id]]
    assert asked == [amara.subject_id, ben.subject_id]
    assert {row[2] for row in trail(clinician)[-2:]} == {amara.subject_id, ben.subject_id}
    page(clinician)
    assert len(asked) == 4, "the next page reads anew"
    change(clinician)
    assert len(asked) == 8


def test_what_a_login_keeps_for_itself_is_read_without_a_line_and_a_person_never(world, doors_of_a_test):
    amara, clinician = world.amara(), world.access(Role.CLINICIAN)

    @query(Permission.PERSON_READ, trailed=False)
    def nothing_of_anybody(access: Access) -> str:
        return "my own words"

    @query(Permission.PERSON_READ, trailed=False)
    def somebody(access: Access) -> int:
        return of_people.person(access, subject=amara.subject).pk

    before = len(trail(clinician))
    assert nothing_of_anybody(clinician) == "my own words"
    assert len(trail(clinician)) == before
    with pytest.raises(TypeError, match="concerns a person"):
        somebody(clinician)
    assert trail(clinician)[-1][1] == "failed"
