"""Takes the text of any X12 interchange apart into segments, and says where its envelope is broken."""

from __future__ import annotations

from stepwell.foundation.wire.x12.segment import Delimiters, Segment

ISA_LENGTH = 106

# What each header stands inside of; and which header a trailer closes, with the place of its number.
_INSIDE = {"ISA": None, "GS": "ISA", "ST": "GS"}
_HEADERS = {"SE": ("ST", 2), "GE": ("GS", 6), "IEA": ("ISA", 13)}


class Unreadable(ValueError):
    """A text is not the file it should be. position: the number of the segment, or 0 for the whole text."""

    def __init__(self, position: int, says: str) -> None:
        self.position, self.says = position, says
        super().__init__(f"Segment {position}: {says}" if position else says)


def segments(text: str) -> tuple[Segment, ...]:
    """Every segment of one interchange, ISA to IEA, of any transaction set.

    Separators come from the ISA; line ends after a terminator are ignored. Raises Unreadable when the ISA has
    not its 106 characters or the trailers do not answer their headers in number and count.
    """
    delimiters = _delimiters(text)
    body, _, rest = text.rstrip("\r\n").rpartition(delimiters.terminator)
    if rest:
        raise Unreadable(0, "The last segment has no terminator.")
    pieces = (piece.lstrip("\r\n") for piece in body.split(delimiters.terminator))
    found = tuple(_segment(piece, number, delimiters) for number, piece in enumerate(pieces, start=1))
    _enclosed(found)
    return found


def _delimiters(text: str) -> Delimiters:
    """The four separators stand at fixed places of the ISA: characters 4, 83, 105 and 106."""
    head = text[:ISA_LENGTH]
    if not head.startswith("ISA"):
        raise Unreadable(0, "An interchange begins with ISA.")
    if len(head) < ISA_LENGTH:
        raise Unreadable(1, f"The ISA has {ISA_LENGTH} characters, this text ends after {len(head)}.")
    found = Delimiters(head[3], head[82], head[104], head[105])
    if len(head[:105].split(found.element)) != 17 or found.terminator.isalnum():
        raise Unreadable(1, "The ISA has 16 elements of fixed width; this one is shifted.")
    if len(set(found.all)) != 4:
        raise Unreadable(1, f"The four separators must differ; these are {found.all!r}.")
    return found


def _segment(piece: str, number: int, delimiters: Delimiters) -> Segment:
    tag, *elements = piece.split(delimiters.element)
    if not (2 <= len(tag) <= 3 and tag.isalnum() and tag.isupper()):
        raise Unreadable(number, f"{tag!r} is not the name of a segment.")
    return Segment(tag, tuple(elements), delimiters)


def _enclosed(found: tuple[Segment, ...]) -> None:
    """Headers and trailers: nested, with equal control numbers and true counts."""
    open_at: dict[str, int] = {}
    counts = {"IEA": 0, "GE": 0}
    for position, here in enumerate(found, start=1):
        if here.tag in _INSIDE:
            _opened(here, position, open_at)
        elif here.tag == "SE":
            _closed(found, position, open_at, count=position - open_at.get("ST", position) + 1)
            counts["GE"] += 1
        elif here.tag == "GE":
            _closed(found, position, open_at, count=counts["GE"])
            counts["GE"], counts["IEA"] = 0, counts["IEA"] + 1
        elif here.tag == "IEA":
            _closed(found, position, open_at, count=counts["IEA"])
        elif "ST" not in open_at and here.tag != "TA1":
            raise Unreadable(position, f"{here.tag} stands outside a transaction set.")
    if open_at:
        raise Unreadable(len(found), f"{', '.join(open_at)} has no trailer.")
    if found[-1].tag != "IEA":
        raise Unreadable(len(found), "Something follows the IEA.")


def _opened(here: Segment, position: int, open_at: dict[str, int]) -> None:
    around = _INSIDE[here.tag]
    if here.tag in open_at or (around and around not in open_at) or (not around and position > 1):
        raise Unreadable(position, f"{here.tag} does not belong here.")
    open_at[here.tag] = position


def _closed(found: tuple[Segment, ...], position: int, open_at: dict[str, int], count: int) -> None:
    here = found[position - 1]
    header, place = _HEADERS[here.tag]
    if list(open_at)[-1:] != [header]:
        raise Unreadable(position, f"{here.tag} closes {header}, which is not open.")
    promised = found[open_at.pop(header) - 1].at(place)
    if here.at(2) != promised:
        raise Unreadable(position, f"{here.tag} closes number {here.at(2)!r}, {header} opened {promised!r}.")
    if here.at(1) != str(count):
        raise Unreadable(position, f"{here.tag} promises {here.at(1)!r}, there are {count}.")
