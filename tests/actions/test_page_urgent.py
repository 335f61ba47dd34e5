"""The pages of the day that goes wrong: what they cost, who may open them, and that nothing sent breaks them."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from stepwell.care.emergencies import actions as emergencies
from stepwell.care.scheduling import actions as scheduling
from stepwell.care.sessions import actions as sessions
from stepwell.care.sessions import queries as of_sessions
from stepwell.doors.forms.tokens import Token
from stepwell.foundation.gate.models import Login
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.jobs import queries as of_jobs
from stepwell.office.grievances import actions as grievances
from stepwell.office.incidents import actions as incidents
from stepwell.registry.people import actions as people
from tests.actions.care_groups import open_group, take_seats
from tests.actions.care_stay import in_care
from tests.actions.stay import attend, in_treatment
from tests.world import World

NOW_PAGES = ["urgent", "changes", "changes-now", "incidents", "incident-new", "grievances", "grievance-new", "outreach"]
ASK_WHO = ["emergency-new", "arrival-new", "leaves", "letters-for"]


def signed_in(world: World, role: Role, clinic=None) -> Client:
    clinic = clinic or world.a
    staff = clinic.staff[role][0]
    login = Login.objects.create_user(f"{role}@{clinic.operator.slug}", "x", clinic.operator, [role], staff.name)
    login.staff_id = staff.pk
    login.save()
    client = Client()
    client.force_login(login)
    return client


def send(client: Client, url: str, key: str, version: str = "", /, **words):
    """Send a form as the browser would."""
    login = Login.objects.get(pk=client.session["_auth_user_id"])
    token = Token.fresh(key=key, login=login.pk, operator=login.operator_id, path=url, seen=version)
    return client.post(url, {"sheet": token.signed(), **words})


def today(world: World) -> date:
    return timezone.now().astimezone(ZoneInfo(world.a.site.time_zone)).date()


@pytest.fixture
def counselor(world) -> Client:
    return signed_in(world, Role.COUNSELOR)


@pytest.fixture
def stay(world):
    """Somebody in care who comes to a group today."""
    on = today(world)
    found = in_care(world, on=on - timedelta(days=1))
    group = open_group(world, weekday=on.weekday(), since=on, until=on + timedelta(weeks=4))
    take_seats(found, group, since=on, until=on + timedelta(weeks=4))
    return found, group


def cost(client: Client, address: str) -> int:
    """Statements of a page that opens."""
    with CaptureQueriesContext(
        connection,
    ) as did:
        answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return sum("SAVEPOINT" not in one["sql"] and "set_config" not in one["sql"] for one in did.captured_queries)


def an_emergency(world, subject):
    return emergencies.note_emergency(
        world.access(Role.COUNSELOR),
        subject=subject,
        kind="overdose",
        at=timezone.now(),
        place="site",
        seen="Blue lips.",
    )


@pytest.mark.parametrize("name", NOW_PAGES + ASK_WHO)
def test_a_page_costs_at_most_twenty_statements(name, world, counselor, stay):
    an_emergency(world, stay[0].subject)
    assert cost(counselor, reverse(name)) <= 20


def test_everything_that_is_open_stands_on_one_page(world, stay):
    in_one = signed_in(world, Role.DIRECTOR)
    person, now = stay[0].person, timezone.now()
    access = world.access(Role.COUNSELOR)
    an_emergency(world, stay[0].subject)
    emergencies.observe_arrival(access, subject=stay[0].subject, at=now, seen=["unsteady"])
    grievances.receive(
        access, kind="respect", words="Nobody listened.", raised_by="unnamed", way="spoken", received_at=now
    )
    incidents.report_incident(
        access, kind="fall", severity="minor", at=now, reported_at=now, place="Hall", happened="Slipped on the stair."
    )
    scheduling.mark_away(
        world.access(Role.DIRECTOR), staff=world.a.staff[Role.COUNSELOR][0], starts=now, ends=now + timedelta(hours=5),
        word="unplanned", at=now,
    )  # fmt: skip
    assert cost(in_one, reverse("urgent")) <= 20
    page = in_one.get(reverse("urgent")).content.decode()
    for shown in (
        "Open emergencies",
        "Arrived unfit today",
        "Staff away",
        "Grievances",
        "Incident reports",
        person.name,
    ):
        assert shown in page


def test_who_comes_from_a_chart_takes_the_person_along(counselor, stay):
    person = stay[0].person
    chart = f"http://testserver{reverse('person', args=[person.pk])}"
    page = counselor.get(reverse("urgent"), headers={"referer": chart}).content.decode()
    assert f"{reverse('emergency-new')}?person={person.pk}" in page
    assert reverse("letters", args=[person.pk]) in page
    assert reverse("incident-new") + "?" not in page


def test_help_comes_before_a_word_is_written(world, counselor, stay):
    page = counselor.get(f"{reverse('emergency-new')}?kind=overdose").content.decode()
    assert "tel:911" in page
    assert "Give naloxone now" in page
    about = f"{reverse('emergency-new')}?person={stay[0].person.pk}"
    answer = counselor.post(
        f"{reverse('emergency-preview')}?person={stay[0].person.pk}", {"kind": "crisis", "place": "video"}
    )
    assert "tel:988" in answer.content.decode()
    assert "Say the address first" in answer.content.decode()
    key = f"emergency-new-{stay[0].person.pk}"
    sent = send(counselor, about, key, kind="overdose", place="site", seen="Blue lips.")
    assert sent.status_code == 302
    assert cost(counselor, sent.url) <= 20


def test_a_tap_counts_once(world, counselor, stay):
    row = an_emergency(world, stay[0].subject)
    for _ in range(2):
        assert counselor.post(reverse("emergency-tap", args=[row.pk]), {"did": "call-0"}).status_code == 302
        assert counselor.post(reverse("emergency-tap", args=[row.pk]), {"did": "call-99"}).status_code == 302
    page = counselor.get(reverse("emergency", args=[row.pk])).content.decode()
    assert page.count("Called: 911") == 1


def test_naloxone_disclosure_and_end_stay_written(world, counselor, stay):
    row = an_emergency(world, stay[0].subject)
    number = row.pk
    for what, words in (
        ("naloxone", {"doses": "2", "by_whom": "Alex"}),
        ("disclosure", {"recipient_kind": "ambulance", "recipient": "Medic 4", "affiliation": "County Fire",
                        "nature": "Overdose", "told": "Opioids, two doses."}),
        ("end", {"how": "hospital", "where": "Hoag"}),
    ):  # fmt: skip
        address = reverse(f"emergency-{what}", args=[number])
        assert cost(counselor, address) <= 20
        assert send(counselor, address, f"emergency-{what}-{number}", **words).status_code == 302, what
    page = counselor.get(reverse("emergency", args=[number])).content.decode()
    assert "2 doses" in page
    assert "Medic 4" in page
    assert "hospital, Hoag" in page


def test_nobody_drives_home_and_the_day_is_not_charged(world, counselor, stay):
    person = stay[0].person
    about = f"{reverse('arrival-new')}?person={person.pk}"
    sent = send(counselor, about, f"arrival-new-{person.pk}", seen=["unsteady"], pulse="88")
    assert sent.status_code == 302
    assert cost(counselor, sent.url) <= 20
    assert "The day is not charged" in counselor.get(sent.url).content.decode()
    number = int(sent.url.rstrip("/").split("/")[-1])
    ride, key = reverse("arrival-ride", args=[number]), f"arrival-ride-{number}"
    refused = send(counselor, ride, key, how="drives")
    assert refused.status_code == 422
    assert "drives from here" in refused.content.decode()
    assert send(counselor, ride, key, how="taxi").status_code == 302
    assert "Taxi" in counselor.get(sent.url).content.decode()


def test_a_meeting_is_moved_and_called_off_with_who_must_be_told(world, counselor, stay):
    _, group = stay
    key = f"g{group.pk}-{today(world).isoformat()}"
    for what in ("move", "cancellation", "split", "join"):
        assert cost(counselor, reverse(f"session-{what}", args=[key])) <= 20, what
    page = counselor.get(reverse("session-move", args=[key]))
    seen = page.context["page"].version
    words = {"starts": "09:15", "ends": "10:30", "mode": "in_person", "room": world.a.rooms[0].pk}
    words |= {"leader": group.leader_id, "why": "A late start."}
    moved = send(counselor, reverse("session-move", args=[key]), f"session-move-{key}", seen, **words)
    assert moved.status_code == 302, moved.content.decode()[:3000]
    # The old version is refused, and the writer sees what it is now.
    crossed = send(
        counselor, reverse("session-cancellation", args=[key]), f"session-cancellation-{key}", seen, why="Flood."
    )
    assert crossed.status_code == 409
    assert "09:15" in crossed.content.decode()
    fresh = counselor.get(reverse("session-cancellation", args=[key])).context["page"].version
    off = send(
        counselor, reverse("session-cancellation", args=[key]), f"session-cancellation-{key}", fresh, why="Flood."
    )
    assert off.status_code == 302
    assert "called off" in counselor.get(reverse("changes")).content.decode()
    due = of_jobs.open_about(world.access(Role.CASE_MANAGER), subject=stay[0].subject)
    assert [task.kind for task in due if task.kind == "tell-change"]


def test_staff_is_ill_and_somebody_stands_in(world, stay):
    _, group = stay
    desk = signed_in(world, Role.COORDINATOR)
    on = today(world).isoformat()
    sent = send(desk, reverse("absence-new"), "absence-new", staff=group.leader_id, word="unplanned", from_on=on,
                from_at="00:00", until_on=on, until_at="23:59")  # fmt: skip
    assert sent.status_code == 302
    page = desk.get(sent.url)
    cover = page.context["page"].covers[0]
    assert cover.one.offers
    number = int(sent.url.rstrip("/").split("/")[-1])
    given = {"key": cover.key, "staff": cover.one.offers[0].staff_id, "does": "lead"}
    desk.post(reverse("absence-cover", args=[number]), given)
    assert "Every meeting is looked after" in desk.get(sent.url).content.decode()
    assert desk.post(reverse("absence-cover", args=[number]), given).status_code == 302
    assert desk.post(reverse("absence-return", args=[number])).status_code == 302
    assert desk.post(reverse("absence-return", args=[number])).status_code == 302


def test_an_incident_is_reviewed_and_closed_by_who_may(world, counselor):
    director = signed_in(world, Role.DIRECTOR)
    local = timezone.now().astimezone(ZoneInfo(world.a.site.time_zone)) - timedelta(minutes=2)
    words = {"kind": "fall", "severity": "minor", "on": local.date().isoformat(), "at": local.strftime("%H:%M"),
             "place": "Hall", "happened": "Slipped on the stair.", "affected": "A visitor"}  # fmt: skip
    sent = send(counselor, reverse("incident-new"), "incident-new-0", **words)
    assert sent.status_code == 302, sent.content.decode()
    number = int(sent.url.rstrip("/").split("/")[-1])
    assert counselor.get(reverse("incident-review", args=[number])).status_code == 403
    assert signed_in(world, Role.NURSE).get(sent.url).status_code == 404
    assert cost(director, sent.url) <= 20
    early = send(director, reverse("incident-closing", args=[number]), f"incident-closing-{number}", "0", says="Done.")
    assert early.status_code == 409
    review = send(director, reverse("incident-review", args=[number]), f"incident-review-{number}", "0", says="A mat.")
    assert review.status_code == 302
    closed = send(director, reverse("incident-closing", args=[number]), f"incident-closing-{number}", "1", says="Done.")
    assert closed.status_code == 302
    assert "This report is closed" in director.get(sent.url).content.decode()


def test_a_grievance_goes_its_path_with_a_notice_in_two_languages(world, counselor, stay):
    person = stay[0].person
    about = f"{reverse('grievance-new')}?person={person.pk}"
    sent = send(counselor, about, f"grievance-new-{person.pk}", words="Nobody listened.", kind="respect",
                raised_by="client", way="spoken")  # fmt: skip
    assert sent.status_code == 302, sent.content.decode()
    number = int(sent.url.rstrip("/").split("/")[-1])
    notice = counselor.get(reverse("grievance-notice", args=[number])).content.decode()
    assert "never changes your care" in notice
    assert "Una queja nunca cambia" in notice
    # Nothing that only they can decide is chosen beforehand.
    assert counselor.get(sent.url).context["sheet"].form["state"].initial == "note"
    director = signed_in(world, Role.DIRECTOR)
    for seen, state in enumerate(("acknowledged", "looked_into", "answered"), start=1):
        step = send(director, sent.url, f"grievance-step-{number}", str(seen), state=state, says="Told by phone.")
        assert step.status_code == 302, state
    appeal = send(counselor, sent.url, f"grievance-step-{number}", "4", state="appealed", says="Not enough.")
    assert appeal.status_code == 302
    assert cost(counselor, sent.url) <= 20
    page = director.get(sent.url).content.decode()
    assert "They appealed" in page
    assert 'aria-current="step"' in page
    # The chart never shows it.
    assert "listened" not in counselor.get(reverse("person", args=[person.pk])).content.decode()


def test_work_that_names_nobody_breaks_neither_today_nor_the_lists(world):
    access, now = world.access(Role.COUNSELOR), timezone.now()
    grievances.receive(access, kind="care", words="Too loud.", raised_by="unnamed", way="spoken", received_at=now)
    incidents.report_incident(
        access, kind="fall", severity="death", at=now, reported_at=now, place="Hall", happened="Somebody fell."
    )
    director = signed_in(world, Role.DIRECTOR)
    for name in ("today", "urgent", "outreach", "incidents", "grievances"):
        assert director.get(reverse(name)).status_code == 200, name
    shown = director.get(reverse("today")).content.decode()
    assert "Grievance" in shown
    assert "incident report" in shown
    assert f'href="{reverse("incidents")}"' in shown
    assert f'href="{reverse("grievances")}"' in shown
    tasks = [task for task in of_jobs.due(world.access(Role.DIRECTOR)) if task.kind == "review-incident"]
    done = director.post(reverse("task-outcome", args=[tasks[0].pk]), {"outcome": "Read."})
    assert done.status_code == 302


def test_a_call_ends_reached_or_not(world, counselor, stay):
    found, group = stay
    access = world.access(Role.COUNSELOR)
    people.reach_by(world.access(Role.COORDINATOR), subject=found.subject, kind="phone", value="714-555-0143",
                    leave_message=False, on=today(world))  # fmt: skip
    session = sessions.hold_group(access, group=group, on=today(world))
    row = of_sessions.roster(access, session=session)[0]
    sessions.record_outcome(access, participation=row, outcome="no_show", at=timezone.now())
    assert cost(counselor, reverse("outreach")) <= 20
    line = counselor.get(reverse("outreach")).context["page"].lines[0]
    address, key = reverse("outreach-call", args=[line.task.pk]), f"outreach-{line.task.pk}"
    assert cost(counselor, address) <= 26
    assert send(counselor, address, key, way="phone", reached="no", says="Rang out.").status_code == 302
    assert "Rang out" in counselor.get(address).content.decode()
    assert send(counselor, address, key, way="phone", reached="yes", says="Comes tomorrow.").status_code == 302
    assert counselor.get(reverse("outreach")).context["page"].lines == ()
    assert counselor.get(address).status_code == 404


def test_a_leave_frees_seats_and_a_return_gives_them_back(world, counselor, stay):
    found, _ = stay
    number, on = found.person.pk, today(world)
    address = reverse("leave", args=[number])
    assert cost(counselor, address) <= 20
    begun = send(counselor, address, f"leave-{number}-new", "0-0", on=on.isoformat(), reason="hospital")
    assert begun.status_code == 302, begun.content.decode()
    page = counselor.get(address)
    leave = page.context["page"].running
    assert leave is not None
    assert found.person.name in counselor.get(reverse("leaves")).content.decode()
    back = send(
        counselor, address, f"leave-{number}-{leave.pk}", f"1-{leave.pk}", on=(on + timedelta(days=1)).isoformat()
    )
    assert back.status_code == 302


def test_a_letter_is_checked_drafted_voided_and_replaced(world, counselor):
    on = today(world)
    found = in_treatment(world, on=on - timedelta(days=10))
    attend(world, found, on - timedelta(days=1), minutes=90)
    number = found.person.pk
    address = f"{reverse('letters', args=[number])}?kind=excuse"
    assert cost(counselor, address) <= 20
    words = {"to": "client", "purpose": "excuse", "says": ["appointment"], "language": "en",
             "from_on": (on - timedelta(days=1)).isoformat()}  # fmt: skip
    asked = {**words, "to": "recipient", "recipient": "Acme", "addition": "Her therapy helps."}
    check = counselor.post(f"{reverse('letters-preview', args=[number])}?kind=excuse", asked)
    shown = check.content.decode()
    assert "Not so" in shown
    assert "No signed consent" in shown
    assert "tells of treatment" in shown
    sent = send(counselor, address, f"letter-{number}-excuse-0", **words)
    assert sent.status_code == 302, sent.content.decode()
    page = counselor.get(sent.url).content.decode()
    assert "had an appointment with us" in page
    assert "therapy" not in page.split("<article")[1].split("</article")[0]
    letter = int(sent.url.rstrip("/").split("/")[-1])
    assert cost(counselor, sent.url) <= 20
    void = send(
        counselor, reverse("letter-voiding", args=[number, letter]), f"letter-void-{letter}", why="The wrong day."
    )
    assert void.status_code == 302
    again = f"{address}&replaces={letter}"
    second = send(counselor, again, f"letter-{number}-excuse-{letter}", **words)
    assert second.status_code == 302
    other = world.ben()
    assert counselor.get(reverse("letter", args=[other.pk, letter])).status_code == 404


def test_what_nobody_may_see_is_not_found(world, stay):
    row = an_emergency(world, stay[0].subject)
    neighbour = signed_in(world, Role.COUNSELOR, world.b)
    for name, args in (
        ("emergency", [row.pk]),
        ("leave", [stay[0].person.pk]),
        ("letters", [stay[0].person.pk]),
        ("session-move", [f"g{stay[1].pk}-{today(world).isoformat()}"]),
        ("session-split", ["nonsense"]),
        ("session-split", ["g1-2026-99-99"]),
        ("outreach-call", [999]),
    ):
        assert neighbour.get(reverse(name, args=args)).status_code == 404, name
    assert neighbour.get(f"{reverse('emergency-new')}?person={stay[0].person.pk}").status_code == 404


@pytest.mark.parametrize("name", NOW_PAGES + ASK_WHO)
def test_no_address_breaks(name, counselor):
    for asked in (
        "?person=x&q=%00%27&kind=%3Cb%3E&on=2026-99-99&all",
        "?person=99999999999999999999",
        "?on=0001-01-01",
    ):
        assert counselor.get(reverse(name) + asked).status_code in (200, 404), asked


def test_billing_reads_but_changes_no_session(world, stay):
    biller = signed_in(world, Role.BILLER)
    assert biller.get(reverse("changes")).status_code == 200
    assert biller.get(reverse("session-move", args=[f"g{stay[1].pk}-{today(world).isoformat()}"])).status_code == 403
    assert biller.get(reverse("absence-new")).status_code == 403
    assert biller.get(reverse("urgent")).status_code == 200
