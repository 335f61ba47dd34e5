"""Writes a claim file, and refuses to write an unfit one."""

from __future__ import annotations

from typing import Any

from stepwell.foundation.wire.x12.checks import check
from stepwell.foundation.wire.x12.claims import ClaimFile, File837I, File837P
from stepwell.foundation.wire.x12.fault import Fault
from stepwell.foundation.wire.x12.fields import normal
from stepwell.foundation.wire.x12.layout import laid_out


class UnfitToWrite(ValueError):
    """A claim file has faults; nothing of it was written. `faults` says which."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        found = "; ".join(f"{f.path}: {f.says} Expected {f.expected}, got {f.got!r}." for f in faults)
        super().__init__(found)


def write_837p(file: File837P, *, newlines: bool = False) -> str:
    """The text of a professional claim file. Control numbers come from the caller's own sequence.

    newlines: a line a segment, for people to read; partners take either. Raises UnfitToWrite.
    """
    return _written(file, newlines)


def write_837i(file: File837I, *, newlines: bool = False) -> str:
    """The text of an institutional claim file; as `write_837p`. Raises UnfitToWrite."""
    return _written(file, newlines)


def _written(file: ClaimFile[Any], newlines: bool) -> str:
    if faults := check(file):
        raise UnfitToWrite(faults)
    end = file.envelope.delimiters.terminator + ("\n" if newlines else "")
    return "".join(f"{segment}{end}" for segment in laid_out(normal(file)))
