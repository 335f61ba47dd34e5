"""A carrier that keeps what it is given in a file, for demonstrations and tests; it can be told to fail or be slow."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from stepwell.care.notices.carriers.carrier import NotSent, Parcel, Receipt

How = Literal["later", "never", "unknown"]


class Simulator:
    """Sends nothing outside. failing: addresses that fail, and how; whoever is asked for "unknown" keeps it too, as the
    world may. pause: seconds it takes."""

    def __init__(self, file: Path, failing: Mapping[str, How] | None = None, pause: int = 0) -> None:
        self.file, self.failing, self.pause = file, dict(failing or {}), pause

    def send(self, to: str, words: Parcel) -> Receipt:
        """Keep it as one line of the file."""
        if self.pause:
            time.sleep(self.pause)
        how = self.failing.get(to)
        if how in ("later", "never"):
            raise NotSent(how, "The simulator was told to fail.")
        self._keep({"to": to, "key": words.key, "sender": words.sender, "head": words.head, "text": words.text})
        if how == "unknown":
            raise NotSent(how, "The simulator was told to fall silent.")
        return Receipt(f"simulated-{words.key}")

    def sent(self) -> list[dict[str, Any]]:
        """What it was given, in order."""
        if not self.file.exists():
            return []
        return [json.loads(line) for line in self.file.read_text(encoding="utf-8").splitlines()]

    def _keep(self, row: Mapping[str, str]) -> None:
        self.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        line = json.dumps(row, ensure_ascii=False).encode() + b"\n"
        # One write at the end of the file: two workers do not mix their lines.
        opened = os.open(self.file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(opened, line)
        finally:
            os.close(opened)
