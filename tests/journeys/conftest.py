"""A real browser at the real pages on a real PostgreSQL."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.house import House
from tests.journeys.vnu import every_page_is_valid_html

__all__ = ["every_page_is_valid_html"]

# Playwright's own event loop lives in the tests' thread, so Django would take every query of a test for one made
# inside a coroutine.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, once a run."""
    path = os.environ.get("STEPWELL_CHROMIUM") or "/usr/bin/chromium"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        yield chromium
        chromium.close()


@pytest.fixture
def house(live_server, committed_world, browser: Browser, record_property) -> Iterator[House]:
    """The two clinics of tests/world.py, served. How often hands did something is printed with the stage."""
    house = House(committed_world, live_server.url, browser)
    yield house
    record_property("interactions", len(house.interactions))
    house.leave()
