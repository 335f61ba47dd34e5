"""The two sides of a thread."""

from __future__ import annotations

from typing import Final

CLIENT: Final = "client"
TEAM: Final = "team"
