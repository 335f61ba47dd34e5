"""The demonstration: five fictional clinics, a login a role, and people who went the way through the real actions."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from django.db import connection

from stepwell.doors.cli.clinic import CAST, Clinic, clinic_of
from stepwell.doors.cli.journey.door import walk
from stepwell.foundation.gate.models import Login, Operator
from stepwell.foundation.gate.roles import Role

#: The shipped programs in the order of their clinics.
PROGRAMS = ("american-addiction-institute", "renaissance-recovery", "aliya", "trust-socal", "clinic-732")
#: Whose logins are printed, one a role.
SHOWN = "trust-socal"
#: How far somebody has come in each clinic: a few have just been admitted, one has finished.
UNTIL = {"american-addiction-institute": 9, "renaissance-recovery": 12, "aliya": 14, "trust-socal": 18, "clinic-732": 7}


def build(today: date, known: Sequence[Mapping[str, str]] = ()) -> list[dict[str, str]]:
    """Open the clinics and let a person go the way in each; returns the logins: role, user, password, operator.

    Clinics that stand already stay as they are. Their logins keep the passwords that are known from an earlier build;
    the others get new ones, for only hashes are kept.
    """
    with connection.cursor() as cursor:
        # What is lost here is built again at the next start, so nobody waits for the disk.
        cursor.execute("SET synchronous_commit = off")
    logins: list[dict[str, str]] = []
    for program in PROGRAMS:
        logins += _again(program, {one["user"]: one["password"] for one in known}) or _opened(program, today)
    shown = [login for login in logins if login["program"] == SHOWN]
    others = [login for login in logins if login["program"] != SHOWN]
    return [{key: login[key] for key in ("role", "user", "password", "operator")} for login in (*shown, *others)]


def _opened(program: str, today: date) -> list[dict[str, str]]:
    # Whoever has gone the whole way began long enough ago for it.
    weeks = 12 if UNTIL[program] == 18 else 4
    monday = today - timedelta(days=today.weekday(), weeks=weeks)
    clinic = clinic_of(f"programs/{program}/iop", monday, slug=program)
    walk(clinic, program, monday=monday, until=UNTIL[program])
    return [_login(program, clinic, role) for role in clinic.staff]


def _login(program: str, clinic: Clinic, role: Role) -> dict[str, str]:
    member = clinic.staff[role][0]
    password = secrets.token_urlsafe(12)
    login = Login.objects.create_user(f"{role}@{program}", password, clinic.operator, [role], member.name)
    login.staff_id = member.pk
    login.save()
    return _told(program, login, password)


def _again(program: str, known: Mapping[str, str]) -> list[dict[str, str]]:
    operator = Operator.objects.filter(slug=program).first()
    if operator is None:
        return []
    renewed = []
    for login in Login.objects.filter(operator=operator).order_by("id"):
        password = known.get(login.username, "")
        if not password:
            password = secrets.token_urlsafe(12)
            login.set_password(password)
            login.save()
        renewed.append(_told(program, login, password))
    return renewed


def _told(program: str, login: Login, password: str) -> dict[str, str]:
    return {
        "program": program,
        "role": login.roles[0],
        "user": login.username,
        "password": password,
        "operator": login.operator.name,
    }


assert {role for member in CAST for role in member.roles} == set(Role) - {Role.SYSTEM}
