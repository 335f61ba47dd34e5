"""What the pages of papers and consents print."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from stepwell.care.admissions import queries as admissions
from stepwell.care.admissions.rules.consent_wording import consent_kinds, named
from stepwell.care.admissions.rules.wording import Form, form, kinds
from stepwell.doors.staff.papers.checklist import PAPERS, TPO, Line, consent_line, paper_line
from stepwell.doors.staff.papers.elements import elements_of
from stepwell.doors.staff.papers.readers import may_open
from stepwell.doors.staff.papers.standing import Given, given
from stepwell.doors.staff.people.head import Head, clinic_zone, head_of
from stepwell.foundation.documents import queries as documents
from stepwell.foundation.gate import consents
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import NotFound
from stepwell.foundation.gate.roles import allowed
from stepwell.foundation.gate.trail import Told, disclosures_of
from stepwell.foundation.policy.loading import load
from stepwell.registry.people import queries as people

if TYPE_CHECKING:
    from stepwell.foundation.policy.document import Policy
    from stepwell.registry.people.models import Person, Relation

FORMS = "consents/forms"
LANGUAGES = {"en": "English", "es": "Español"}


@dataclass(frozen=True)
class Kept:
    """A document one may open."""

    number: int
    title: str
    kind: str
    at: datetime


@dataclass(frozen=True)
class Papers:
    """The checklist, the consents and the copies. may_sign: the role keeps consents and the person lives."""

    head: Head
    lines: tuple[Line, ...]
    standing: tuple[Given, ...]
    ended: tuple[Given, ...]
    documents: tuple[Kept, ...]
    may_sign: bool
    reads_notes: bool

    @property
    def missing(self) -> int:
        """How many are neither signed nor declined."""
        return sum(line.state == "missing" for line in self.lines)


@dataclass(frozen=True)
class Reading:
    """One paper on one screen. line: how it stands. others: languages it may be read in besides."""

    person: Person
    zone: ZoneInfo
    paper: Form
    line: Line
    others: tuple[tuple[str, str], ...]
    known: dict[str, str]
    may_sign: bool
    consent: bool

    @property
    def to_sign(self) -> bool:
        """Whether a signature is still wanted: missing, declined so far, or of an earlier stay."""
        return self.line.state != "signed" or self.line.anew


@dataclass(frozen=True)
class Choice:
    """A kind of consent one may write."""

    kind: str
    says: str


@dataclass(frozen=True)
class Writing:
    """A consent that is being written. offered: what the policy offers at first. words: in the person's language."""

    head: Head
    kind: str
    language: str
    others: tuple[tuple[str, str], ...]
    title: str
    words: dict[str, Any]
    categories: tuple[tuple[str, str], ...]
    purposes: tuple[tuple[str, str], ...]
    offered: dict[str, Any]
    around: tuple[Relation, ...]


@dataclass(frozen=True)
class Shown:
    """One consent with every element of 42 CFR 2.31 and what was told on it. told: None where the role may not read
    the accounting."""

    head: Head
    consent: Given
    elements: tuple[tuple[str, str], ...]
    told: tuple[Told, ...] | None
    may_revoke: bool


@query(Permission.EPISODE_READ)
def papers(access: Access, *, person_id: int, now: datetime) -> Papers:
    """Gather the list. Raises NotFound."""
    head = head_of(access, person_id=person_id, now=now)
    policy = load(PAPERS, head.today)
    rows = admissions.papers_of(access, subject=head.subject)
    due = admissions.papers_missing(access, subject=head.subject, on=head.today, needed="")
    current = [row for row in rows if row.kind not in due] if head.open_episode else rows
    by_consent = {row.consent_id: row.document_id for row in rows if row.consent_id}
    every = [given(one, head.today, by_consent) for one in consents.given_by(access, subject=head.subject)]
    lines = [paper_line(form(kind, "en", policy), current, due=kind in due) for kind in kinds(policy)]
    may_sign = allowed(access.roles, Permission.CONSENT_WRITE) and not head.died
    return Papers(
        head=head,
        lines=(*lines, consent_line(form(TPO, "en", policy), every)),
        standing=tuple(one for one in every if one.stands),
        ended=tuple(one for one in every if not one.stands),
        documents=tuple(
            Kept(row.pk, row.title, row.kind, row.made_at)
            for row in documents.documents_of(access, subject=head.subject)
            if (row.media_type, row.kind == "paper") == ("application/pdf", False) and may_open(access, row.kind)
        ),
        may_sign=may_sign,
        reads_notes=allowed(access.roles, Permission.NOTE_READ),
    )


@query(Permission.EPISODE_READ)
def paper(access: Access, *, person_id: int, kind: str, language: str, now: datetime) -> Reading:
    """One paper in the language asked for, else the person's. Raises NotFound."""
    person = people.person_by_id(access, person_id=person_id)
    zone = clinic_zone(access)
    on = now.astimezone(zone).date()
    policy = load(PAPERS, on)
    if kind not in (*kinds(policy), TPO):
        raise NotFound
    read = form(kind, language or person.language, policy)
    known = next(
        (
            {"name": one.name, "how_related": one.how_related, "phone": one.phone}
            for one in people.relations(access, subject=person.subject, on=on)
            if read.relation and one.kind == read.relation
        ),
        {},
    )
    return Reading(
        person=person,
        zone=zone,
        paper=read,
        line=_standing(access, person, read, on),
        others=_others(read.language, policy, kind),
        known=known,
        may_sign=allowed(access.roles, Permission.CONSENT_WRITE),
        consent=kind == TPO,
    )


@query(Permission.CONSENT_WRITE)
def choices(access: Access, *, person_id: int, now: datetime) -> tuple[Head, tuple[Choice, ...]]:
    """Which consents one may write. Raises NotFound."""
    head = head_of(access, person_id=person_id, now=now)
    policy = load(FORMS, head.today)
    return head, tuple(Choice(kind, policy.rule(kind).says) for kind in consent_kinds(policy))


@query(Permission.CONSENT_WRITE)
def writing(access: Access, *, person_id: int, kind: str, language: str, now: datetime) -> Writing:
    """A consent to be written. Raises NotFound."""
    head = head_of(access, person_id=person_id, now=now)
    policy = load(FORMS, head.today)
    if kind not in consent_kinds(policy):
        raise NotFound
    rule, elements = policy.rule(kind), policy.rule("elements")
    tongue = next(one for one in (language, head.person.language, "en") if rule.get(one))
    around = [
        one for one in people.relations(access, subject=head.subject, on=head.today) if one.kind in rule["relations"]
    ]
    return Writing(
        head=head,
        kind=kind,
        language=tongue,
        others=_others(tongue, policy, kind),
        title=rule[tongue]["title"],
        words=dict(elements[tongue]),
        categories=_paired(elements["categories"], "categories", tongue, policy),
        purposes=_paired(elements["purposes"], "purposes", tongue, policy),
        offered={name: rule[name] for name in ("categories", "purposes", "lasts_days")},
        around=tuple(around),
    )


@query(Permission.PERSON_READ)
def consent(access: Access, *, person_id: int, consent_id: int, now: datetime) -> Shown:
    """One consent. Raises NotFound, also where it is somebody else's."""
    head = head_of(access, person_id=person_id, now=now)
    row = next((one for one in consents.given_by(access, subject=head.subject) if one.pk == consent_id), None)
    if row is None:
        raise NotFound
    printed = {}
    if allowed(access.roles, Permission.EPISODE_READ):
        rows = admissions.papers_of(access, subject=head.subject)
        printed = {one.consent_id: one.document_id for one in rows if one.consent_id}
    read = given(row, head.today, printed)
    told = None
    if allowed(access.roles, Permission.TRAIL_OF_PERSON):
        told = tuple(one for one in disclosures_of(access, subject=head.subject) if one.consent_id == row.pk)
    may_revoke = read.taken_back_at is None and allowed(access.roles, Permission.CONSENT_WRITE)
    return Shown(head, read, elements_of(row, read, head), told, may_revoke)


def _standing(access: Access, person: Person, paper: Form, on: date) -> Line:
    if paper.kind == TPO:
        rows = consents.given_by(access, subject=person.subject)
        return consent_line(paper, [given(row, on, {}) for row in rows])
    due = admissions.papers_missing(access, subject=person.subject, on=on, needed=paper.needed)
    return paper_line(paper, admissions.papers_of(access, subject=person.subject), due=paper.kind in due)


def _others(language: str, policy: Policy, kind: str) -> tuple[tuple[str, str], ...]:
    return tuple((code, name) for code, name in LANGUAGES.items() if code != language and policy.rule(kind).get(code))


def _paired(codes: list[str], what: str, language: str, policy: Policy) -> tuple[tuple[str, str], ...]:
    said = [words[:1].upper() + words[1:] for words in named(codes, what, language, policy)]
    return tuple(zip(codes, said, strict=True))
