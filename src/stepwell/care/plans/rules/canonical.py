"""The text a signature stands under, always written the same way, and its hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any


def canonical(content: Mapping[str, Any]) -> str:
    """The content as JSON in one way only: keys sorted, no spaces, dates and decimals as text."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain)


def fingerprint(content: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical text, in hexadecimal."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def _plain(value: Any) -> str:
    if isinstance(value, Decimal):
        return str(value.normalize() + 0)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no canonical form")
