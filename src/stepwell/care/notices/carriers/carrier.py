"""What every carrier does: takes words to an address, and says how it went."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol


@dataclass(frozen=True)
class Parcel:
    """What is carried. key: the same for each try of a notice; a carrier that knows it sends once. sender: a name,
    empty for none. head: the subject of an e-mail."""

    key: str
    sender: str
    head: str
    text: str


@dataclass(frozen=True)
class Receipt:
    """The carrier has taken it. number: its own for it."""

    number: str


class NotSent(Exception):
    """It was not taken. how: "later" (nothing went out, try again), "never" (it cannot be sent there) or "unknown" (it
    may have arrived). says: one sentence without address and words."""

    def __init__(self, how: Literal["later", "never", "unknown"], says: str) -> None:
        super().__init__(says)
        self.how, self.says = how, says


class Carrier(Protocol):
    """Carries words by text or by e-mail."""

    def send(self, to: str, words: Parcel) -> Receipt:
        """Take the words to a number or an address. Raises NotSent, and nothing else for what happens outside."""
        ...


@dataclass(frozen=True)
class CameOut:
    """How a try came out. how: sent, later, never or unknown. says: why not. receipt: the carrier's number of it."""

    how: str
    says: str = ""
    receipt: str = ""


def hand_over(carrier: Carrier, to: str, words: Parcel) -> CameOut:
    """Ask the carrier once, and say how it went."""
    try:
        return CameOut("sent", receipt=carrier.send(to, words).number)
    except NotSent as fault:
        return CameOut(fault.how, fault.says)
