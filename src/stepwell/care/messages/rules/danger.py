"""Words in a message that may mean danger. It finds words and judges nobody: a person reads, calls and decides."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from stepwell.foundation.kernel.ruling import Ruling
from stepwell.foundation.policy.document import Policy

#: Straight and curly, and the accents people type for one.
_APOSTROPHES = re.compile("['`\u00b4\u2018\u2019]")


def danger_in(text: str, policy: Policy) -> Ruling[tuple[str, ...]]:
    """The phrases of the policy that stand in the text, in the policy's order; none where there are none.

    policy: messages/team. In every language at once: people write in the one that comes. Case, accents, apostrophes,
    line breaks and punctuation between the words hide nothing.
    """
    said = " ".join(_words(text))
    found = [phrase for phrase in _every(policy) if _pattern(phrase).search(said)]
    if not found:
        return Ruling(())
    return Ruling(tuple(dict.fromkeys(found)), (policy.reason("danger", {"phrases": list(dict.fromkeys(found))}),))


def _every(policy: Policy) -> Iterable[str]:
    return (str(phrase) for phrases in policy.rule("danger")["phrases"].values() for phrase in phrases)


def _pattern(phrase: str) -> re.Pattern[str]:
    """The words of a phrase one after the other; a star at its end is any ending."""
    words = " ".join(re.escape(word) for word in _words(phrase))
    ends = "" if phrase.endswith("*") else r"(?!\S)"
    return re.compile(rf"(?<!\S){words}{ends}")


def _words(text: str) -> list[str]:
    apart = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text).casefold())
    plain = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return re.findall(r"\w+", plain)
