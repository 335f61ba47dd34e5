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
from stepwell.doors.forms.tokens import Token
from stepwell.foundation.gate import consents
from stepwell.foundation.gate.models import Login
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.jobs import queries as of_jobs
from stepwell.registry.coverage import actions as coverage
from stepwell.registry.people import queries as of_people

ONE = [
    "enquiry",
    "enquiry-contact",
    "enquiry-person",
    "enquiry-ending",
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
    admissions.screen(
        coordinator, subject=enquiry.subject, facts=facts, on=now.date(), program=world.a.program
    )
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
