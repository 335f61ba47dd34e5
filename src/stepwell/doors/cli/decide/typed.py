"""JSON to the rules' own dataclasses and back, with pydantic; the one place of the door that knows it."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from stepwell.doors.cli.decide.engine import Engine
from stepwell.foundation.kernel.facts import BadFacts
from stepwell.foundation.kernel.ruling import Reason, Ruling

REASONS: TypeAdapter[tuple[Reason, ...]] = TypeAdapter(tuple[Reason, ...])
PHRASES = {
    "missing": "a value for this key",
    "extra_forbidden": "no such key",
    "unexpected_keyword_argument": "no such key",
    "dataclass_type": "an object",
    "dict_type": "an object",
    "tuple_type": "a list",
    "invalid_key": "a text as key",
}
CLOCK = "[0-2][0-9]:[0-5][0-9]"
ABSENT = ("missing",)
SURPLUS = ("extra_forbidden", "unexpected_keyword_argument")


class LocalTimes(GenerateJsonSchema):
    """Times are told by the site's clock and need no offset, which the formats of JSON Schema would ask for."""

    def time_schema(self, schema: core_schema.TimeSchema) -> JsonSchemaValue:
        return {"type": "string", "pattern": f"^{CLOCK}"}

    def datetime_schema(self, schema: core_schema.DatetimeSchema) -> JsonSchemaValue:
        return {"type": "string", "pattern": f"^[0-9]{{4}}-[0-1][0-9]-[0-3][0-9][T ]{CLOCK}"}


def facts_of(asked: Engine, document: Any, raw: bytes) -> Any:
    """The engine's facts. Raises BadFacts for the first value that does not fit.

    `document` is the strictly parsed input, `raw` the same as bytes: pydantic reads dates and exact decimals
    strictly from JSON and not from Python values.
    """
    try:
        return TypeAdapter(asked.facts).validate_json(raw)
    except ValidationError as wrong:
        raise _first(wrong, document) from None


def printable(asked: Engine, ruling: Ruling[Any]) -> dict[str, Any]:
    """A ruling as the shell prints it: exactly two keys."""
    return {
        "ruling": TypeAdapter(asked.answer).dump_python(ruling.answer, mode="json"),
        "reasons": REASONS.dump_python(ruling.reasons, mode="json"),
    }


def schema_of(asked: Engine) -> dict[str, Any]:
    """JSON Schemas of what goes in and what comes out; the examples of the input run."""
    taken = TypeAdapter(asked.facts).json_schema(mode="validation", schema_generator=LocalTimes)
    return {
        "engine": asked.name,
        "input": {"$schema": "https://json-schema.org/draft/2020-12/schema", **taken}
        | {"examples": list(asked.examples)},
        "output": _output(asked),
    }


def _output(asked: Engine) -> dict[str, Any]:
    ruling = TypeAdapter(asked.answer).json_schema(mode="serialization", schema_generator=LocalTimes)
    reasons = REASONS.json_schema(mode="serialization", schema_generator=LocalTimes)
    shared = {**ruling.pop("$defs", {}), **reasons.pop("$defs", {})}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": {"ruling": ruling, "reasons": reasons},
        "required": ["ruling", "reasons"],
        "additionalProperties": False,
        "$defs": shared,
    }


def _first(wrong: ValidationError, document: Any) -> BadFacts:
    """The error to show: of the variant that fits best where facts may have several shapes."""
    errors = wrong.errors(include_url=False, include_context=False)
    if errors[0]["type"] == "json_invalid":  # read well by reading.py but for characters that UTF-8 does not have
        return BadFacts("", "text of whole characters", "half a character")
    roots = [_root(error["loc"], document) for error in errors]
    misfits = {
        root: sum(1 for error, of in zip(errors, roots, strict=True) if of == root and _misfit(error)) for root in roots
    }
    best = min(roots, key=lambda root: (misfits[root], roots.index(root)))
    error = next(error for error, root in zip(errors, roots, strict=True) if root == best)
    kind, place = error["type"], error["loc"]
    expected = PHRASES.get(kind, error["msg"].removeprefix("Input should be "))
    got = None if kind in ABSENT else error["input"]
    return BadFacts(_path(place, document, kind), expected, got)


def _misfit(error: Any) -> bool:
    return error["type"] in ABSENT or error["type"] in SURPLUS


def _root(place: tuple[int | str, ...], document: Any) -> str:
    """The variant an error belongs to: its first step when that names no key of the document."""
    if len(place) < 2 or isinstance(place[0], int):
        return ""
    inside = isinstance(document, dict) and place[0] in document
    return "" if inside else place[0]


def _path(place: tuple[int | str, ...], document: Any, kind: str) -> str:
    """pydantic's place as a path into the document; the names of variants it passes through are left out."""
    path, at = "", document
    for number, step in enumerate(place):
        known = isinstance(at, dict) and step in at
        listed = isinstance(at, list) and isinstance(step, int) and step < len(at)
        last = number == len(place) - 1
        if known or listed or (last and kind in ABSENT):
            path += f"[{step}]" if isinstance(step, int) else (f".{step}" if path else step)
            at = at[step] if known or listed else None
    return path
