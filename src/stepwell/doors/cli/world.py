"""The demonstration: five fictional clinics whose people live through the weeks up to today, and a login a role."""

from __future__ import annotations

import gc
import os
import secrets
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context

import django
from django.db import connection, connections

from stepwell.doors.cli.clinic import CAST, Clinic, clinic_key
from stepwell.doors.cli.demonstration import portal, story
from stepwell.doors.cli.demonstration.story import Setting
from stepwell.foundation.gate.models import Login, Operator
from stepwell.foundation.gate.roles import STAFF_ROLES, Role

#: The shipped programs in the order of their clinics.
PROGRAMS = ("american-addiction-institute", "renaissance-recovery", "aliya", "trust-socal", "clinic-732")
#: Whose logins are printed, one a role; it has the named cast and takes longest, so it begins first.
SHOWN = story.RICHEST
#: An operator of its own with every role and no clinic: whoever signs in there must see nothing of the others.
STRANGER = "next-door"
#: Clinics built side by side: all of them, so that no processor waits for a database and none is left to the end.
AT_ONCE = len(PROGRAMS)
#: How much the others give way to the one that takes longest, so that all are ready at about the same time.
GIVE_WAY = 2


class HalfBuilt(RuntimeError):
    """An earlier start was interrupted while a clinic was built."""


def build(setting: Setting, known: Sequence[Mapping[str, str]] = ()) -> list[dict[str, str]]:
    """Open the clinics and live through their weeks; returns the logins: role, user, password, operator.

    setting: with no weeks the clinics are opened and stay empty. Clinics that stand already stay as they are. Their
    logins keep the passwords that are known from an earlier build; the others get new ones, for only hashes are kept.
    Raises HalfBuilt.
    """
    _nobody_waits_for_the_disk()
    passwords = {one["user"]: one["password"] for one in known}
    standing = {program: _again(program, passwords, setting.now.date()) for program in (*PROGRAMS, STRANGER)}
    missing = sorted((one for one in PROGRAMS if standing[one] is None), key=lambda one: one != SHOWN)
    opened = [(program, story.opened(program, setting), setting) for program in missing]
    if len(opened) > 1:
        connections.close_all()
        several = ProcessPoolExecutor(AT_ONCE, get_context("spawn"), django.setup, max_tasks_per_child=1)
        with several:
            # Asked for one by one, so that what went wrong in a clinic is raised here.
            standing |= zip(missing, several.map(_lived, *zip(*opened, strict=True)), strict=True)
    elif opened:
        standing[missing[0]] = _lived(*opened[0])
    standing[STRANGER] = standing[STRANGER] or [_stranger()]
    order = (SHOWN, *(one for one in PROGRAMS if one != SHOWN), STRANGER)
    return [
        {key: login[key] for key in ("role", "user", "password", "operator")}
        for program in order
        for login in standing[program] or ()
    ]


def _lived(program: str, clinic: Clinic, setting: Setting) -> list[dict[str, str]]:
    """One clinic's weeks, in a process of its own; then who may log in, so that nobody sees half a clinic."""
    _nobody_waits_for_the_disk()
    if program != SHOWN:
        os.nice(GIVE_WAY)
    # Hardly anything that is made here is garbage that goes in circles; looking for it takes a tenth of the time.
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)
    try:
        if setting.weeks:
            scene = story.told(program, clinic, setting)
            # Nobody watches the story; what was refused on the way stands in the log.
            print(f"{program}: {scene.told}", *scene.refusals, sep="\n", flush=True)
        return [_login(program, clinic, role) for role in clinic.staff] + _at_the_portal(clinic)
    finally:
        connections.close_all()


def _nobody_waits_for_the_disk() -> None:
    """What is lost here is built again at the next start."""
    # The same few hundred statements run a hundred thousand times: PostgreSQL plans each of them once.
    connection.close()
    connection.settings_dict["OPTIONS"].update(server_side_binding=True, prepare_threshold=3)
    with connection.cursor() as cursor:
        # Tables grow from nothing here: a plan made for an empty one would read all of it for months.
        cursor.execute("SET synchronous_commit = off; SET enable_seqscan = off; SET jit = off")
    connection.connection.prepared_max = 2000


def _login(program: str, clinic: Clinic, role: Role) -> dict[str, str]:
    member = clinic.staff[role][0]
    password = secrets.token_urlsafe(12)
    login = Login.objects.create_user(f"{role}@{program}", password, clinic.operator, [role], member.name)
    login.staff_id = member.pk
    login.save()
    return _told(login, password)


def _at_the_portal(clinic: Clinic) -> list[dict[str, str]]:
    """The logins that were opened in the story, each with a password from now on."""
    opened = Login.objects.filter(operator=clinic.operator, subject__isnull=False).order_by("id")
    return [_told(login, _new_password(login)) for login in opened]


def _new_password(login: Login) -> str:
    password = secrets.token_urlsafe(12)
    login.set_password(password)
    login.save()
    return password


def _stranger() -> dict[str, str]:
    words = "Invented. Nobody is treated here; whoever signs in sees nothing of any clinic."
    operator = Operator.objects.create(name="Next Door", slug=STRANGER, disclaimer=words)
    password = secrets.token_urlsafe(12)
    roles = sorted(STAFF_ROLES)
    return _told(
        Login.objects.create_user(f"stranger@{STRANGER}", password, operator, roles, "Nemo Nobodyson"), password
    )


def _address(program: str, on: date) -> str:
    """What an operator is called in addresses: by its fictional clinic, never by whose page its rules restate."""
    return program if program == STRANGER else clinic_key(f"programs/{program}/iop", on)


def _again(program: str, known: Mapping[str, str], on: date) -> list[dict[str, str]] | None:
    """The logins of a clinic that stands; None where there is none yet."""
    operator = Operator.objects.filter(slug=_address(program, on)).first()
    if operator is None:
        return None
    # Staff get theirs when the weeks are over.
    if not Login.objects.filter(operator=operator, subject=None).exists():
        raise HalfBuilt("An earlier start was interrupted while it built the clinics; begin again with --fresh.")
    # As they were made: staff before the portal.
    logins = sorted(Login.objects.filter(operator=operator).order_by("id"), key=lambda one: one.at_the_portal)
    return [_told(login, known.get(login.username, "") or _new_password(login)) for login in logins]


def _told(login: Login, password: str) -> dict[str, str]:
    return {
        "role": portal.said_of(login.username) or login.roles[0],
        "user": login.username,
        "password": password,
        "operator": login.operator.name,
    }


assert {role for member in CAST for role in member.roles} == set(STAFF_ROLES)
