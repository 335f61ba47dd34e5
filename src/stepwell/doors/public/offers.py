"""What the clinics offer right now: each program with its rules and its room, read from every operator in turn."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from stepwell.care.scheduling.looking import EVERYBODY
from stepwell.care.scheduling.rules.openings import days_to_hold, people_who_fit
from stepwell.doors.public import words
from stepwell.doors.public.rules.matching import Facts

if TYPE_CHECKING:
    from stepwell.care.scheduling.queries import OpenGroup
    from stepwell.registry.programs.rules.clinic import Payers
    from stepwell.registry.programs.rules.program import ProgramRules

#: The children of those who come: who plans around them says so in one of these words.
FOR_CHILDREN = {"children", "family"}


@dataclass(frozen=True)
class Clinic:
    """Whose program it is. disclaimer: of a fictional clinic, whose page its rules restate."""

    operator_id: int
    slug: str
    name: str
    disclaimer: str


@dataclass(frozen=True)
class Part:
    """A part of the day with room in it. seats: people who could start a whole week there; days: weekdays it meets
    on; hold: weekdays held for one who asks; first: the first day one could come; group_ids: held together."""

    key: str
    name: words.Word
    starts: time
    ends: time
    seats: int
    days: tuple[int, ...]
    first: date | None
    hold: tuple[int, ...]
    group_ids: tuple[int, ...]


@dataclass(frozen=True)
class Offer:
    """A program of a clinic as anybody may know it. today: by the site's clock. services: levels at its site."""

    clinic: Clinic
    program_id: int
    site_id: int
    key: str
    program: str
    site: str
    street: str
    city: str
    state: str
    zip_code: str
    phone: str
    zone: str
    today: date
    rules: ProgramRules = field(repr=False)
    groups: tuple[OpenGroup, ...] = field(repr=False)
    languages: tuple[str, ...] = ("en",)

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """The parts of the day in order, for somebody of no particular track."""
        return tuple(self._part(one.key, one.starts, one.ends) for one in self.rules.dayparts)

    @property
    def seats(self) -> int:
        """People who could start, whatever the part of the day."""
        return sum(part.seats for part in self.parts)

    @property
    def first(self) -> date | None:
        """The first possible start."""
        return min((part.first for part in self.parts if part.first), default=None)

    @property
    def days(self) -> int:
        """The least days of treatment a week."""
        return int(self.rules.days_per_week.min or 1)

    @property
    def video_states(self) -> tuple[str, ...]:
        """Where somebody may be who comes by video: clinicians are licensed where the client is."""
        return self.rules.states or (self.state,)

    def facts(self, miles: int | None) -> Facts:
        """What a wish is compared with."""
        return Facts(
            miles=miles,
            seats={part.key: part.seats for part in self.parts},
            ways=self.ways,
            payers=payer_kinds(self.rules.payers, self_pay=self.rules.self_pay),
            concerns=self._concerns(),
            serves=frozenset(
                {one for track in self.rules.tracks for one in track.serves} | set(self.rules.populations)
            ),
            languages=frozenset(self.languages),
            children=bool(FOR_CHILDREN & set(self.rules.around)),
            options=self.options,
        )

    @cached_property
    def ways(self) -> frozenset[str]:
        """in_person, video or both."""
        ways = {group.mode for group in self.groups} or {"in_person"}
        return frozenset(ways | ({"video"} if self.rules.teletherapy else set()))

    @cached_property
    def options(self) -> frozenset[str]:
        """Methods and other things it offers, by key; only what its own rules say, no habit of the field."""
        rules = self.rules
        found = {one.key for one in rules.holistic} | {one.key for one in rules.curricula}
        found |= set() if rules.is_field_default("modalities") else set(rules.modalities)
        found |= {"medication"} if rules.medication_offered == "on_site" else set()
        own = self.rules.source.own.rules
        found |= (
            {"family"}
            if any(one.kind == "family" and one.offered and one.rule in own for one in rules.session_kinds)
            else set()
        )
        return frozenset(found)

    def _concerns(self) -> frozenset[str]:
        treats = self.rules.disorders
        named = {*treats.substances, *treats.mental_health}
        wider = {one for name in named for one in words.WIDER.get(name, ())}
        return frozenset(named | wider | ({"both"} if treats.co_occurring else set()))

    def _part(self, key: str, starts: time, ends: time) -> Part:
        phases = {"", *(phase.key for phase in self.rules.phases[:1])}
        tracks = {*EVERYBODY, *(track.key for track in self.rules.tracks[:1])}
        inside = [
            group
            for group in self.groups
            if starts <= group.starts < ends and group.phase in phases and group.track.casefold() in tracks
        ]
        by_day: dict[int, int] = {}
        for group in inside:
            by_day[group.weekday] = min(by_day.get(group.weekday, group.free), group.free)
        hold = days_to_hold(by_day, self.days)
        seats = people_who_fit(by_day, self.days)
        open_groups = [group for group in inside if by_day[group.weekday] > 0]
        return Part(
            key=key,
            name=words.PARTS.get(key, key),
            starts=starts,
            ends=ends,
            seats=seats,
            days=tuple(sorted(by_day)),
            first=min((group.coming[0] for group in open_groups if group.coming), default=None) if seats else None,
            hold=hold,
            group_ids=tuple(group.group_id for group in inside if group.weekday in hold),
        )


def payer_kinds(payers: Payers, *, self_pay: bool) -> frozenset[str]:
    """Kinds of payers a program names: commercial, medicaid, medicare, self."""
    return frozenset({one.kind for one in payers.payers} | ({"self"} if self_pay else set()))


def at_once(offer: Offer, key: str) -> Part | None:
    """The part of the day by its key, None for one the program does not have."""
    return next((part for part in offer.parts if part.key == key), None)


def told_at(offer: Offer, at: datetime) -> datetime:
    """The moment by the site's clock."""
    return at.astimezone(ZoneInfo(offer.zone))
