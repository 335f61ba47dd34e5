"""The words on pages and papers: person first, and none that shames."""

from __future__ import annotations

import re
from pathlib import Path

DOORS = Path(__file__).resolve().parents[2] / "src" / "stepwell" / "doors"
SHAMING = re.compile(
    r"\b(abus(?:e|es|er|ers|ed|ing)|clean|dirty|addicts?|alcoholics?|junkies?|non-?complian(?:t|ce)|terminat(?:e|ed|ion)"
    r"|(?:failed|fails|dirty|clean) (?:a |the )?(?:drug )?tests?)\b",
    re.IGNORECASE,
)
FIELD = re.compile(r"<(?:input|select|textarea)\b[^>]*>")


def templates() -> list[Path]:
    return sorted(DOORS.rglob("templates/**/*.html"))


def shaming(text: str) -> list[str]:
    """What a reader sees of a template, without its tags of the template language, and the words in it that shame."""
    shown = re.sub(r"{%.*?%}|{{.*?}}|{#.*?#}", " ", text)
    return [found.group() for found in SHAMING.finditer(shown)]


def unlabelled(text: str) -> list[str]:
    """Fields written by hand that neither name nor label says what they are."""
    found = []
    for field in FIELD.findall(text):
        named = re.search(r"aria-label(?:ledby)?=|type=\"(?:hidden|submit)\"|type=hidden", field)
        at = re.search(r'\bid="([^"]+)"', field)
        inside = re.search(r"<label\b[^>]*>(?:(?!</label>).)*" + re.escape(field), text, re.DOTALL)
        if not named and not inside and not (at and f'for="{at.group(1)}"' in text):
            found.append(field)
    return found


def test_no_template_shames():
    assert len(templates()) > 100
    assert {path.name: words for path in templates() if (words := shaming(path.read_text()))} == {}


def test_every_field_written_by_hand_says_what_it_is():
    assert {path.name: found for path in templates() if (found := unlabelled(path.read_text()))} == {}


def test_a_word_that_shames_and_a_bare_field_are_seen():
    assert shaming("<p>A failed test</p>{% if clean %}") == ["failed test"]
    assert shaming("non-compliant, Abuse, dirty") == ["non-compliant", "Abuse", "dirty"]
    assert unlabelled('<input name="q">') == ['<input name="q">']
    assert unlabelled('<label for="q">Words</label><input id="q"><label>On <input name="on"></label>') == []
