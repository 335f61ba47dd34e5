"""The words of a PDF, page by page, read from its own character tables. For what typst writes, and no more."""

from __future__ import annotations

import re
import zlib

OBJECT = re.compile(rb"(?:^|\s)(\d+) 0 obj\b(.*?)endobj", re.DOTALL)
STREAM = re.compile(rb"/Length (\d+).*?stream\r?\n", re.DOTALL)
WITHIN = rb"(?:[^\\()]|\\.)*"
for _depth in range(3):  # a string may hold parentheses as long as they pair
    WITHIN = rb"(?:[^\\()]|\\.|\(" + WITHIN + rb"\))*"
SHOWN = re.compile(
    rb"/(?P<font>f\d+) [\d.]+ Tf|ActualText\s*<FEFF(?P<actual>[0-9A-F]*)>|(?P<end>EMC)|(?P<line>ET)"
    rb"|\((?P<text>" + WITHIN + rb")\)|<(?P<hex>[0-9A-Fa-f]+)>",
    re.DOTALL,
)
ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def pages(pdf: bytes) -> list[str]:
    """The text of each page, runs of text separated by a space."""
    objects = {int(number): body for number, body in OBJECT.findall(pdf)}
    leaves = re.findall(rb"(\d+) 0 R", _after(objects, rb"/Type/Pages", rb"/Kids\[(.*?)\]"))
    return [_page(objects, objects[int(leaf)]) for leaf in leaves]


def lowest(pdf: bytes) -> float:
    """How far above a page's lower edge its lowest line of text or rule stands, in points."""
    contents = (_stream(body) for _, body in OBJECT.findall(pdf) if b"/FlateDecode" in body and b"stream" in body)
    return min(float(y) for c in contents for y in re.findall(rb"\b1 0 0 -1 [\d.]+ (-?[\d.]+) cm", c))


def _page(objects: dict[int, bytes], page: bytes) -> str:
    resources = objects[int(_find(rb"/Resources (\d+) 0 R", page))]
    named = re.findall(rb"/(f\d+) (\d+) 0 R", _find(rb"/Font<<(.*?)>>", resources))
    fonts = {name: _table(objects, objects[int(number)]) for name, number in named}
    content = _stream(objects[int(_find(rb"/Contents (\d+) 0 R", page))])
    font, hidden, words = {}, False, []
    for part in SHOWN.finditer(content):
        if part["font"]:
            font = fonts[part["font"]]
        elif part["actual"] is not None:
            hidden = True
            words.append(bytes.fromhex(part["actual"].decode()).decode("utf-16-be"))
        elif part["end"]:
            hidden = False
        elif part["line"]:
            words.append(" ")
        elif not hidden:
            words.append(_words(part, font))
    return re.sub(r"\s+", " ", "".join(words)).strip()


def _words(part: re.Match[bytes], font: dict[int, str]) -> str:
    raw = bytes.fromhex(part["hex"].decode()) if part["hex"] else ESCAPE.sub(_unescaped, part["text"])
    return "".join(font.get(int.from_bytes(raw[at : at + 2], "big"), "?") for at in range(0, len(raw), 2))


def _unescaped(match: re.Match[bytes]) -> bytes:
    code = match[1]
    return bytes([int(code, 8)]) if code.isdigit() else LETTERS.get(code, code)


def _table(objects: dict[int, bytes], font: bytes) -> dict[int, str]:
    """Which letters each glyph of a font stands for."""
    table = _stream(objects[int(_find(rb"/ToUnicode (\d+) 0 R", font))])
    pairs = re.findall(rb"<([0-9A-F]{4})>\s*<([0-9A-F]+)>\n", table)
    return {int(glyph, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for glyph, text in pairs}


def _stream(body: bytes) -> bytes:
    # By its length: the last byte of what is compressed may look like the end of a line.
    head = STREAM.search(body)
    assert head, "the PDF's object has no stream"
    return zlib.decompress(body[head.end() : head.end() + int(head[1])])


def _after(objects: dict[int, bytes], mark: bytes, pattern: bytes) -> bytes:
    return next(_find(pattern, body) for body in objects.values() if mark + b"/" in body)


def _find(pattern: bytes, text: bytes) -> bytes:
    found = re.search(pattern, text, re.DOTALL)
    assert found, f"the PDF has no {pattern!r}"
    return found[1]
