"""What a search finds: people by name, phone or member number, and pages by what they are called."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, Protocol, TypeVar

from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.roles import allowed
from stepwell.foundation.kernel.folding import words_begin
from stepwell.registry.coverage import finding as coverage
from stepwell.registry.episodes import finding as episodes
from stepwell.registry.episodes.models import Episode
from stepwell.registry.people import finding as people
from stepwell.registry.people.models import Person

LONGEST = 80


class Named(Protocol):
    """A page as the navigation has it: its name, and what else somebody may call it."""

    @property
    def name(self) -> str: ...

    @property
    def also(self) -> str: ...


PageT = TypeVar("PageT", bound=Named)


@dataclass(frozen=True)
class Hit:
    """A person that was found. by: "name", "phone" or "member number". stands: where they stand, in words."""

    person_id: int
    name: str
    first_name: str
    last_name: str
    pronouns: str
    birth_date: date | None
    by: str
    stands: str


@dataclass(frozen=True)
class Found(Generic[PageT]):
    """People, then pages. more: there are more people than are shown."""

    people: tuple[Hit, ...]
    pages: tuple[PageT, ...]
    more: bool


@query(Permission.PERSON_READ)
def search(access: Access, *, words: str, pages: Sequence[PageT] = (), limit: int = 20) -> Found[PageT]:
    """People whose name begins so (any word, any order, without accents), whose phone has the digits, whose member
    number begins so where the role may read coverage; then those of `pages` that are called so. At most five reads.

    The trail names who was found, never what was typed.
    """
    asked = words.replace("\x00", "").strip()[:LONGEST]
    hits: dict[int, tuple[Person, str]] = {}
    for found, by in _people(access, asked, limit + 1):
        hits.setdefault(found.subject_id, (found, by))
    shown = list(hits.values())[:limit]
    stays = episodes.latest_of(access, subject_ids=[one.subject_id for one, _ in shown]) if shown else {}
    return Found(
        people=tuple(_hit(one, by, stays.get(one.subject_id)) for one, by in shown),
        pages=tuple(page for page in pages if words_begin(asked, f"{page.name} {page.also}")),
        more=len(hits) > limit,
    )


def _people(access: Access, asked: str, limit: int) -> list[tuple[Person, str]]:
    found = [(one, "name") for one in people.named(access, words=asked, limit=limit)]
    if re.fullmatch(r"[\d\s().+-]+", asked):
        found += [(one, "phone") for one in people.phoned(access, digits=asked, limit=limit)]
    if allowed(access.roles, Permission.COVERAGE_READ) and re.search(r"\d", asked):
        holders = coverage.members(access, member_id=asked, limit=limit)
        if holders:
            found += [(one, "member number") for one in people.of_subjects(access, subject_ids=holders)]
    return found


def _hit(one: Person, by: str, stay: Episode | None) -> Hit:
    return Hit(one.pk, one.name, one.first_name, one.last_name, one.pronouns, one.birth_date, by, _stands(stay))


def _stands(stay: Episode | None) -> str:
    if stay is None:
        return "Not admitted"
    if stay.ended_on:
        return f"Stay ended {stay.ended_on:%Y-%m-%d}"
    return f"{stay.program.name}, since {stay.admitted_on:%Y-%m-%d}"
