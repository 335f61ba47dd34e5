"""What a stored decision keeps of its facts and reasons, as JSON holds it, so that it can be replayed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from stepwell.foundation.kernel.ruling import Reason

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


def plain(value: DataclassInstance) -> dict[str, Any]:
    """A dataclass with days as text and tuples as lists."""
    return {key: _plain(one) for key, one in asdict(value).items()}


def reasons(given: Iterable[Reason]) -> list[dict[str, Any]]:
    """Reasons with their rule, sentence, source and facts."""
    return [plain(reason) for reason in given]


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value
