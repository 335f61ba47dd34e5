"""What a person does at a page, in words that hands with a mouse and hands without one share (see keys.py)."""

from __future__ import annotations

import re
from datetime import date, time
from typing import Any

from playwright.sync_api import Download, Locator, Page, Response

#: What a page says when it did not take what was sent.
REFUSED = "#faults, main [role=alert]"


class Hands:
    """Somebody's hands at a page: with a mouse. Names are what stands on the page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    # Finding.

    def link(self, name: str | re.Pattern[str], within: Locator | None = None) -> Locator:
        """A link by its words: all of them where a text is given, a part of them for a pattern."""
        return (within or self.page.locator("body")).get_by_role("link", name=name, exact=True).first

    def button(self, name: str | re.Pattern[str], within: Locator | None = None) -> Locator:
        """A button by its words."""
        return (within or self.page.locator("body")).get_by_role("button", name=name, exact=True).first

    def field(self, label: str | re.Pattern[str], within: Locator | None = None) -> Locator:
        """A field by its label, also where the label goes on with "may be left out"."""
        found = re.compile(rf"^\s*{re.escape(label)}(\s|$)") if isinstance(label, str) else label
        fields = self.page.locator("input, select, textarea")
        return (within or self.page.locator("main")).get_by_label(found).and_(fields).first

    def answer(self, question: str, answer: str) -> Locator:
        """One of the answers to a question of several."""
        group = self.page.get_by_role("group", name=re.compile(re.escape(question)))
        return group.get_by_label(answer, exact=True).first

    def coded(self, name: str, value: str) -> Locator:
        """A radio button by what it sends."""
        return self.page.locator(f"input[name='{name}'][value='{value}']")

    # Doing.

    def follow(self, name: str | re.Pattern[str], within: Locator | None = None) -> None:
        """Go where a link leads."""
        self._and_arrive(self.link(name, within))

    def press(self, name: str | re.Pattern[str], within: Locator | None = None) -> None:
        """Press a button that sends something; what was sent is taken."""
        self._and_arrive(self.button(name, within))
        refused = self.page.locator(REFUSED)
        assert not refused.count(), f"{name}: {refused.first.inner_text()}"

    def open(self, name: str) -> None:
        """Unfold a part of the page."""
        self._activate(self.page.locator("main summary", has_text=name).first)

    def write(self, label: str | re.Pattern[str], value: Any, within: Locator | None = None) -> None:
        """Fill in a field: text, number, day or time."""
        self.fill(self.field(label, within), value)

    def unfold(self, name: str | re.Pattern[str], within: Locator | None = None) -> None:
        """Follow a link or press a button that changes the page in place."""
        self._activate(self.link(name, within).or_(self.button(name, within)).first)

    def fill(self, at: Locator, value: Any) -> None:
        """Fill in this field."""
        at.fill(_as_sent(value))

    def take(self, label: str, option: str) -> None:
        """Choose from a list."""
        self.field(label).select_option(label=option)

    def choose(self, question: str, answer: str) -> None:
        """Tick one of a question's answers."""
        self.tick(self.answer(question, answer))

    def tick(self, at: Locator) -> None:
        """Tick a box or a radio button."""
        at.check()

    def say(self, at: Locator) -> None:
        """Answer a questionnaire that asks one question at a time: a tap goes on by itself."""
        at.click()

    def someone(self, name: str) -> None:
        """Find somebody with the search of every page, and open their page."""
        self._search(name)
        self.follow(re.compile(f"^{re.escape(name)}"), self.page.locator("#found"))

    def place(self, name: str) -> None:
        """Open a page of the navigation."""
        self.follow(name, self.page.get_by_role("navigation", name="Main"))

    def download(self, name: str) -> Download:
        """Follow a link that gives a file."""
        with self.page.expect_download() as coming:
            self._activate(self.link(name))
        return coming.value

    def _search(self, words: str) -> None:
        self.page.get_by_label("Search people and pages").click()
        self.page.keyboard.type(words)

    def reach(self, target: Locator) -> None:
        """Be ready to use a thing. A mouse is everywhere."""
        target.wait_for()

    def _use(self, at: Locator) -> None:
        at.click()

    def _activate(self, at: Locator) -> None:
        self.reach(at)
        self._use(at)

    def _and_arrive(self, at: Locator) -> None:
        # Reached before: the skip link changes the address too.
        self.reach(at)
        with self.page.expect_navigation(wait_until="domcontentloaded") as arrived:
            self._use(at)
        self._look_at(arrived.value)

    def _look_at(self, answered: Response | None) -> None:
        """An answer that refuses is told with its words."""
        if answered and answered.status >= 400:
            said = " ".join(self.page.locator(f"{REFUSED}, main .notice, main h1").all_inner_texts())
            raise AssertionError(f"{answered.status} at {answered.url}: {said}")


def _as_sent(value: Any) -> str:
    """As the field sends it: 2026-03-04, 10:30."""
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return value.isoformat() if isinstance(value, date) else str(value)
