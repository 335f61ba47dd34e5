"""Opens a clinic through the real actions: sites, rooms, programs, staff. Obviously invented people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from stepwell.foundation.gate.access import Access, Purpose
from stepwell.foundation.gate.models import Operator
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.policy.loading import load
from stepwell.registry.people import actions as people
from stepwell.registry.people.models import Staff
from stepwell.registry.programs import actions as programs
from stepwell.registry.programs.models import Program, Room, Site
from stepwell.registry.programs.rules.program import FIELD_POLICY, program_rules


@dataclass(frozen=True)
class Member:
    """A member of the cast: name, roles, credential, identifiers for claims, and how many clients at most."""

    name: str
    roles: tuple[Role, ...]
    credential: str = ""
    npi: str = ""
    taxonomy: str = ""
    caseload_max: int = 0


#: Everyone who works at a demonstration clinic; the first of a role is the one the shell acts as.
CAST = (
    Member("Kim Sampleton", (Role.COORDINATOR,)),
    Member("Alex Exampleton", (Role.COUNSELOR,), "CADC", "1987654328", "101YA0400X", 25),
    Member("Jo Testerly", (Role.COUNSELOR,), "CADC", "1043210982", "101YA0400X", 25),
    Member("Sam Specimen", (Role.CLINICIAN,), "LMFT", "1366555112", "106H00000X", 25),
    Member("Dana Mockworth", (Role.CLINICIAN,), "LCSW", "1477712347", "1041C0700X", 25),
    Member("Morgan Demoson", (Role.PRESCRIBER,), "MD", "1555123458", "2084A0401X", 60),
    Member("Robin Trialman", (Role.NURSE,), "RN", "1588812341", "163WA0400X"),
    Member("Jamie Fabricata", (Role.CASE_MANAGER,), caseload_max=40),
    Member("Noa Pretendi", (Role.REVIEWER,)),
    Member("Pat Fictionby", (Role.BILLER,)),
    Member("Terry Inventa", (Role.DIRECTOR,)),
    Member("Lou Simulacra", (Role.PRIVACY_OFFICER,)),
)


#: NUCC taxonomy: clinic or center for rehabilitation of substance use disorder.
SUD_CLINIC = "261QR0405X"


@dataclass(frozen=True)
class Clinic:
    """An opened clinic: the operator, its sites and programs, and its staff by role."""

    operator: Operator
    sites: tuple[Site, ...]
    rooms: tuple[Room, ...]
    programs: tuple[Program, ...]
    staff: dict[Role, list[Staff]] = field(default_factory=dict)

    @property
    def site(self) -> Site:
        return self.sites[0]

    @property
    def program(self) -> Program:
        return self.programs[0]

    def access(self, role: Role, index: int = 0) -> Access:
        """The access of the clinic's member with that role."""
        purpose = Purpose.PAYMENT if role in (Role.BILLER, Role.REVIEWER) else Purpose.TREATMENT
        members = self.staff.get(role, [])
        member = members[index] if members else None
        return Access(
            self.operator.pk,
            frozenset({role}),
            purpose,
            staff_id=member.pk if member else None,
            name=member.name if member else str(role),
        )


def open_clinic(
    *, name: str, slug: str, disclaimer: str, sites: Sequence[dict[str, Any]], policy_ids: Sequence[str], on: date
) -> Clinic:
    """Open a clinic on a day: every site runs every program given, with two rooms and the whole cast.

    sites: fields of Site. The credentials are of each site's state, valid from a year before to two years after.
    """
    operator = Operator.objects.create(name=name, slug=slug, disclaimer=disclaimer)
    access = Access.system(operator.pk)
    opened = tuple(programs.open_site(access, **site) for site in sites)
    rooms = tuple(
        programs.open_room(access, site=site, name=room, places=16) for site in opened for room in ("Lake", "Garden")
    )
    running = tuple(
        programs.run_program(access, site=site, policy_id=policy_id, on=on)
        for site in opened
        for policy_id in policy_ids
    )
    staff: dict[Role, list[Staff]] = {}
    for member in CAST:
        hired = _hire(access, member, sorted({site.state for site in opened}), on)
        for role in member.roles:
            staff.setdefault(role, []).append(hired)
    return Clinic(operator, opened, rooms, running, staff)


def clinic_key(policy_id: str, on: date) -> str:
    """What the fictional clinic of a program is called in addresses. Raises PolicyError."""
    return program_rules(load(policy_id, on), load(FIELD_POLICY, on)).clinic.key


def clinic_of(policy_id: str, on: date, *, slug: str = "") -> Clinic:
    """Open the fictional clinic that a program's policy names, with all its sites. Raises PolicyError."""
    rules = program_rules(load(policy_id, on), load(FIELD_POLICY, on))
    clinic = rules.clinic
    sites = [
        {
            "name": site.name,
            "legal_name": f"{clinic.name} Demonstration LLC".upper(),
            "time_zone": site.zone,
            "street": site.street.upper(),
            "city": site.city.upper(),
            "state": site.state,
            # X12 wants nine digits of a billing address.
            "zip_code": f"{site.zip}0001",
            "phone": site.phone,
            "npi": clinic.npi,
            "ein": clinic.tax_id.replace("-", ""),
            "taxonomy": SUD_CLINIC,
            "services": list(site.services),
        }
        for site in rules.sites
    ]
    disclaimer = f"{clinic.name} is a fictional clinic. Its rules restate {clinic.restates}; there is no affiliation. "
    return open_clinic(
        name=clinic.name,
        slug=slug or clinic.key,
        disclaimer=f"{disclaimer}People and numbers are invented.",
        sites=sites,
        policy_ids=[policy_id],
        on=on,
    )


def _hire(access: Access, member: Member, states: list[str], on: date) -> Staff:
    hired = people.hire(
        access,
        name=member.name,
        roles=[str(role) for role in member.roles],
        on=on,
        npi=member.npi,
        taxonomy=member.taxonomy,
        caseload_max=member.caseload_max,
    )
    if member.credential:
        for state in states:
            people.credential(
                access,
                staff=hired,
                kind=member.credential,
                state=state,
                number=f"DEMO-{state}-{hired.pk:04d}",
                valid_from=on.replace(year=on.year - 1, day=1),
                valid_to=on.replace(year=on.year + 2, day=1),
            )
    return hired
