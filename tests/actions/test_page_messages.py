"""Pages of messages and of plans for a crisis: reached from Today and the chart, read, answered, written together."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from stepwell.care.emergencies import actions as emergencies
from stepwell.care.emergencies import queries as of_emergencies
from stepwell.care.messages import actions as messages
from stepwell.care.messages import queries as of_messages
from stepwell.care.notices import actions as notices
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.jobs import queries as jobs
from stepwell.registry.people import actions as people
from tests.actions.care_pages import said, sent, signed_in, statements, staying, today
from tests.actions.test_messages import client_of
from tests.world import World

TEXT = "Can I come at ten? <b>Please</b>"


@pytest.fixture
def stay(world: World):
    return staying(world)


def writes(world, stay, text=TEXT):
    return messages.write(client_of(world, stay.subject), subject=stay.subject, text=text, at=timezone.now())


def address(stay, name="chart-messages"):
    return reverse(name, args=[stay.person.pk])


def test_from_today_to_the_thread_and_an_answer_finishes_the_work(world: World, stay):
    writes(world, stay)
    counselor = signed_in(world, Role.COUNSELOR)
    assert address(stay) in said(counselor.get(reverse("today")))
    page = said(counselor.get(address(stay)))
    assert "Can I come at ten? &lt;b&gt;Please&lt;/b&gt;" in page
    assert "Not read by the team yet" in page
    assert sent(counselor, address(stay), {"text": "Yes, at ten."}).status_code == 302
    page = said(counselor.get(address(stay)))
    assert "Yes, at ten." in page
    assert "Not read by the team yet" not in page
    assert "answer-message" not in [
        task.kind for task in jobs.open_about(world.access(Role.COUNSELOR), subject=stay.subject)
    ]


def test_words_of_danger_stand_out_and_the_call_stays_until_somebody_made_it(world: World, stay):
    writes(world, stay, "I want to die")
    clinician = signed_in(world, Role.CLINICIAN)
    assert "Call now" in said(clinician.get(reverse("today")))
    assert "Words that may mean danger" in said(clinician.get(address(stay)))
    assert clinician.post(address(stay, "chart-messages-reading")).status_code == 302
    assert "Call now" in said(clinician.get(address(stay)))


def test_what_needs_no_answer_is_read_and_pressing_twice_is_safe(world: World, stay):
    writes(world, stay, "Thank you!")
    counselor = signed_in(world, Role.COUNSELOR)
    for _ in range(2):
        assert counselor.post(address(stay, "chart-messages-reading")).status_code == 302
    assert of_messages.unread_for_staff(world.access(Role.COUNSELOR)) == []
    assert counselor.get(address(stay, "chart-messages-reading")).status_code == 405


@pytest.mark.parametrize("text", ["", " " * 9, "a" * 5000])
def test_what_is_no_message_is_told_and_nothing_is_lost(world: World, stay, text):
    counselor = signed_in(world, Role.COUNSELOR)
    assert sent(counselor, address(stay), {"text": text}).status_code == 422
    assert of_messages.thread_of(world.access(Role.COUNSELOR), subject=stay.subject) == []


def test_what_was_sent_by_text_is_on_the_page(world: World, stay):
    people.reach_by(
        world.access(Role.COORDINATOR), subject=stay.subject, kind="text", value="714-555-0188", leave_message=True,
        on=today(),
    )  # fmt: skip
    notices.tell(
        Access.system(world.a.operator.pk), subject=stay.subject, kind="paper", about="paper:1", at=timezone.now()
    )
    assert "A paper is waiting" in said(signed_in(world, Role.COUNSELOR).get(address(stay)))


def test_who_may_not(world: World, stay):
    for role in (Role.BILLER, Role.DIRECTOR, Role.COORDINATOR):
        login = signed_in(world, role)
        assert login.get(address(stay)).status_code == 403
        assert login.get(address(stay, "chart-crisis-plan")).status_code == 403
        assert "For a crisis" not in said(login.get(address(stay, "person")))
    counselor = signed_in(world, Role.COUNSELOR)
    assert counselor.get(reverse("chart-messages", args=[999_999])).status_code == 404
    assert counselor.get(reverse("chart-crisis-plan", args=[999_999])).status_code == 404


def test_the_plan_for_a_crisis_is_written_together_and_stands_where_it_is_needed(world: World, stay):
    counselor, plan = signed_in(world, Role.COUNSELOR), address(stay, "chart-crisis-plan")
    words = {"what_helps": "A walk.", "people": "Rosa, 714-555-0143\nAunt Mae\n\n", "wants": "Call Rosa first."}
    assert sent(counselor, plan, words).status_code == 302
    row = of_emergencies.crisis_plan_of(world.access(Role.COUNSELOR), subject=stay.subject)
    assert row.people == [{"name": "Rosa", "phone": "714-555-0143"}, {"name": "Aunt Mae", "phone": ""}]
    assert "Call Rosa first." in said(counselor.get(plan))
    assert "Call Rosa first." in said(counselor.get(address(stay, "person")))
    assert "Call Rosa first." in said(counselor.get(f"{reverse('emergency-new')}?person={stay.person.pk}"))
    biller = signed_in(world, Role.BILLER)
    assert "Call Rosa first." not in said(biller.get(f"{reverse('emergency-new')}?person={stay.person.pk}"))
    emergency = emergencies.note_emergency(
        world.access(Role.BILLER), subject=stay.subject, kind="crisis", at=timezone.now(), place="site", seen="Shakes."
    )
    assert "Call Rosa first." in said(biller.get(reverse("emergency", args=[emergency.pk])))
    assert sent(counselor, plan, dict.fromkeys(words, "")).status_code == 422


def test_who_was_slower_sees_both_plans(world: World, stay):
    counselor, plan = signed_in(world, Role.COUNSELOR), address(stay, "chart-crisis-plan")
    page = counselor.get(plan)
    emergencies.write_crisis_plan(
        client_of(world, stay.subject), subject=stay.subject, at=timezone.now(), parts={"wants": "Only my sister."}
    )
    answer = counselor.post(plan, {"sheet": page.context["sheet"].token.signed(), "wants": "Call the team."})
    assert answer.status_code == 409
    assert "Only my sister." in said(answer)
    assert "Call the team." in said(answer)


def test_the_pages_ask_the_database_little(world: World, stay):
    counselor = signed_in(world, Role.COUNSELOR)
    for number in range(6):
        writes(world, stay, f"Message {number}")
    for name in ("chart-messages", "chart-crisis-plan", "person"):
        counselor.get(address(stay, name))
        assert statements(counselor, address(stay, name)) <= 20, name


def test_the_timeline_tells_that_somebody_wrote_and_never_what(world: World, stay):
    writes(world, stay)
    emergencies.write_crisis_plan(
        client_of(world, stay.subject), subject=stay.subject, at=timezone.now(), parts={"wants": "Only my sister."}
    )
    page = said(signed_in(world, Role.COUNSELOR).get(address(stay, "chart-timeline")))
    assert "Amara wrote to the team" in page
    assert "Plan for a crisis, version 1, written by Amara" in page
    assert "Can I come at ten" not in page
    assert "Only my sister" not in page
    assert "wrote to the team" not in said(signed_in(world, Role.BILLER).get(address(stay, "chart-timeline")))
