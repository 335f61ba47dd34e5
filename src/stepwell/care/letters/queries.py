"""Reading letters, and asking whether one may be written before anybody begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from stepwell.care.letters.models import Letter
from stepwell.care.letters.rules.telling import AdditionFacts, addition_findings
from stepwell.care.letters.rules.wording import languages_of, sender
from stepwell.care.letters.rules.writing import LetterFacts, categories_of
from stepwell.care.letters.rules.writing import may_write as _may_write
from stepwell.care.scheduling import queries as scheduling
from stepwell.foundation.gate import consents
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Operator, Subject
from stepwell.foundation.gate.opening import concerns, query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import NotFound
from stepwell.foundation.kernel.ruling import Ruling
from stepwell.foundation.policy.loading import load
from stepwell.registry.people import queries as people

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from stepwell.registry.people.models import Person
    from stepwell.registry.programs.models import Site

LETTERS = "letters/field-defaults"


@dataclass(frozen=True)
class Kind:
    """A kind of letter that can be written on a day. may_say: what it may tell at most; usual: where nothing is
    chosen. consent_kinds: forms of consent that do, empty for any that names its recipient. neutral: nothing of it
    tells of treatment."""

    key: str
    title: str
    may_say: tuple[str, ...]
    usual: tuple[str, ...]
    purposes: tuple[str, ...]
    consent_kinds: tuple[str, ...]
    languages: tuple[str, ...]
    neutral: bool


@query(Permission.LETTER_WRITE)
def kinds(access: Access, *, on: date) -> list[Kind]:
    """The kinds of letter on the day, as the policy letters/field-defaults has them."""
    policy = load(LETTERS, on)
    return [
        Kind(
            key=key,
            title=one["title"]["en"],
            may_say=tuple(one["may_say"]),
            usual=tuple(one["usual"]),
            purposes=tuple(one["purposes"]),
            consent_kinds=tuple(one["consent_kinds"]),
            languages=languages_of(one, policy),
            neutral=bool(one["neutral"]),
        )
        for key, one in policy.rule("kinds")["kinds"].items()
    ]


@query(Permission.LETTER_WRITE)
def may_write(
    access: Access,
    *,
    subject: Subject,
    kind: str,
    to: str,
    says: Sequence[str],
    on: date,
    recipient: str = "",
    purpose: str = "",
) -> Ruling[bool]:
    """Whether a letter may be written, with every reason against it and what would change it.

    kind: as `kinds` has them. to: "client" (handed to the person) or "recipient". says: what it tells.
    """
    signed = tuple(consents.active(access, subject=subject, on=on))
    facts = LetterFacts(kind, to, frozenset(says), on, recipient, purpose, signed)
    return _may_write(facts, load(LETTERS, on))


@query(Permission.LETTER_WRITE)
def addition_check(
    access: Access, *, subject: Subject, kind: str, says: Sequence[str], text: str, on: date
) -> Ruling[tuple[str, ...]]:
    """What words added by hand break, by the ids of the rules; none when they may stand.

    ids: length, names, outside, codes, reveals. It finds words, not meanings: whoever signs reads the letter.
    """
    policy = load(LETTERS, on)
    near = set(scheduling.beside(access, subject=subject))
    own = people.person(access, subject=subject)
    named = [one for one in people.named_in(access, text=text) if one.subject_id != subject.pk]
    nearby = [people.person_of(access, subject_id=one) for one in sorted(near)]
    facts = AdditionFacts(
        kind=kind,
        text=text,
        categories=categories_of(frozenset(says), policy),
        people=tuple(_names(one) for one in named),
        beside=tuple(_names(one, but=own) for one in nearby),
    )
    return addition_findings(facts, policy)


@query(Permission.PROGRAM_READ)
def sender_name(access: Access, *, site: Site, on: date) -> str:
    """A name of the site that does not tell of treatment, for whatever may be seen by others; empty when there is
    none: then the site is given a name for letters."""
    operator = Operator.objects.get(pk=access.operator_id)
    return sender((site.letter_name, operator.name, site.name), load(LETTERS, on)).answer


@query(Permission.EPISODE_READ)
def letters_of(access: Access, *, subject: Subject) -> list[Letter]:
    """Every letter about the person, the latest first, with its signature and its voiding where there are any."""
    return list(_letters().filter(subject=subject).order_by("-drafted_at", "-id"))


@query(Permission.EPISODE_READ)
def letter_by_id(access: Access, *, letter_id: int) -> Letter:
    """One letter with its stay, signature and voiding. Raises NotFound."""
    found = _letters().filter(pk=letter_id).first()
    if found is None:
        raise NotFound
    concerns(found.subject_id)
    return found


@query(Permission.EPISODE_READ)
def state_of(access: Access, *, letter: Letter) -> str:
    """Where a letter stands: draft, signed, void."""
    row = letter_by_id(access, letter_id=letter.pk)
    return "void" if hasattr(row, "void") else "signed" if hasattr(row, "signature") else "draft"


def _letters() -> QuerySet[Letter]:
    return Letter.objects.select_related(
        "subject", "episode__program__site", "signature__by", "signature__disclosure", "void", "replaces"
    )


def _names(person: Person, but: Person | None = None) -> tuple[str, str, str]:
    """First, called and last name; a word that is also a name of `but` is left out."""
    own = set(f"{but.first_name} {but.called} {but.last_name}".casefold().split()) if but else set()
    first, called, last = (
        " ".join(word for word in name.split() if word.casefold() not in own)
        for name in (person.first_name, person.called, person.last_name)
    )
    return first, called, last
