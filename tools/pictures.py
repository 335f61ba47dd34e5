"""Makes the README's pictures from the demonstration: `python tools/pictures.py`, PNG files in docs/pictures.

Each picture of PICTURES is taken at a desk (1280 px) and on a phone (390 px), in light, those marked so in dark too:
`today-1280.png`, `today-390-dark.png`. Addresses are not written down: a page is reached from Today by its links.
Starts the demonstration itself and stops it again.
Ends with 1 and a line for each page that could not be reached, that asked another machine for something, that the
content security policy complained about, or that is wider than the screen.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import sys
import urllib.parse
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES_FOLDER = ROOT / "docs/pictures"
SIZES = ((1280, 800), (390, 844))
#: A picture is no taller than this many screens; what follows is more of the same.
SCREENS = 2
PERSON = r"/people/\d+/"
FOUNTAIN_GROVE = "Fountain Grove"


@dataclass(frozen=True)
class Picture:
    """One page to take.

    name: of the file. role, clinic: whose login, the clinic by the beginning of its name. way: the links to follow
    from Today, each a pattern for a whole path. press: names of buttons to press there. dark: in dark too.
    whole: all of the page down to SCREENS screens; else what one screen shows.
    """

    name: str
    role: str
    way: tuple[str, ...] = ()
    clinic: str = FOUNTAIN_GROVE
    press: tuple[str, ...] = ()
    dark: bool = False
    whole: bool = True


#: What the README shows, in its order.
PICTURES = (
    Picture("today", "counselor", dark=True),
    Picture("admissions", "coordinator", ("/admissions/",)),
    Picture("chart", "counselor", (PERSON,), dark=True),
    Picture("week", "coordinator", ("/week/",)),
    Picture("session", "counselor", ("/sessions/", r"/sessions/\d+/")),
    Picture("authorizations", "reviewer", ("/authorizations/",)),
    Picture("billing", "biller", ("/billing/",)),
    Picture("dashboard", "director", ("/dashboard/",)),
    Picture("program", "director", ("/programs/", r"/programs/\d+/")),
    Picture("urgent", "counselor", ("/urgent/",)),
    Picture("trail", "privacy_officer", ("/trail/",)),
)


def main() -> int:
    """Takes the pictures; see the module for the exit code."""
    reader = argparse.ArgumentParser(description="The README's pictures.")
    reader.add_argument("only", nargs="*", help="names of pictures; default all")
    reader.add_argument("--home", type=Path, help="keep the demonstration here, so that the next run starts quickly")
    reader.add_argument("--to", type=Path, default=PICTURES_FOLDER, help="folder for the files")
    options = reader.parse_args()
    unknown = set(options.only) - {picture.name for picture in PICTURES}
    if unknown:
        reader.error(f"no picture is called {', '.join(sorted(unknown))}")
    sys.path.insert(0, str(ROOT))
    from tools.demonstration import served

    options.to.mkdir(parents=True, exist_ok=True)
    wrong: list[str] = []
    with ExitStack() as stack:
        demonstration = stack.enter_context(served(options.home))
        chromium = stack.enter_context(sync_playwright()).chromium.launch(
            executable_path=os.environ.get("STEPWELL_CHROMIUM") or shutil.which("chromium"), args=["--no-sandbox"]
        )
        for picture in PICTURES:
            if not options.only or picture.name in options.only:
                login = demonstration.login(picture.role, picture.clinic)
                wrong += _taken(chromium, demonstration.address, picture, (login.user, login.password), options.to)
        chromium.close()
    print("\n".join(wrong) if wrong else f"pictures in {options.to}")
    return 1 if wrong else 0


def _taken(chromium: Browser, address: str, picture: Picture, login: tuple[str, str], to: Path) -> list[str]:
    """Both sizes of one picture; what was wrong with it."""
    wrong: list[str] = []
    with chromium.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce") as context:
        context.set_default_timeout(15_000)
        page, blank = context.new_page(), context.new_page()
        page.on("console", lambda said: wrong.append(f"{picture.name}: {said.text}") if said.type == "error" else None)
        _tell_strangers(context, address, picture, wrong)
        page.goto(address)
        page.get_by_label("User name").fill(login[0])
        page.get_by_label("Password").fill(login[1])
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(f"{address}/")
        for pattern in picture.way:
            path = _link(page, pattern)
            if path is None:
                return [*wrong, f"{picture.name}: no link to {pattern} at {urllib.parse.urlsplit(page.url).path}"]
            page.goto(address + path)
        for name in picture.press:
            page.get_by_role("button", name=name).first.click()
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            for scheme in ("light", "dark") if picture.dark else ("light",):
                wrong += _file(page, blank, picture, width, height, scheme, to)
    return wrong


def _file(page: Page, blank: Page, picture: Picture, width: int, height: int, scheme: str, to: Path) -> list[str]:
    from tools.palette import reduced

    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    tall = int(page.evaluate("document.documentElement.scrollHeight"))
    shown = min(tall, SCREENS * height) if picture.whole else height
    name = f"{picture.name}-{width}{'-dark' if scheme == 'dark' else ''}.png"
    whole = page.screenshot(
        full_page=True, clip={"x": 0, "y": 0, "width": width, "height": shown}, animations="disabled"
    )
    (to / name).write_bytes(reduced(blank, whole))
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [f"{name}: wider than the screen"] if wide else []


def _link(page: Page, pattern: str) -> str | None:
    """The path and query of the first link of the page whose whole path is like that."""
    links = page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
    here = urllib.parse.urlsplit(page.url).netloc
    for link in map(urllib.parse.urlsplit, links):
        if link.netloc == here and re.fullmatch(pattern, link.path):
            return link.path + (f"?{link.query}" if link.query else "")
    return None


def _tell_strangers(context: BrowserContext, address: str, picture: Picture, wrong: list[str]) -> None:
    """Whatever asks another machine is told."""
    context.on(
        "request",
        lambda asked: (
            None
            if asked.url.startswith((address, "data:", "blob:"))
            else wrong.append(f"{picture.name}: asked {asked.url}")
        ),
    )


if __name__ == "__main__":
    sys.exit(main())
