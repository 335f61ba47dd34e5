"""One X12 segment and the four characters that hold a file together."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Delimiters:
    """The separators of one interchange. A file names its own in the ISA; data may hold none of them."""

    element: str = "*"
    repetition: str = "^"
    component: str = ":"
    terminator: str = "~"

    @property
    def all(self) -> str:
        """The four characters, in one string."""
        return self.element + self.repetition + self.component + self.terminator


USUAL = Delimiters()


@dataclass(frozen=True)
class Segment:
    """A tag and its elements, e.g. NM1 and ("IL", "1", "SAMPLE"). Places count from 1, as the guides do."""

    tag: str
    elements: tuple[str, ...]
    delimiters: Delimiters = USUAL

    def at(self, place: int) -> str:
        """The element at a place (NM103 is `at(3)`), or "" where the segment ends earlier."""
        return self.elements[place - 1] if place <= len(self.elements) else ""

    def parts(self, place: int) -> tuple[str, ...]:
        """The components of a composite element, e.g. ("HC", "H0015", "HF"); empty when there is none."""
        element = self.at(place)
        return tuple(element.split(self.delimiters.component)) if element else ()

    def __str__(self) -> str:
        return self.delimiters.element.join((self.tag, *self.elements))


def segment(delimiters: Delimiters, tag: str, *elements: str | tuple[str, ...]) -> Segment:
    """Builds a segment; a tuple is a composite. Empty elements and components at the end are left out."""
    flat = [_shorn(e, delimiters.component) if isinstance(e, tuple) else e for e in elements]
    while flat and not flat[-1]:
        flat.pop()
    return Segment(tag, tuple(flat), delimiters)


def _shorn(components: tuple[str, ...], separator: str) -> str:
    return separator.join(components).rstrip(separator)
