"""Which characters X12 may carry, and how other letters are brought into them."""

from __future__ import annotations

import unicodedata

BASIC = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!\"&'()*+,-./:;?= ")
EXTENDED = BASIC | frozenset("abcdefghijklmnopqrstuvwxyz%~@[]_{}\\|<>#$^`")

# Letters and marks that Unicode does not take apart into a letter and an accent.
_LETTERS = str.maketrans(
    {"ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D"}
    | {"ł": "l", "Ł": "L", "ð": "d", "Ð": "D", "þ": "th", "Þ": "TH", "\u0131": "i"}
    | {
        "\u02bb": "'",
        "\u02bc": "'",
        "\u2018": "'",
        "\u2019": "'",
        "\u201c": '"',
        "\u201d": '"',
    }  # apostrophes
    | {"\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-"}  # dashes
)


def folded(text: str) -> str:
    """The text with accents taken off (é to e, ß to ss) and spaces collapsed; what cannot be folded stays."""
    apart = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    plain = "".join(c for c in apart if not unicodedata.combining(c))
    return " ".join(plain.split())


def refused(text: str, delimiters: str, allowed: frozenset[str] = EXTENDED) -> str:
    """The characters of a text that may not stand in a file: separators, and what is outside the set."""
    return "".join(sorted({c for c in text if c not in allowed or c in delimiters}))
