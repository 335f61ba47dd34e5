"""Text without its accents and case, so that somebody typing "jose nunez" finds José Núñez."""

from __future__ import annotations

import unicodedata


def folded(text: str) -> str:
    """Lower case, without accents, with single spaces."""
    plain = "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))
    return " ".join(plain.casefold().split())


def words_begin(asked: str, text: str) -> bool:
    """Whether each word asked for is the beginning of a word of the text, in any order."""
    words = folded(text).replace("-", " ").split()
    return bool(asked.strip()) and all(any(word.startswith(one) for word in words) for one in folded(asked).split())
