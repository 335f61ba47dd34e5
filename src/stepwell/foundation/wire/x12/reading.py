"""Walks the segments of a file once, forwards, and says where something else was expected."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from stepwell.foundation.wire.x12.claims import Address, Person
from stepwell.foundation.wire.x12.interchange import Unreadable
from stepwell.foundation.wire.x12.segment import Segment

_AMOUNT = re.compile(r"[0-9]*\.?[0-9]+", re.ASCII)


class Reading:
    """A place in a file, and how the next segment and its values are read from there."""

    def __init__(self, found: tuple[Segment, ...]) -> None:
        self.found, self.position = found, 0

    def next_is(self, tag: str, first: str = "") -> bool:
        """Whether the next segment has this tag and, where one is given, this first element."""
        here = self.found[self.position]
        return here.tag == tag and (not first or here.at(1) == first)

    def client_follows(self) -> bool:
        """Whether the next level is a client who is not the member (HL03 is 23)."""
        return self.next_is("HL") and self.found[self.position].at(3) == "23"

    def take(self, tag: str, first: str = "") -> Segment:
        """The next segment, which must be this one."""
        if not self.next_is(tag, first):
            expected = f"{tag}*{first}" if first else tag
            raise self.unfit(f"expected {expected}, found {self.found[self.position]}.", ahead=1)
        self.position += 1
        return self.found[self.position - 1]

    def reference(self, kind: str) -> str:
        """The number in REF of this kind, or "" where there is none."""
        return self.take("REF", kind).at(2) if self.next_is("REF", kind) else ""

    def unfit(self, says: str, ahead: int = 0) -> Unreadable:
        """An error at the segment just taken, or `ahead` of it."""
        return Unreadable(self.position + ahead, says)

    def day(self, text: str) -> date:
        """A date written as CCYYMMDD."""
        if len(text) != 8 or not text.isdigit():
            raise self.unfit(f"{text!r} is no date.")
        try:
            return date(int(text[:4]), int(text[4:6]), int(text[6:]))
        except ValueError:
            raise self.unfit(f"{text!r} is no date.") from None

    def whole(self, text: str) -> int:
        """A whole number."""
        if not (text.isascii() and text.isdigit()):
            raise self.unfit(f"{text!r} is no whole number.")
        return int(text)

    def money(self, text: str) -> Decimal:
        """An amount of dollars."""
        if not _AMOUNT.fullmatch(text):
            raise self.unfit(f"{text!r} is no amount.")
        return Decimal(text)


def address(reading: Reading) -> Address:
    """N3 and N4."""
    n3, n4 = reading.take("N3"), reading.take("N4")
    return Address(n3.at(1), n4.at(1), n4.at(2), n4.at(3), n3.at(2))


def person(nm1: Segment) -> Person:
    """NM103 to NM107."""
    return Person(nm1.at(3), nm1.at(4), nm1.at(5), nm1.at(7))
