"""Every sentence of the public site and the portal is there in Spanish, and what Django reads is of that catalogue."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo

from tools.words import DOORS, calls, catalogue, checked, found


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.name)
def test_each_sentence_is_in_spanish(door: Path):
    assert checked(door) == []


def test_there_is_something_to_say():
    assert len(found(DOORS[0])) > 200


def _door(folder: Path, *, spanish: str = "", template: str = '{% load i18n %}{% translate "Good night" %}') -> Path:
    """A door with one page and its catalogue."""
    (folder / "templates").mkdir(parents=True)
    (folder / "templates/page.html").write_text(template)
    (folder / "locale/es/LC_MESSAGES").mkdir(parents=True)
    (folder / "locale/es/LC_MESSAGES/django.po").write_text(
        f'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Language: es\\n"\n\n{spanish}'
    )
    return folder


@pytest.mark.parametrize(
    ("spanish", "fault"),
    [
        ("", "not in Spanish: Good night"),
        ('msgid "Good night"\nmsgstr ""\n', "is empty: Good night"),
        ('#, fuzzy\nmsgid "Good night"\nmsgstr "Buenas noches"\n', "is marked as fuzzy: Good night"),
        (
            'msgid "Good night"\nmsgstr "Buenas noches"\n\nmsgid "Good day"\nmsgstr "Buenos días"\n',
            "nobody says any more: Good day",
        ),
        ('msgid "Good night"\nmsgstr "Buenas noches"\n', "django.mo is not of this catalogue"),
    ],
)
def test_what_is_missing_empty_fuzzy_unused_or_stale_is_told(tmp_path: Path, spanish: str, fault: str):
    (told,) = checked(_door(tmp_path / "door", spanish=spanish))
    assert fault in told


def test_spanish_with_other_blanks_is_told(tmp_path: Path):
    page = "{% load i18n %}{% blocktranslate %}By {{ clock }}{% endblocktranslate %}"
    door = _door(tmp_path / "door", spanish='msgid "By %(clock)s"\nmsgstr "A las %(hora)s"\n', template=page)
    (told,) = checked(door)
    assert "has other blanks: By %(clock)s" in told


def test_a_template_with_quotes_and_plurals_is_read():
    from django.utils.translation.template import templatize

    page = """<p>it's</p>{% blocktranslate count n=3 %}{{ n }} "seat"{% plural %}{{ n }} seats (free)"""
    page += "{% endblocktranslate %}"
    assert len(list(calls(templatize(page)))) == 1


def test_what_django_reads_is_the_catalogue():
    door = DOORS[0]
    read = read_mo(io.BytesIO((door / "locale/es/LC_MESSAGES/django.mo").read_bytes()))
    assert {one.id for one in read if one.id and isinstance(one.id, str)} >= {
        one.id for one in catalogue(door) if one.id and isinstance(one.id, str) and not one.context
    }
