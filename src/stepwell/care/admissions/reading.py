"""Facts that come as a mapping, read into a rule's own dataclass as strictly as at the shell."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from stepwell.foundation.gate.refusals import BadInput

F = TypeVar("F")


def read_facts(kind: type[F], given: Mapping[str, Any]) -> tuple[F, dict[str, Any]]:
    """The facts as the rule takes them, and as JSON keeps them. Raises BadInput with the path of what is wrong."""
    adapter = TypeAdapter(kind)
    try:
        read = adapter.validate_json(json.dumps(dict(given), default=str))
    except ValidationError as fault:
        first = fault.errors()[0]
        path = ".".join(str(part) for part in first["loc"])
        raise BadInput(path or "facts", f"{first['msg']}; got {first['input']!r}.") from None
    kept: dict[str, Any] = adapter.dump_python(read, mode="json")
    return read, kept
