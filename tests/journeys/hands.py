"""What a person does at a page, with a mouse or with keys alone: the same words for both."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, time
from typing import Any

from playwright.sync_api import Download, Locator, Page, expect

#: More stops of the Tab key than any page may have.
MOST_TABS = 260
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
        link = self.link(name, within)
        self._and_arrive(lambda: self._activate(link))

    def press(self, name: str | re.Pattern[str], within: Locator | None = None) -> None:
        """Press a button that sends something; what was sent is taken."""
        button = self.button(name, within)
        self._and_arrive(lambda: self._activate(button))
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

    def _activate(self, at: Locator) -> None:
        at.click()

    def _and_arrive(self, does: Callable[[], None]) -> None:
        with self.page.expect_navigation(wait_until="domcontentloaded") as arrived:
            does()
        answered = arrived.value
        if answered and answered.status >= 400:
            said = " ".join(self.page.locator(f"{REFUSED}, main .notice, main h1").all_inner_texts())
            raise AssertionError(f"{answered.status} at {answered.url}: {said}")


class Keys(Hands):
    """Hands that never touch a mouse: Tab, arrows, Enter, Space, `/` for the search, j and k in lists."""

    def take(self, label: str, option: str) -> None:
        field = self.field(label)
        self.reach(field)
        self.page.keyboard.type(option, delay=0)
        assert field.locator("option:checked").inner_text() == option, f"{label}: typing does not find {option}"

    def tick(self, at: Locator) -> None:
        if at.is_checked():
            return
        if at.get_attribute("type") == "checkbox":
            self.reach(at)
            self.page.keyboard.press("Space")
        else:
            self._roll(at)
        expect(at).to_be_checked()

    def say(self, at: Locator) -> None:
        self.tick(at)
        self.page.keyboard.press("Enter")

    def place(self, name: str) -> None:
        """The search finds pages too."""
        self._search(name)
        self.follow(re.compile(f"^{re.escape(name)}"), self.page.locator("#found"))

    def line(self, name: str | re.Pattern[str]) -> None:
        """Step down a list with j until the line, and open it."""
        target = self.link(name, self.page.locator("main"))
        self._until(target, "j")
        self._and_arrive(lambda: self.page.keyboard.press("Enter"))

    def reach(self, target: Locator, *, group: bool = False) -> None:
        """Tab to a thing, over the skip link where it is in the page's content; `group`: to its radio group."""
        target.wait_for()
        if _where(target, group) == "top":
            self.page.keyboard.press("Tab")
            if target.evaluate("one => document.getElementById('content').contains(one)"):
                self.page.keyboard.press("Enter")
        for _ in range(MOST_TABS):
            way = _where(target, group)
            if way == "here":
                return
            self.page.keyboard.press("Shift+Tab" if way == "before" else "Tab")
        raise AssertionError(f"Tab never comes to {target}")

    def _roll(self, at: Locator) -> None:
        """Into the radio group, then with the arrows to the answer."""
        self.reach(at, group=True)
        if _is_here(at):
            self.page.keyboard.press("Space")
        else:
            self._until(at, "ArrowDown")

    def _until(self, target: Locator, key: str) -> None:
        """Strike a key until the thing has the focus."""
        for _ in range(MOST_TABS):
            self.page.keyboard.press(key)
            if _is_here(target):
                return
        raise AssertionError(f"{key} never comes to {target}")

    def _search(self, words: str) -> None:
        self.page.evaluate("document.activeElement.blur()")
        self.page.keyboard.press("/")
        self.page.keyboard.type(words)

    def _activate(self, at: Locator) -> None:
        self.reach(at)
        self.page.keyboard.press("Enter")

    def fill(self, at: Locator, value: Any) -> None:
        self.reach(at)
        if isinstance(value, date | time):
            self.page.keyboard.type(_as_typed(value))
        else:
            self.page.keyboard.press("Control+A")
            self.page.keyboard.insert_text(str(value))


#: Where a thing is from what has the focus: here, before it, after it; "top" where nothing has the focus yet.
_LOOK = """(one, group) => {
  const at = document.activeElement;
  if (at === one || (group && at.name === one.name && at.form === one.form && at.type === one.type)) return "here";
  if (!at || at === document.body) return "top";
  return at.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_PRECEDING ? "before" : "after";
}"""


def _where(target: Locator, group: bool) -> str:
    return str(target.evaluate(_LOOK, group))


def _is_here(target: Locator) -> bool:
    return _where(target, False) == "here"


def _as_sent(value: Any) -> str:
    """As the field sends it: 2026-03-04, 10:30."""
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return value.isoformat() if isinstance(value, date) else str(value)


def _as_typed(value: date | time) -> str:
    """As it is typed into the parts of a field: 03042026, 1030AM."""
    if isinstance(value, time):
        return value.strftime("%I%M%p")
    return value.strftime("%m%d%Y")
