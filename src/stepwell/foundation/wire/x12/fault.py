"""What a check finds, and the small checks that several parts of a file share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from stepwell.foundation.wire.x12 import codes, shapes
from stepwell.foundation.wire.x12.claims import Address


@dataclass(frozen=True)
class Fault:
    """What keeps a file from being written: where, in one sentence, and the two values that disagree."""

    path: str
    says: str
    expected: str
    got: str


def npi(at: str, number: str) -> Iterator[Fault]:
    if not shapes.npi(number):
        says = "The check digit of this provider number is wrong."
        yield Fault(at, says, "10 digits, Luhn over 80840 and the number", number)


def address(at: str, address: Address, zips: tuple[int, ...] = (5, 9)) -> Iterator[Fault]:
    if address.state not in codes.STATES:
        yield unlisted(f"{at}.state", "a postal state", address.state)
    if not shapes.digits(address.zip, *zips):
        expected = " or ".join(map(str, zips)) + " digits"
        yield Fault(f"{at}.zip", "The ZIP code is incomplete.", expected, address.zip)


def count(at: str, count: int, most: int) -> Iterator[Fault]:
    if not 1 <= count <= most:
        yield Fault(at, "A claim has lines, and the guide sets how many.", f"1 to {most}", str(count))


def repeated(texts_at: Iterable[tuple[str, str]]) -> Iterator[Fault]:
    seen: set[str] = set()
    for at, text in texts_at:
        if text in seen:
            yield Fault(at, "This stands here twice.", "once", text)
        seen.add(text)


def unlisted(at: str, what: str, got: str) -> Fault:
    return Fault(at, f"This is not {what}.", what, got)
