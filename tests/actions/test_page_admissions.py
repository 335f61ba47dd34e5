"""The pages of admissions: what they cost, who may open them, and that nothing sent to them breaks them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from stepwell.care.admissions import actions as admissions
from stepwell.care.admissions import queries as of_admissions
from stepwell.care.scheduling import actions as scheduling
from stepwell.care.scheduling import queries as of_scheduling
from stepwell.doors.forms.tokens import Token
from stepwell.foundation.gate import consents
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Login
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.jobs import queries as of_jobs
from stepwell.registry.coverage import actions as coverage
from stepwell.registry.people import queries as of_people
from tests.actions.public_site import open_evenings
from tests.world import today_there

ONE = [
    "enquiry",
    "enquiry-contact",
    "enquiry-person",
    "enquiry-ending",
    "enquiry-hold-ending",
    "enquiry-safety",
    "enquiry-benefits",
    "enquiry-plan",
    "enquiry-estimate",
    "enquiry-fee",
    "enquiry-instalments",
    "enquiry-fit",
    "enquiry-intake",
    "enquiry-admission",
]
ALL = ["admissions", "enquiry-new", "on-call"]


def signed_in(world, role: Role, clinic=None) -> Client:
    clinic = clinic or world.a
    login = Login.objects.create_user(f"{role}@{clinic.operator.slug}", "x", clinic.operator, [role], "Somebody")
    client = Client()
    client.force_login(login)
    return client


@pytest.fixture
def desk(world) -> Client:
    return signed_in(world, Role.COORDINATOR)


@pytest.fixture
def coordinator(world):
    return world.access(Role.COORDINATOR)


def asked(world, *, first_name="Amara", minutes_ago=30, phone="714-555-0143", agreed=True):
    """Somebody called a while ago."""
    return admissions.enquire(
        world.access(Role.COORDINATOR),
        program=world.a.program,
        at=timezone.now() - timedelta(minutes=minutes_ago),
        by_whom="self",
        way="phone",
        first_name=first_name,
        last_name="Sampleworth",
        wish="Evenings around work.",
        reach=[{"kind": "phone", "value": phone, "leave_message": False}],
        contact_consent={"method": "verbal"} if agreed else None,
    )


def far_along(world, coordinator):
    """Spoken with, checked, verified, estimated, screened, booked."""
    enquiry, now = asked(world), timezone.now()
    admissions.log_contact(coordinator, enquiry=enquiry, outcome="reached", at=now, says="Wants to start soon.")
    admissions.check_safety(coordinator, subject=enquiry.subject, facts={"chest_pain": False}, at=now)
    plan = coverage.add(
        coordinator, subject=enquiry.subject, payer="payers/example-health-plan", plan_name="PPO", member_id="A1",
        since=now.date().replace(month=1, day=1),
    )  # fmt: skip
    coverage.verify(coordinator, coverage=plan, on=now.date(), method="phone", found={"active": True, "copay": "40"})
    coverage.estimate(
        coordinator, subject=enquiry.subject, coverage=plan, on=now.date(), starts_on=now.date(), weeks=6,
        days_per_week=3,
    )  # fmt: skip
    facts = {"age": 34, "factors": {"support": True, "stable_home": False}}
    admissions.screen(coordinator, subject=enquiry.subject, facts=facts, on=now.date(), program=world.a.program)
    counselor = world.a.staff[Role.COUNSELOR][0]
    admissions.book_intake(
        coordinator, enquiry=enquiry, at=now + timedelta(days=2), with_staff=counselor, booked_at=now
    )
    return enquiry


def send(client: Client, url: str, key: str, seen: str = "", **words):
    """Send a form as the browser would."""
    login = Login.objects.get(pk=client.session["_auth_user_id"])
    token = Token.fresh(key=key, login=login.pk, operator=login.operator_id, path=url, seen=seen)
    return client.post(url, {"sheet": token.signed(), **words})


CALL = {
    "by_whom": "self",
    "first_name": "Amara",
    "last_name": "Sampleworth",
    "reach": "714-555-0143",
    "kind": "phone",
    "leave_message": "no",
    "agrees": "yes",
    "wish": "Evenings.",
    "times": ["evenings", "video"],
}


def statements(ran) -> int:
    """Without what only a test's own transaction needs."""
    beside = ("SAVEPOINT", "RELEASE", "SELECT set_config('stepwell.operator', '', true)")
    return sum(not one["sql"].startswith(beside) for one in ran.captured_queries)


def test_no_page_costs_more_than_twenty_statements_however_many_have_asked(world, desk, coordinator):
    enquiry = far_along(world, coordinator)
    for other in range(4):
        asked(world, first_name=f"Other{other}", minutes_ago=600 * other)
    cost = {}
    for page in [reverse(name) for name in ALL] + [reverse(name, args=[enquiry.pk]) for name in ONE]:
        with CaptureQueriesContext(connection) as ran:
            answer = desk.get(page)
        assert answer.status_code == 200, page
        cost[page] = statements(ran)
    assert {page: number for page, number in cost.items() if number > 20} == {}


def test_a_call_is_kept_with_its_consent_and_the_call_back_is_due(world, desk, coordinator):
    answer = send(desk, reverse("enquiry-new"), "enquiry-new", program=world.a.program.pk, **CALL)
    assert answer.status_code == 302, answer.content.decode()
    (card,) = of_admissions.enquiry_board(coordinator, at=timezone.now())
    assert (card.name, card.state, card.act.answer.act) == ("Amara Sampleworth", "new", "call")
    person = of_people.person_by_id(coordinator, person_id=card.person_id)
    (consent,) = consents.in_force(coordinator, subject=person.subject, on=today_there())
    assert (consent.kind, consent.method, consent.signed_by) == ("contact", "verbal", "Amara Sampleworth")
    (enquiry,) = of_admissions.enquiries_of(coordinator, subject=person.subject)
    assert enquiry.wish == "Evenings. Could come: evenings, video."
    assert answer["Location"] == reverse("enquiry", args=[enquiry.pk])


def test_somebody_else_calls_and_nothing_may_be_told_without_the_persons_own_word(world, desk, coordinator):
    words = {**CALL, "by_whom": "relative", "asker": "Nia Sampleworth", "how_related": "sister", "agrees": "no"}
    answer = send(desk, reverse("enquiry-new"), "enquiry-new", program=world.a.program.pk, **words)
    assert answer.status_code == 302
    page = desk.get(answer["Location"] + "contact/").content.decode()
    assert "Tell Nia Sampleworth nothing about the person" in page


def test_who_asks_again_is_hinted_at_and_stays_one_person(world, desk, coordinator):
    first = asked(world)
    hint = desk.post(reverse("enquiry-known"), {"first_name": "amara", "last_name": "sampleworth"}).content.decode()
    assert "Yes, it is Amara Sampleworth" in hint
    by_phone = desk.post(reverse("enquiry-known"), {"first_name": "A", "reach": "(714) 555 0143"}).content.decode()
    assert "Amara Sampleworth" in by_phone
    assert (
        "Amara"
        not in signed_in(world, Role.COORDINATOR, world.b)
        .post(reverse("enquiry-known"), {"first_name": "Amara", "last_name": "Sampleworth", "reach": "714-555-0143"})
        .content.decode()
    )
    same = of_people.person_of(coordinator, subject_id=first.subject_id)
    send(desk, reverse("enquiry-new"), "enquiry-new", program=world.a.program.pk, same=same.pk, **CALL)
    assert len(of_admissions.enquiries_of(coordinator, subject=first.subject)) == 2
    ways = of_people.reach_ways(coordinator, subject=first.subject, on=today_there())
    assert [way.value for way in ways] == ["714-555-0143"]


def test_after_no_answer_somebody_tries_again(world, desk, coordinator):
    enquiry = asked(world)
    url = reverse("enquiry-contact", args=[enquiry.pk])
    answer = send(desk, url, f"enquiry-contact-{enquiry.pk}", outcome="no_answer", way="phone")
    assert answer.status_code == 302
    (again,) = [task for task in of_jobs.open_about(coordinator, subject=enquiry.subject) if task.kind == "call-back"]
    assert again.due_at > timezone.now()
    (card,) = of_admissions.enquiry_board(coordinator, at=timezone.now())
    assert (card.state, card.act.answer.due_at) == ("new", again.due_at)
    send(desk, url, f"enquiry-contact-{enquiry.pk}", outcome="reached", way="phone", says="Will come.")
    (card,) = of_admissions.enquiry_board(coordinator, at=timezone.now())
    assert (card.state, card.act.answer.act) == ("contacted", "safety")
    assert not [task for task in of_jobs.open_about(coordinator, subject=enquiry.subject) if task.kind == "call-back"]


def test_a_danger_is_told_at_once_and_kept_as_work(world, desk, coordinator):
    enquiry = asked(world)
    now = desk.post(reverse("enquiry-safety-preview", args=[enquiry.pk]), {"suicide_intent_now": "yes"})
    assert "Call 988" in now.content.decode()
    assert of_admissions.safety_checks_of(coordinator, subject=enquiry.subject) == []
    url = reverse("enquiry-safety", args=[enquiry.pk])
    empty = send(desk, url, f"enquiry-safety-{enquiry.pk}")
    assert empty.status_code == 422
    send(desk, url, f"enquiry-safety-{enquiry.pk}", suicide_intent_now="yes", chest_pain="no")
    (check,) = of_admissions.safety_checks_of(coordinator, subject=enquiry.subject)
    assert check.urgent
    page = desk.get(url).content.decode()
    assert "I stay with you while we call 988 together" in page
    assert "pregnancy" in check.ruling["unasked"]


def test_what_the_plan_did_not_say_is_listed_as_unverified(world, desk, coordinator):
    page = desk.get(reverse("enquiry-benefits", args=[far_along(world, coordinator).pk])).content.decode()
    assert "Still unverified:" in page
    assert "deductible still open" in page
    assert "2 of 4 verified" in page or "1 of 4 verified" in page


def test_an_intake_takes_the_time_of_who_leads_it(world, desk, coordinator):
    from stepwell.doors.staff.admissions import intake

    first, second = asked(world), asked(world, first_name="Ben", phone="714-555-0199")
    now = timezone.now()
    leader = world.a.staff[Role.COUNSELOR][0].pk
    offered = intake.page(coordinator, enquiry_id=first.pk, now=now, with_id=leader)
    slot = offered.slots[0][0]
    url = reverse("enquiry-intake", args=[first.pk])
    booked = send(desk, url, f"enquiry-intake-{first.pk}", seen=offered.seen, slot=slot)
    assert booked.status_code == 302, booked.content.decode()
    after = intake.page(coordinator, enquiry_id=second.pk, now=now, with_id=leader)
    assert slot not in dict(after.slots)
    desk.post(reverse("enquiry-intake-outcome", args=[first.pk]), {"outcome": "cancelled"})
    free = intake.page(coordinator, enquiry_id=second.pk, now=now, with_id=leader)
    assert slot in dict(free.slots)


def test_another_place_needs_somebody_who_goes_along_and_the_way_back_is_open(world, desk, coordinator):
    enquiry = asked(world)
    url, key = reverse("enquiry-ending", args=[enquiry.pk]), f"enquiry-ending-{enquiry.pk}"
    alone = send(desk, url, key, seen="new-0", ending="routed_elsewhere", where="Harbor detox")
    assert alone.status_code == 422
    words = {"where": "Harbor detox", "handoff": "Kim calls along at 3"}
    assert send(desk, url, key, seen="new-0", ending="routed_elsewhere", **words).status_code == 302
    assert of_admissions.steps_of(coordinator, enquiry=enquiry)[-1].says == "Harbor detox. Kim calls along at 3"
    desk.post(reverse("enquiry-return", args=[enquiry.pk]))
    assert of_admissions.steps_of(coordinator, enquiry=enquiry)[-1].state == "contacted"


def test_the_checklist_names_what_is_missing_and_offers_no_admission(world, desk, coordinator):
    page = desk.get(reverse("enquiry-admission", args=[far_along(world, coordinator).pk])).content.decode()
    for missing in ("No licensed clinician has confirmed", "Write down the date of birth first", "papers of intake"):
        assert missing in page
    assert "Admit Amara" not in page


def held_enquiry(world, *, cap=4):
    """Somebody asked on the public site and a week of seats is held for them."""
    groups, enquiry, now = open_evenings(world, cap=cap), asked(world), timezone.now()
    scheduling.hold_seats(
        world.access(Role.CASE_MANAGER), subject=enquiry.subject, group_ids=[one.pk for one in groups], at=now,
        until=now + timedelta(hours=24), most_in_a_group=2, key=f"enquiry:{enquiry.pk}",
    )  # fmt: skip
    return enquiry, groups


def test_held_seats_stand_on_the_enquiry_and_are_let_go_once(world, desk):
    enquiry, groups = held_enquiry(world)
    page, ending = reverse("enquiry", args=[enquiry.pk]), reverse("enquiry-hold-ending", args=[enquiry.pk])
    desk.get(reverse("admissions"))
    with CaptureQueriesContext(connection) as ran:
        shown = desk.get(page).content.decode()
    assert statements(ran) <= 20
    assert shown.count("held until") == 1
    assert all(one.name in shown for one in groups)
    assert ending in shown
    with CaptureQueriesContext(connection) as ran:
        assert desk.get(ending).status_code == 200
    assert statements(ran) <= 20
    key = f"enquiry-hold-{enquiry.pk}"
    answer = send(desk, ending, key, why="They chose another clinic.")
    assert (answer.status_code, answer["Location"]) == (302, page)
    shown = desk.get(page).content.decode()
    assert "3 seats a week, free for others from now on" in shown
    assert shown.count("by Somebody: They chose another clinic.") == len(groups)
    assert ending not in shown
    visitor = Access.visitor(world.a.operator.pk)
    assert {one.free for one in of_scheduling.open_groups(visitor, after=today_there(), weeks=8)} == {4}
    # A second tab that was open before, and the page asked for again.
    again = send(desk, ending, key, why="")
    assert again.status_code == 409
    assert "let these seats go already. Nothing was done twice." in again.content.decode()
    assert "there is nothing to let go" in desk.get(ending).content.decode()


def test_closing_the_last_enquiry_frees_what_is_held_and_another_open_one_keeps_it(world, desk):
    enquiry, groups = held_enquiry(world)
    coordinator = world.access(Role.COORDINATOR)
    again = admissions.enquire(
        coordinator,
        program=world.a.program,
        at=timezone.now(),
        by_whom="self",
        way="phone",
        first_name="Amara",
        last_name="Sampleworth",
        person=of_people.person_of(coordinator, subject_id=enquiry.subject_id),
        reach=[{"kind": "phone", "value": "714-555-0143", "leave_message": False}],
        contact_consent={"method": "verbal"},
    )
    visitor = Access.visitor(world.a.operator.pk)

    def close(which):
        given = {"ending": "withdrawn", "seen": "new-0", "why": "Found a place nearer home."}
        ending = reverse("enquiry-ending", args=[which.pk])
        return send(desk, ending, f"enquiry-ending-{which.pk}", **given)

    def free():
        return {one.free for one in of_scheduling.open_groups(visitor, after=today_there(), weeks=8)}

    assert close(again).status_code == 302
    assert free() == {3}
    assert close(enquiry).status_code == 302
    assert free() == {4}
    shown = desk.get(reverse("enquiry", args=[enquiry.pk])).content.decode()
    assert shown.count("The enquiry is closed (Somebody).") == len(groups)


def test_the_same_form_twice_lets_go_once_and_roles_without_seats_let_nothing_go(world, desk):
    enquiry, _ = held_enquiry(world)
    ending = reverse("enquiry-hold-ending", args=[enquiry.pk])
    director = signed_in(world, Role.DIRECTOR)
    assert "held until" in director.get(reverse("enquiry", args=[enquiry.pk])).content.decode()
    assert ending not in director.get(reverse("enquiry", args=[enquiry.pk])).content.decode()
    assert director.get(ending).status_code == 403
    assert director.post(ending, {}).status_code == 403
    token = desk.get(ending).context["sheet"].token.signed()
    answers = [desk.post(ending, {"sheet": token, "why": ""}) for _ in range(2)]
    assert [one.status_code for one in answers] == [302, 302]
    assert "Nothing was done twice" in desk.get(answers[1]["Location"]).content.decode()


def test_the_week_shows_held_seats_with_a_word_and_the_way_to_the_enquiry(world, desk):
    enquiry, groups = held_enquiry(world)
    day = (today_there() + timedelta(days=7)).isoformat()
    for address in (f"?of={day}", f"?of={day}&as=table"):
        shown = desk.get(reverse("week") + address)
        assert shown.content.decode().count("0 of 4 taken, 1 held, 3 free") >= len(groups)
        assert "held for people who asked for help" in shown.content.decode()
        assert shown.context["page"].free == 9
    assert "held for somebody who asked" in desk.get(reverse("week") + f"?of={day}").content.decode()
    with CaptureQueriesContext(connection) as ran:
        group = desk.get(reverse("group", args=[groups[0].pk])).content.decode()
    assert statements(ran) <= 20
    assert "0 taken, 1 held, 3 free" in group
    assert reverse("enquiry", args=[enquiry.pk]) in group


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.COORDINATOR, {"admissions", "enquiry", "enquiry-safety", "enquiry-benefits", "enquiry-admission"}),
        (
            Role.CLINICIAN,
            {"enquiry", "enquiry-hold-ending", "enquiry-safety", "enquiry-fit", "enquiry-admission"},
        ),
        (Role.NURSE, {"enquiry", "enquiry-safety"}),
        (Role.BILLER, {"enquiry", "enquiry-benefits"}),
        (Role.DIRECTOR, {"enquiry"}),
    ],
)
def test_each_role_opens_what_its_work_needs(world, role, may):
    enquiry, client = asked(world), signed_in(world, role)
    for name in ["admissions", *ONE]:
        url = reverse(name, args=[] if name == "admissions" else [enquiry.pk])
        status = client.get(url).status_code
        if name in may:
            assert status == 200, name
        elif role is not Role.COORDINATOR and (role is not Role.BILLER or name == "admissions"):
            assert status == 403 or name in may, name


def test_the_neighbour_finds_nothing(world):
    enquiry, stranger = asked(world), signed_in(world, Role.COORDINATOR, world.b)
    for name in ONE:
        assert stranger.get(reverse(name, args=[enquiry.pk])).status_code == 404
    assert "Amara" not in stranger.get(reverse("admissions")).content.decode()


def test_the_director_puts_somebody_on_call_and_others_read_it(world, desk):
    director, url = signed_in(world, Role.DIRECTOR), reverse("on-call")
    nurse, on = world.a.staff[Role.NURSE][0], today_there() - timedelta(days=1)
    words = {"from_on": on, "from_at": "08:00", "until_on": on + timedelta(days=3), "until_at": "08:00"}
    kept = send(director, url, "on-call", staff=nurse.pk, phone="714-555-0170", **words)
    assert kept.status_code == 302, kept.content.decode()
    page = desk.get(url).content.decode()
    assert nurse.name in page
    assert "714-555-0170" in page
    assert "Put somebody on call" not in page
    assert desk.post(url, words).status_code == 403


HOSTILE = ["x" * 5000, "\x00", "-1", "1e999", "NaN", "'; DROP TABLE", "9" * 40, "../..", "\ud7ff", "0000-99-99"]


FIELDS = (
    *("outcome", "slot", "own_on", "on", "ending", "pays", "weeks", "income", "household", "state", "proof", "parts"),
    *("total", "age", "chest_pain", "same", "member_id", "payer"),
)


@pytest.mark.parametrize("bad", HOSTILE)
def test_nothing_that_is_sent_breaks_a_page(world, desk, bad):
    enquiry = asked(world)
    for name in [*ALL, *ONE, "enquiry-safety-preview", "enquiry-known", "enquiry-intake-outcome"]:
        beside = name in ALL or name == "enquiry-known"
        url = reverse(name, args=[] if beside else [enquiry.pk])
        fields = dict.fromkeys((*CALL, *FIELDS), bad)
        for key in ("enquiry-new", f"{name}-{enquiry.pk}"):
            assert send(desk, url, key, **fields).status_code < 500, (name, bad)
    for query in (f"?program={bad}", f"?as={bad}", f"?with={bad}"):
        assert desk.get(reverse("admissions") + query).status_code < 500
        assert desk.get(reverse("enquiry-intake", args=[enquiry.pk]) + query).status_code < 500
