"""Pages of drug tests: ordered, collected, read in clinical words, confirmed, reviewed; days drawn at random."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from stepwell.care.testing import actions as testing
from stepwell.care.testing import queries as of_testing
from stepwell.foundation.gate.roles import Role
from tests.actions.care_pages import said, sent, signed_in, statements, staying, today
from tests.actions.care_stay import CareStay
from tests.world import World


def ordered(world: World, stay: CareStay):
    return testing.order(
        world.access(Role.COUNSELOR), episode=stay.episode, by=world.a.staff[Role.COUNSELOR][0], due_on=today(),
        panel=["fentanyl", "THC"], why="Asked for together.",
    )  # fmt: skip


def screened(client, test_id: int, method: str = "presumptive", **changed: str):
    given = {"analyte": "fentanyl", "method": method, "detected": "yes", "unit": "ng/mL", "lab": "Cup", **changed}
    return sent(client, reverse("test-result", args=[test_id]), given)


def test_from_the_order_to_the_review_in_clinical_words(world: World):
    stay, clinician = staying(world), signed_in(world, Role.CLINICIAN)
    nurse = signed_in(world, Role.NURSE)
    path = reverse("test-new", args=[stay.person.pk])
    given = {"panel": ["fentanyl"], "due_on": today().isoformat(), "why": "Asked for together."}
    assert sent(clinician, path, {**given, "panel": []}).status_code == 422
    assert sent(clinician, path, given).status_code == 302
    test = of_testing.open_courses(world.access(Role.NURSE))[0].test
    assert stay.person.name in said(nurse.get(reverse("tests")))
    assert sent(nurse, reverse("test-step", args=[test.pk]), {"state": "collected"}).status_code == 302
    assert screened(nurse, test.pk).status_code == 302
    says = "Screen suggests fentanyl, not confirmed. Reach the client today; offer naloxone."
    for name, number in (("tests", None), ("chart-tests", stay.person.pk), ("test", test.pk)):
        assert says in said(clinician.get(reverse(name, args=[number] if number else []))), name
    review = reverse("test-review", args=[test.pk])
    assert sent(clinician, review, {"says": "Talked; has naloxone; safe tonight."}).status_code == 302
    assert "Nothing waits for a review" in said(clinician.get(reverse("tests")))
    assert screened(nurse, test.pk, "definitive").status_code == 302
    assert "Confirmed: fentanyl." in said(clinician.get(reverse("test", args=[test.pk])))


def test_a_result_sent_by_two_at_once_is_kept_once_and_both_see_it(world: World):
    stay, nurse = staying(world), signed_in(world, Role.NURSE)
    test = ordered(world, stay)
    testing.step(world.access(Role.NURSE), test=test, state="collected", at=timezone.now())
    path = reverse("test-result", args=[test.pk])
    token = nurse.get(path).context["sheet"].token.signed()
    assert screened(signed_in(world, Role.CLINICIAN), test.pk).status_code == 302
    late = {
        "sheet": token,
        "analyte": "fentanyl",
        "method": "presumptive",
        "detected": "no",
        "unit": "ng/mL",
        "lab": "B",
    }
    answer = nurse.post(path, late)
    assert answer.status_code == 409
    assert "Screen suggests fentanyl" in said(answer)


def test_a_drawn_day_is_shown_as_drawn_with_why_until_a_test_is_ordered(world: World, monkeypatch: pytest.MonkeyPatch):
    stay, client = staying(world), signed_in(world, Role.COUNSELOR)
    from stepwell.care.testing.rules.random_draw import Stretch

    stretch = Stretch(today(), today(), today())
    monkeypatch.setattr(of_testing, "stretch_of", lambda **_: stretch)
    page = said(client.get(reverse("tests")))
    assert "Drawn at random" in page
    assert "one in each stretch of the stay" in page
    order = said(client.get(reverse("test-new", args=[stay.person.pk]) + "?drawn=1"))
    assert "Drawn at random, as everyone" in order
    ordered(world, stay)
    assert "Drawn at random" not in said(client.get(reverse("tests")))


def test_a_page_costs_at_most_twenty_statements(world: World):
    stay, client = staying(world), signed_in(world, Role.NURSE)
    test = ordered(world, stay)
    testing.step(world.access(Role.NURSE), test=test, state="collected", at=timezone.now())
    screened(client, test.pk)
    person = stay.person.pk
    costs = {
        name: statements(client, reverse(name, args=args))
        for name, args in {
            "tests": [], "chart-tests": [person], "test-new": [person], "test": [test.pk], "test-step": [test.pk],
            "test-result": [test.pk], "test-review": [test.pk],
        }.items()
    }  # fmt: skip
    assert {name: cost for name, cost in costs.items() if cost > 20} == {}, costs


@pytest.mark.parametrize("role", [Role.BILLER, Role.COORDINATOR, Role.DIRECTOR])
def test_who_does_not_treat_sees_no_test(world: World, role: Role):
    stay, client = staying(world), signed_in(world, role)
    test = ordered(world, stay)
    for name, args in (("tests", []), ("chart-tests", [stay.person.pk]), ("test", [test.pk])):
        assert client.get(reverse(name, args=args)).status_code in (403, 404), name


def test_hostile_input_is_answered_and_never_a_crash(world: World):
    stay, client = staying(world), signed_in(world, Role.NURSE)
    test = ordered(world, stay)
    for name in ("test", "test-step", "test-result", "test-review", "chart-tests"):
        assert client.get(reverse(name, args=[99999])).status_code == 404, name
    assert sent(client, reverse("test-step", args=[test.pk]), {"state": "passed"}).status_code == 422
    assert screened(client, test.pk, cut_off="-3", analyte="<b>").status_code == 422
    assert sent(client, reverse("test-review", args=[test.pk]), {"says": "x"}).status_code == 403
