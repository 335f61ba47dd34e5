"""Where a video session meets: the provider that the policy names, behind one small promise."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from stepwell.foundation.policy.document import Policy
from stepwell.foundation.policy.loading import load

VIDEO = "video/provider"
#: Of randomness in a room's name: nobody finds a room by trying.
_BITS = 144


class VideoProvider(Protocol):
    """Opens rooms. The promise: each call a new https address of at most 300 characters that cannot be guessed and
    says nothing of who meets or why."""

    def open_room(self) -> str:
        """The address of a new room."""
        ...


@dataclass(frozen=True)
class AddressProvider:
    """A provider whose rooms come into being when somebody enters them; `address` holds {room}.

    A room is a number: letters drawn by lot spell a word now and then.
    """

    address: str

    def open_room(self) -> str:
        return self.address.replace("{room}", str(secrets.randbits(_BITS)))


def provider_of(policy: Policy) -> VideoProvider:
    """The provider of video/provider; what is shipped is a simulator at an address that leads nowhere."""
    return AddressProvider(policy.rule("provider")["address"])


def room_for(on: date, mode: str) -> str:
    """A new room for a session by video on the day; empty for one in person."""
    return provider_of(load(VIDEO, on)).open_room() if mode == "video" else ""
