"""The seal on a signed part: a hash over its text, who signed it when, and the version before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any


@dataclass(frozen=True)
class Signed:
    """What a signature stands under. about: "session:3" or "participation:17". content: what was written, as JSON
    can hold it. previous: the seal of the version before; empty for the first."""

    about: str
    version: int
    content: Mapping[str, Any]
    author: int
    credential: str
    signed_at: datetime
    why: str = ""
    previous: str = ""


def seal(signed: Signed) -> str:
    """SHA-256, in hexadecimal, of the canonical text: keys sorted, no spaces, the moment in UTC."""
    text = json.dumps(
        {
            "about": signed.about,
            "version": signed.version,
            "content": signed.content,
            "author": signed.author,
            "credential": signed.credential,
            "signed_at": signed.signed_at.astimezone(UTC).isoformat(),
            "why": signed.why,
            "previous": signed.previous,
        },
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
    )
    return hashlib.sha256(text.encode()).hexdigest()
