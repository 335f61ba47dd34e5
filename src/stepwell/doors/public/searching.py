"""What somebody looks for, read from the address; what does not make sense is said, never an error of ours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from stepwell.doors.public import words
from stepwell.doors.public.offers import Offer
from stepwell.doors.public.places import Place, miles_between, place_of
from stepwell.doors.public.rules.matching import Wish, misses


@dataclass(frozen=True)
class Search:
    """A search as it was asked. zip_code: as typed; place: the middle of its area; fault: what is wrong with it."""

    zip_code: str
    place: Place | None
    wish: Wish
    fault: str
    map: bool


@dataclass(frozen=True)
class Choice:
    """One answer of a question. value: in the address."""

    value: str
    says: words.Word
    chosen: bool


@dataclass(frozen=True)
class Result:
    """A program and how it fits. miles: by the straight line, None where it is not known; missed: in words."""

    offer: Offer
    miles: int | None
    missed: tuple[words.Word, ...]
    place: Place | None


def searched(asked: QueryDict, choices_miles: Sequence[int]) -> Search:
    """The search an address asks for; words that are no answer are left out."""
    zip_code = "".join(asked.get("zip", "").split())[:10]
    place = place_of(zip_code[:5]) if zip_code[5:6] in ("", "-") else None
    fault = ""
    if zip_code and place is None:
        fault = _("We do not know that ZIP code. Write five digits, such as 92708, or leave it empty.")
    wish = Wish(
        miles=next((one for one in choices_miles if str(one) == asked.get("miles")), None) if place else None,
        parts=frozenset(set(asked.getlist("part")) & set(words.PARTS)),
        way=_one(asked, "way", words.WAYS),
        payer=_one(asked, "payer", words.PAYERS),
        concern=_one(asked, "for", words.CONCERNS),
        who=_one(asked, "who", words.SERVES),
        language=_one(asked, "language", words.LANGUAGES),
        children=asked.get("children") == "yes",
        options=frozenset(set(asked.getlist("with")) & set(words.ASKED)),
    )
    return Search(zip_code, place, wish, fault, asked.get("view") == "map")


def results(offers: Sequence[Offer], search: Search) -> tuple[list[Result], list[Result]]:
    """Programs that fit, and those that do not in one thing or more; the nearest first."""
    found = [_result(offer, search) for offer in offers]
    found.sort(key=lambda one: (len(one.missed), one.miles is None, one.miles or 0, one.offer.site))
    return [one for one in found if not one.missed], [one for one in found if one.missed]


def choices(of: dict[str, words.Word], chosen: frozenset[str] | str, *, only: Sequence[str] = ()) -> list[Choice]:
    """The answers of one question."""
    picked = chosen if isinstance(chosen, frozenset) else frozenset({chosen})
    return [Choice(key, of[key], key in picked) for key in (only or of)]


def _result(offer: Offer, search: Search) -> Result:
    place = place_of(offer.zip_code)
    miles = miles_between(search.place, place) if search.place and place else None
    named = misses(search.wish, offer.facts(miles))
    missed = [_missed(name, search.wish) for name in named]
    only_video = search.wish.way == "video" and "way" not in named
    if only_video and search.place and search.place.state not in offer.video_states:
        missed.append(
            _("By video it treats people who are in: %(states)s.") % {"states": ", ".join(offer.video_states)}
        )
    return Result(offer, miles, tuple(missed), place)


def _missed(name: str, wish: Wish) -> words.Word:
    if name == "way":
        return words.MISSED_WAYS[wish.way]
    if name in words.MISSES:
        return words.MISSES[name]
    return _("Does not name this: %(option)s.") % {"option": words.OPTIONS[name]}


def _one(asked: QueryDict, name: str, known: dict[str, words.Word]) -> str:
    given = asked.get(name, "")
    return given if given in known else ""
