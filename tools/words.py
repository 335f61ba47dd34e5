"""The Spanish of the public site and the portal: `python tools/words.py`.

Finds every sentence for translation in the templates and modules of a door, compares them with its catalogue
(`locale/es/LC_MESSAGES/django.po`), adds what is missing with an empty answer, and writes the `.mo` that Django reads
once nothing is missing. English is the message itself. `--check` only compares. Either way a missing, empty, fuzzy or
unused message, and one whose blanks are not those of the English, is told on a line of its own, and the answer is 1.
"""

from __future__ import annotations

import argparse
import ast
import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
DOORS = tuple(ROOT / "src/stepwell/doors" / door for door in ("public", "portal"))
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
#: A call in what Django makes of a template; its arguments are Python's own strings.
CALL = re.compile(r"\b(?:_|gettext|ngettext|pgettext|npgettext)\((?=\s*u?['\"])")
BLANK = re.compile(r"%\(\w+\)[sd]|\{\w*\}")
Key = tuple[str | tuple[str, ...], str | None]


def main() -> int:
    """Compares, and without --check writes; 1 with one line for each fault."""
    reader = argparse.ArgumentParser(description="The Spanish of the public site and the portal.")
    reader.add_argument("door", nargs="*", help="public or portal; default both")
    reader.add_argument("--check", action="store_true", help="only compare; nothing is written")
    options = reader.parse_args()
    doors = [door for door in DOORS if not options.door or door.name in options.door]
    wrong = [fault for door in doors for fault in (checked(door) if options.check else _written(door))]
    print("\n".join(wrong) if wrong else f"{sum(len(catalogue(door)) for door in doors)} messages, each in Spanish")
    return 1 if wrong else 0


def found(door: Path) -> dict[Key, None]:
    """Every message of a door's templates and modules, in the order of the files."""
    messages: dict[Key, None] = {}
    for path in sorted((*door.rglob("*.html"), *door.rglob("*.txt"), *door.rglob("*.py"))):
        text = path.read_text(encoding="utf-8")
        source = text if path.suffix == ".py" else "\n".join(calls(templatize(text)))
        for _, said, _, context in extract("python", io.BytesIO(source.encode()), KEYWORDS):
            messages[(tuple(said) if isinstance(said, tuple | list) else said), context] = None
    messages.pop(("", None), None)
    return messages


def calls(templatized: str) -> Iterator[str]:
    """The calls in what Django makes of a template, without the rest, which is no Python."""
    for match in CALL.finditer(templatized):
        for end in range(match.end() + 1, len(templatized) + 1):
            call = templatized[match.start() : end]
            if call.endswith(")") and _is_python(call):
                yield call
                break


def catalogue(door: Path) -> Catalog:
    """A door's Spanish; empty where there is none yet."""
    path = _po(door)
    if not path.is_file():
        return Catalog(locale="es", charset="utf-8", fuzzy=False)
    return read_po(io.BytesIO(path.read_bytes()), locale="es")


def checked(door: Path) -> list[str]:
    """A line for each message that is missing, empty, fuzzy, unused or has other blanks, and for a stale .mo."""
    spanish, needed = catalogue(door), found(door)
    if not needed:
        return []
    kept = {_key(message): message for message in spanish if message.id}
    wrong = [f"{door.name}: not in Spanish: {_shown(key)}" for key in needed if key not in kept]
    wrong += [f"{door.name}: nobody says any more: {_shown(key)}" for key in kept if key not in needed]
    wrong += [f"{door.name}: {fault}: {_shown(key)}" for key, one in kept.items() for fault in faults(one)]
    mo = _po(door).with_suffix(".mo")
    if not wrong and (not mo.is_file() or mo.read_bytes() != _mo(spanish)):
        wrong.append(f"{door.name}: {mo.name} is not of this catalogue; run tools/words.py")
    return wrong


def faults(message: Message) -> Iterator[str]:
    """What is wrong with one message's Spanish."""
    said = message.string if isinstance(message.string, tuple | list) else (message.string,)
    if not all(said):
        yield "is empty"
        return
    if message.fuzzy:
        yield "is marked as fuzzy"
    english = message.id if isinstance(message.id, tuple | list) else (message.id,)
    wanted = set(BLANK.findall(english[-1]))
    if any(set(BLANK.findall(str(one))) != wanted for one in said):
        yield "has other blanks"


def _written(door: Path) -> list[str]:
    needed = found(door)
    if not needed:
        return []
    old = {_key(message): message for message in catalogue(door) if message.id}
    new = Catalog(locale="es", charset="utf-8", project="Stepwell", version="1", fuzzy=False)
    for key in needed:
        said, context = key
        new.add(said, old[key].string if key in old else None, context=context, flags=_flags(old.get(key)))
    _po(door).parent.mkdir(parents=True, exist_ok=True)
    kept = io.BytesIO()
    write_po(kept, new, width=120, omit_header=True, no_location=True)
    header = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Language: es\\n"\n'
    header += '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
    _po(door).write_text(header + kept.getvalue().decode(), encoding="utf-8")
    _po(door).with_suffix(".mo").write_bytes(_mo(catalogue(door)))
    return checked(door)


def _mo(spanish: Catalog) -> bytes:
    made = io.BytesIO()
    # The same words give the same bytes, whenever they are written.
    spanish.creation_date = spanish.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    write_mo(made, spanish)
    return made.getvalue()


def _flags(message: Message | None) -> set[str]:
    return {"fuzzy"} if message is not None and message.fuzzy else set()


def _key(message: Message) -> Key:
    return (tuple(message.id) if isinstance(message.id, tuple | list) else message.id), message.context


def _shown(key: Key) -> str:
    said = key[0] if isinstance(key[0], str) else key[0][0]
    return said if len(said) < 90 else f"{said[:87]}..."


def _po(door: Path) -> Path:
    return door / "locale/es/LC_MESSAGES/django.po"


def _is_python(text: str) -> bool:
    try:
        ast.parse(text)
    except SyntaxError:
        return False
    return True


if not settings.configured:
    # Django reads a template for its messages only with settings; none of ours is asked.
    settings.configure(USE_I18N=True)

if __name__ == "__main__":
    sys.exit(main())
