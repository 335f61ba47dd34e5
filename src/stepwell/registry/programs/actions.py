"""Opening sites and rooms and saying which program a site runs."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import IntegrityError, transaction

from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import action
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput, Conflict
from stepwell.foundation.policy.loading import PolicyError, load
from stepwell.registry.programs.models import Program, Room, Site


@action(Permission.PROGRAM_WRITE)
def open_site(access: Access, /, *, name: str, time_zone: str, **details: Any) -> Site:
    """A new site. time_zone: an IANA name such as "America/Los_Angeles"; `details` are other fields of Site."""
    try:
        ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadInput("time_zone", "Use a time zone such as America/Los_Angeles.") from None
    try:
        with transaction.atomic():
            return Site.objects.create(name=name, time_zone=time_zone, **details)
    except IntegrityError:
        raise Conflict(f"There is a site called {name} already.") from None


@action(Permission.PROGRAM_WRITE)
def open_room(access: Access, *, site: Site, name: str, places: int) -> Room:
    """A room of a site with its number of places."""
    return Room.objects.create(site=site, name=name, places=places)


@action(Permission.PROGRAM_WRITE)
def run_program(access: Access, *, site: Site, policy_id: str, on: date) -> Program:
    """A site starts to run the program of a policy. Raises BadInput when no such policy is in force on the day."""
    try:
        policy = load(policy_id, on)
    except PolicyError as fault:
        raise BadInput("policy_id", str(fault)) from None
    return Program.objects.create(site=site, policy_id=policy_id, name=policy.title or policy_id, since=on)


@action(Permission.PROGRAM_WRITE)
def name_for_letters(access: Access, *, site: Site, name: str) -> Site:
    """The name at the head of the site's letters, where its own would tell of treatment; "" takes it back.

    Whether the name tells of treatment is asked when a letter is written: what tells differs by policy.
    """
    site.letter_name = name.strip()
    site.save()
    return site
