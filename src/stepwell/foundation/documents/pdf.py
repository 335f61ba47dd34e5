"""Papers and summaries as PDF on Letter pages, from data alone."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import typst

TEMPLATES = Path(__file__).parent / "templates"
_own = threading.local()
NAMES = ("paper", "summary", "letter", "packet")


class Unprintable(ValueError):
    """A template does not exist, or the data lacks what it prints."""


def render(template: str, data: Mapping[str, Any]) -> bytes:
    """A PDF with "Page 1 of 2" and the notice at each foot. The same data gives the same bytes.

    template: "paper" (consents, notices: numbered clauses), "summary", "letter" or "packet". data holds values that
    JSON can hold, every text as people wrote it; nothing in it is read as markup. Keys:

    - title; letterhead: {name, lines?}; notice?: text at the foot; language?: "en" (default) or "es"
    - about?: [[label, value], ...], who it is about
    - clauses (paper) or sections (summary): [{heading?, paragraphs?: [text], rows?: [[label, value]],
      items?: [text], table?: {head: [text], rows: [[text]]}}, ...]
    - signatures?: [{role, name?, on?, how?, drawn?: the bytes of a PNG as numbers}]; without `on` a line to sign on
    - letter: date; to: [line]; paragraphs: [text]; scope?: on which consent it goes
    - packet: sections [{heading, asks?: [text], sentences?: [{says, evidence: [number]}], gaps?: [text]}];
      evidence: [{number, says}], each sentence linked to its own; evidence_heading

    Raises Unprintable.
    """
    if template not in NAMES:
        raise Unprintable(f"There is no template {template!r}; there are {', '.join(NAMES)}.")
    try:
        made = _compiler(template).compile(sys_inputs={"data": json.dumps(dict(data))}, timestamp=0)
    except (typst.TypstError, TypeError) as error:
        raise Unprintable(str(error)) from error
    if not isinstance(made, bytes):
        raise Unprintable("Nothing was printed.")
    return made


def _compiler(template: str) -> typst.Compiler:
    """One for each template and thread: it has read the template and the fonts already."""
    kept: dict[str, typst.Compiler] = _own.__dict__.setdefault("kept", {})
    if template not in kept:
        kept[template] = typst.Compiler(TEMPLATES / f"{template}.typ", root=TEMPLATES, font_paths=_fonts())
    return kept[template]


@cache
def _fonts() -> typst.Fonts:
    """Typst's own fonts, and the machine's for scripts those lack. Looked for once."""
    return typst.Fonts()
