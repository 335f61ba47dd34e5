"""Hands that never touch a mouse."""

from __future__ import annotations

import re
from datetime import date, time
from typing import Any

from playwright.sync_api import Locator, expect

from tests.journeys.hands import Hands

#: More stops of the Tab key than any page may have.
MOST_TABS = 260


class Keys(Hands):
    """Tab, arrows, Enter, Space, `/` for the search, j in lists. Wherever a mouse gets, keys get."""

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
        self._and_arrive(target)

    def reach(self, target: Locator) -> None:
        self._tab_to(target)

    def _tab_to(self, target: Locator, *, group: bool = False) -> None:
        """Tab to a thing, over the skip link where it is in the page's content; `group`: to its radio group."""
        target.wait_for()
        if _where(target, group) == "top":
            self.page.keyboard.press("Tab")
            if target.evaluate(_SKIPS):
                self.page.keyboard.press("Enter")
        struck = 0
        while struck < MOST_TABS and (way := _where(target, group)) != "here":
            # As many as there are stops between, and then one at a time: a look after each would take twice as long.
            between = max(1, int(target.evaluate(_BETWEEN))) if not struck else 1
            for _ in range(between):
                self.page.keyboard.press("Shift+Tab" if way == "before" else "Tab")
            struck += between
        assert struck < MOST_TABS, f"Tab never comes to {target}"

    def _and_arrive(self, at: Locator) -> None:
        # Enter in a line of a form sends it by its first button.
        if at.evaluate(_SENT_BY_ENTER):
            with self.page.expect_navigation(wait_until="domcontentloaded") as arrived:
                self.page.keyboard.press("Enter")
            self._look_at(arrived.value)
        else:
            super()._and_arrive(at)

    def _roll(self, at: Locator) -> None:
        """Into the radio group, then with the arrows to the answer."""
        self._tab_to(at, group=True)
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
        while self.page.evaluate("document.activeElement.matches('input, select, textarea')"):
            self.page.keyboard.press("Tab")
        self.page.keyboard.press("/")
        self.page.keyboard.type(words)

    def _use(self, at: Locator) -> None:
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

#: Whether the skip link has the focus and leads nearer.
_SKIPS = "one => document.activeElement.matches('.skip') && document.getElementById('content').contains(one)"

#: How many stops of the Tab key lie between what has the focus and a thing; a radio group is one stop.
_BETWEEN = """(one) => {
  const all = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  const first = (at) => at.type !== "radio" || at === document.querySelector(`[name="${at.name}"]:checked`) ||
    (!document.querySelector(`[name="${at.name}"]:checked`) && at === document.querySelector(`[name="${at.name}"]`));
  const stops = [...document.querySelectorAll(all)].filter(
    (at) => at === one || (!at.disabled && at.tabIndex >= 0 && at.checkVisibility() && first(at)));
  const here = stops.indexOf(document.activeElement);
  return here < 0 ? 1 : Math.abs(stops.indexOf(one) - here);
}"""
#: Whether Enter, where the focus is, presses this button.
_SENT_BY_ENTER = """(one) => {
  const at = document.activeElement;
  if (!one.form || at.form !== one.form || !at.matches("input:not([type=checkbox])")) return false;
  return [...one.form.elements].find((other) => other.type === "submit") === one;
}"""


def _where(target: Locator, group: bool) -> str:
    return str(target.evaluate(_LOOK, group))


def _is_here(target: Locator) -> bool:
    return _where(target, False) == "here"


def _as_typed(value: date | time) -> str:
    """As it is typed into the parts of a field: 03042026, 1030AM."""
    if isinstance(value, time):
        return value.strftime("%I%M%p")
    return value.strftime("%m%d%Y")
