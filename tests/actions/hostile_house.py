"""A clinic in which every address has something to show, its neighbour, and what its tables hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.apps import apps
from django.db import connection, models
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import IntConverter
from django.utils import timezone

from stepwell.care.admissions import actions as admissions
from stepwell.care.emergencies import actions as emergencies
from stepwell.care.letters import actions as letters
from stepwell.care.medications import actions as medications
from stepwell.care.plans import actions as plans
from stepwell.care.scheduling import actions as scheduling
from stepwell.doors.cli.clinic import Clinic, clinic_of
from stepwell.doors.cli.journey.door import walk
from stepwell.doors.cli.journey.story import Story
from stepwell.doors.urls import PUBLIC
from stepwell.foundation.gate import logins
from stepwell.foundation.gate.models import Login
from stepwell.foundation.gate.opening import opened
from stepwell.foundation.gate.roles import STAFF_ROLES, Role
from stepwell.foundation.gate.scoped import OperatorScoped
from stepwell.office.grievances import actions as grievances
from stepwell.office.incidents import actions as incidents
from stepwell.office.utilization import actions as utilization
from stepwell.registry.people import actions as people

BY_NAME = {str(model._meta.model_name): model for model in apps.get_models()}
ROLES = STAFF_ROLES
#: The clinic's clock: its day is not everywhere's day.
CLOCK = ZoneInfo("America/Los_Angeles")
#: A number that no row has.
NOBODY = 987654
#: The model that a number in an address counts, where its name is not the number's.
MODELS = {
    "way": "people.ReachWay",
    "member": "plans.TeamMember",
    "test": "testing.DrugTest",
    "session": "treatment_sessions.Session",
    "packet": "utilization.ReviewPacket",
    "absence": "scheduling.StaffAbsence",
    "report": "incidents.ExternalReport",
    "document": "documents.Document",
}
#: Words that stand in addresses, by the address's name and the word's, else by the word's alone.
WORDS = {
    "paper.kind": "treatment-consent",
    "paper-refusal.kind": "telehealth-consent",
    "consent-new.kind": "relative",
    "dashboard-part.name": "census",
    "plan-suggestion.name": "use-disorder",
    "my-paper.kind": "telehealth-consent",
    "my-paper-refusal.kind": "telehealth-consent",
    "my-consent-new.kind": "relative",
    "my-check-in.name": "phq-9",
    "my-join.key": "session-987654",
    "name": "gad-7",
    "screen_id": "about",
    "signer": "client",
    "under": "plan",
    "noun": "review",
}
#: What writing leaves behind that is nobody's record.
ASIDE = {"gate.TrailRow", "forms.KeptWork", "forms.SentForm"}


@dataclass(frozen=True)
class House:
    """A clinic with two people in it, and the clinic next door."""

    clinic: Clinic
    neighbour: Clinic
    story: Story

    def signed_in(self, *roles: Role, clinic: Clinic | None = None) -> Client:
        """Somebody on staff with these roles; every role of the clinic next door where `clinic` names it."""
        clinic = clinic or self.clinic
        member = clinic.staff[roles[0]][0]
        name = f"{'-'.join(roles)[:40]}@{clinic.operator.slug}"
        login = Login.objects.filter(username=name).first()
        if login is None:
            login = Login.objects.create_user(name, "x", clinic.operator, list(roles), member.name)
            Login.objects.filter(pk=login.pk).update(staff_id=member.pk)
        client = Client(raise_request_exception=False)
        client.force_login(Login.objects.get(pk=login.pk))
        return client

    def whose(self, name: str) -> Client:
        """Who opens the address of that name: every role of the staff, the client, or somebody the client let in."""
        if not name.startswith(("my-", "family-")):
            return self.signed_in(*ROLES)
        login = Login.objects.get(
            subject=self.story.subject, is_active=True, relation_id__isnull=name.startswith("my-")
        )
        client = Client(raise_request_exception=False)
        client.force_login(login)
        return client

    def holds(self) -> dict[str, str]:
        """What each table holds of the clinic, as one sum a table."""
        tables = [model for model in scoped() if model._meta.label not in ASIDE]
        sums = " UNION ALL ".join(
            f"SELECT '{model._meta.label}', md5(coalesce(string_agg(t::text, '|' ORDER BY t.id), '')) "
            f"FROM {model._meta.db_table} t WHERE operator_id = {self.clinic.operator.pk}"
            for model in tables
        )
        with opened(self.clinic.access(Role.DIRECTOR)), connection.cursor() as cursor:
            cursor.execute(sums)
            return dict(cursor.fetchall())


def scoped() -> list[type[models.Model]]:
    """Every model whose rows belong to one operator."""
    return [model for model in apps.get_models() if issubclass(model, OperatorScoped)]


def patterns(resolver: URLResolver | None = None) -> Iterator[URLPattern]:
    """Every address behind the login, without the way out."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry)
        elif entry.name not in PUBLIC and entry.name != "logout":
            yield entry


def built() -> House:
    """Two clinics; in one of them a person came as far as claims, and something of everything is written down."""
    today = timezone.localdate(timezone=CLOCK)
    monday = today - timedelta(days=today.weekday(), weeks=4)
    neighbour = clinic_of("programs/clinic-732/iop", monday, slug="next-door")
    clinic = clinic_of("programs/trust-socal/iop", monday, slug="hostile")
    story = walk(clinic, "trust-socal", monday=monday, until=15)
    house = House(clinic, neighbour, story)
    write_something_of_everything(house)
    return house


def write_something_of_everything(house: House) -> None:
    """What the walk does not come by: an emergency, reports, a letter, a medication, a plan being written."""
    clinic, story, now = house.clinic, house.story, timezone.now()
    counselor, director = clinic.access(Role.COUNSELOR), clinic.access(Role.DIRECTOR)
    subject, today = story.subject, timezone.localdate(timezone=CLOCK)
    emergencies.note_emergency(counselor, subject=subject, kind="overdose", at=now, place="site", seen="Blue lips.")
    emergencies.observe_arrival(counselor, subject=subject, at=now, seen=["unsteady"])
    grievances.receive(
        counselor, kind="respect", words="Nobody listened.", raised_by="unnamed", way="spoken", received_at=now
    )
    incidents.report_incident(
        counselor, kind="fall", severity="death", at=now, reported_at=now, place="Hall", happened="Slipped."
    )
    scheduling.mark_away(
        director, staff=clinic.staff[Role.COUNSELOR][1], starts=now, ends=now + timedelta(hours=5),
        word="unplanned", at=now,
    )  # fmt: skip
    medications.start(
        clinic.access(Role.PRESCRIBER), subject=subject, episode=story.episode, drug="naltrexone", dose="50 mg",
        route="oral", frequency="daily", prescriber=clinic.staff[Role.PRESCRIBER][0].name, since=today,
    )  # fmt: skip
    medications.record_allergy(
        clinic.access(Role.PRESCRIBER), subject=subject, to_what="penicillin", severity="mild", at=now
    )
    people.reach_by(
        clinic.access(Role.COORDINATOR), subject=subject, kind="phone", value="714-555-0143", leave_message=False,
        on=today,
    )  # fmt: skip
    plans.begin_draft(counselor, episode=story.episode, on=today, at=now)
    letters.draft(
        counselor, subject=subject, episode=story.episode, kind="excuse", to="client", at=now,
        from_on=story.episode.admitted_on, to_on=today,
    )  # fmt: skip
    coordinator = clinic.access(Role.COORDINATOR)
    sister = people.relate(coordinator, subject=subject, kind="relative", name="Nia Sampleworth", on=today)
    admissions.sign_consent(
        coordinator, subject=subject, kind="relative", recipient=sister.name, relation_id=sister.pk,
        categories=["family_sessions", "attendance", "plan"], purposes=["family"], signed_by=story.person.name,
        at=now, expires_on=today + timedelta(days=90),
    )  # fmt: skip
    logins.open_login(
        coordinator, subject=subject, username="sister-of-hostile", name=sister.name, relation_id=sister.pk
    )
    logins.open_login(coordinator, subject=subject, username="client-of-hostile", name=story.person.name)
    utilization.print_packet(clinic.access(Role.REVIEWER), authorization=story.authorization, at=now)


@dataclass(frozen=True)
class Place:
    """An address with what it names: of the clinic, and the same with numbers that nobody has."""

    name: str
    here: str
    nowhere: str

    @property
    def asks(self) -> bool:
        """Whether the address names anything."""
        return self.here != self.nowhere


def places(house: House) -> list[Place]:
    """Every address behind the login, with rows of the clinic in it."""
    found = []
    with opened(house.clinic.access(Role.DIRECTOR)):
        words = _words(house)
        for entry in patterns():
            kwargs: dict[str, Any] = {}
            for name, converter in reversed(entry.pattern.converters.items()):
                if isinstance(converter, IntConverter):
                    kwargs[name] = _number(house, name, kwargs)
                else:
                    kwargs[name] = words.get(f"{entry.name}.{name}") or words[name]
            kwargs.pop("_subject", None)
            numbers = {
                name for name, converter in entry.pattern.converters.items() if isinstance(converter, IntConverter)
            }
            strange = {name: NOBODY if name in numbers else value for name, value in kwargs.items()}
            strange |= {"key": "s987654", "claim_id": "NOBODYS"} if not numbers and kwargs else {}
            known = {name: value for name, value in strange.items() if name in kwargs}
            found.append(Place(str(entry.name), reverse(entry.name, kwargs=kwargs), reverse(entry.name, kwargs=known)))
    return found


def _words(house: House) -> dict[str, str]:
    session = apps.get_model("treatment_sessions.Session").objects.order_by("-pk").first()
    seats = apps.get_model("scheduling.Seat").objects.filter(subject=house.story.subject, freed_at=None)
    seat = seats.order_by("on").last()
    draft = apps.get_model("plans.PlanDraft").objects.first()
    problem = draft.words["problems"][0]["id"]
    measure = apps.get_model("measures.Measure").objects.filter(subject=house.story.subject).order_by("-pk").first()
    return {
        **WORDS,
        "instrument-result.name": measure.instrument,
        "key": f"s{session.pk}",
        **dict.fromkeys(
            ("my-absence.key", "my-return.key", "my-give-up.key"), f"meeting-{seat.group_id}-{seat.on.isoformat()}"
        ),
        "plan-part.key": problem,
        "plan-part-removal.key": problem,
        "on": session.on.isoformat(),
        "claim_id": apps.get_model("claims.Claim").objects.first().claim_id,
    }


def _number(house: House, name: str, inner: dict[str, Any]) -> int:
    """A row of the clinic: of the person of the story, and of the session or report that stands further in."""
    noun = name.removesuffix("_id")
    if noun == "person":
        return house.story.person.pk
    model = apps.get_model(MODELS[noun]) if noun in MODELS else BY_NAME[noun.replace("_", "")]
    rows = model.objects.order_by("-pk")
    has = {field.attname for field in model._meta.concrete_fields}
    if inner.get("participation_id") and noun == "session":
        return BY_NAME["participation"].objects.get(pk=inner["participation_id"]).session_id
    if inner.get("report_id") and noun == "incident":
        return apps.get_model("incidents.ExternalReport").objects.get(pk=inner["report_id"]).incident_id
    if "subject_id" in has and rows.filter(subject=house.story.subject).exists():
        rows = rows.filter(subject=house.story.subject)
    found = rows.first()
    return found.pk if found else NOBODY
