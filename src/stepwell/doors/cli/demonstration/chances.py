"""Chance that can be repeated: every decision has its own seed, so that one more person changes nobody else's story."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping, Sequence
from typing import TypeVar

T = TypeVar("T")


class Chances:
    """Drawn from a path of words and numbers; the same path draws the same again, on every machine."""

    def __init__(self, *path: object) -> None:
        self._path = tuple(map(str, path))
        # Nothing secret is drawn: the story must come out the same for the same seed.
        self._random = random.Random("/".join(self._path))

    def of(self, *path: object) -> Chances:
        """Chance of its own for something below this path."""
        return Chances(*self._path, *path)

    def yes(self, rate: float) -> bool:
        """True in `rate` of cases; 0 to 1."""
        return self._random.random() < rate

    def between(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return self._random.randint(low, high)

    def choice(self, several: Sequence[T]) -> T:
        """One of several, each as likely."""
        return several[self._random.randrange(len(several))]

    def weighed(self, weights: Mapping[T, float]) -> T:
        """One of the keys, as likely as its weight says."""
        return self._random.choices(list(weights), weights=list(weights.values()))[0]

    def around(self, median: float, spread: float = 0.35) -> int:
        """A whole number of at least 1 around a median, skewed to the right as lengths of stay are."""
        return max(1, round(median * math.exp(self._random.gauss(0, spread))))
