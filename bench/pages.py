"""How long the ten busiest pages take while eight people work: `python bench/pages.py`, a table on stdout.

Starts the demonstration, signs in logins of different roles, and lets each send one request every two seconds, one
after another staggered, through the pages below that its role can reach. Addresses are not written down: each is found
by following links from Today, as a person would. Ends with 1 when a page took more statements than QUERIES, answered
anything but 200, or could be reached by nobody.
"""

from __future__ import annotations

import argparse
import http.client
import json
import math
import re
import sys
import threading
import time
import urllib.parse
from collections import defaultdict
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
QUERIES = 20
AIM_MS = 150
#: Seconds between two requests of one person.
EVERY = 2.0
#: Who works, in this order; more users than roles begin again from the top.
ROLES = (
    "coordinator",
    "counselor",
    "clinician",
    "nurse",
    "case_manager",
    "reviewer",
    "biller",
    "director",
)
PERSON = r"/people/\d+/"
#: The busiest pages: name, and the links to follow from Today (a pattern for each whole path).
PAGES: dict[str, tuple[str, ...]] = {
    "today": (),
    "people": ("/people/",),
    "person": ("/people/", PERSON),
    "chart tab": ("/people/", PERSON, PERSON + r"[a-z-]+/"),
    "week board": ("/week/",),
    "session room": ("/sessions/", r"/sessions/\d+/"),
    "authorizations": ("/authorizations/",),
    "billing": ("/billing/",),
    "admissions board": ("/admissions/",),
    "dashboard": ("/dashboard/",),
}
HREF = re.compile(r"""<a\b[^>]*\bhref=["']([^"'#]+)""")
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass(frozen=True)
class Answer:
    """One answer: status, statements it took (None where the server does not count), body, milliseconds."""

    status: int
    queries: int | None
    body: str
    ms: float
    location: str = ""


class Window:
    """One person's browser: a kept connection and its cookies."""

    def __init__(self, address: str) -> None:
        self.host = urllib.parse.urlsplit(address).netloc
        self.line = http.client.HTTPConnection(self.host, timeout=60)
        self.cookies: dict[str, str] = {}

    def ask(self, path: str, form: dict[str, str] | None = None) -> Answer:
        """GET, or POST of a form; redirects are not followed."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if form is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://{self.host}"}
            body = urllib.parse.urlencode(form)
        began = time.perf_counter()
        self.line.request("GET" if form is None else "POST", path, body, headers)
        answer = self.line.getresponse()
        text = answer.read().decode()
        ms = (time.perf_counter() - began) * 1000
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        counted = answer.headers.get("X-Queries")
        queries = int(counted) if counted else None
        return Answer(answer.status, queries, text, ms, answer.headers.get("Location", ""))

    def sign_in(self, user: str, password: str) -> None:
        """Through the login page. Raises RuntimeError when it is not let in."""
        token = TOKEN.search(self.ask("/login/").body)
        assert token, "the login page has no token"
        sent = self.ask("/login/", {"csrfmiddlewaretoken": token[1], "username": user, "password": password})
        if sent.status != 302:
            raise RuntimeError(f"{user} was not let in: {sent.status}")

    def found(self, way: tuple[str, ...]) -> str | None:
        """The path at the end of these links; None when a link is not on its page or a page is not for this login."""
        path = "/"
        for pattern in way:
            page = self.ask(path)
            if page.status != 200:
                return None
            links = (urllib.parse.urljoin(path, href) for href in HREF.findall(page.body))
            step = next((link for link in links if re.fullmatch(pattern, urllib.parse.urlsplit(link).path)), None)
            if step is None:
                return None
            path = step
        return path if self.ask(path).status == 200 else None


@dataclass
class Page:
    """What was seen of one page; sizes in bytes, times in milliseconds."""

    requests: int = 0
    failed: int = 0
    queries: int | None = None
    bytes: int = 0
    times: list[float] = field(default_factory=list)

    def take(self, answer: Answer) -> None:
        """One more answer."""
        self.requests += 1
        self.failed += answer.status != 200
        if answer.queries is not None:
            self.queries = max(self.queries or 0, answer.queries)
        self.bytes = max(self.bytes, len(answer.body.encode()))
        self.times.append(answer.ms)

    def told(self) -> dict[str, Any]:
        """The row: the most statements and bytes, p50, p95 and the longest time."""
        shown = {key: value for key, value in asdict(self).items() if key != "times"}
        return shown | {
            "p50": percentile(self.times, 50),
            "p95": percentile(self.times, 95),
            "max": percentile(self.times, 100),
        }


def percentile(times: list[float], part: int) -> float:
    """The nearest-rank percentile, 0 without times."""
    ordered = sorted(times)
    return round(ordered[max(0, math.ceil(len(ordered) * part / 100) - 1)], 1) if ordered else 0.0


def main() -> int:
    """Prints the table or JSON; see the module for the exit code."""
    reader = argparse.ArgumentParser(description="The busiest pages while people work.")
    reader.add_argument("--users", type=int, default=8)
    reader.add_argument("--seconds", type=float, default=60)
    reader.add_argument("--clinic", default="", help="beginning of the clinic's name; default the first")
    reader.add_argument("--home", type=Path, help="keep the demonstration here, so that the next run starts quickly")
    reader.add_argument("--json", action="store_true")
    options = reader.parse_args()
    sys.path.insert(0, str(ROOT))
    from tools.demonstration import served

    with ExitStack() as stack:
        demonstration = stack.enter_context(served(options.home, {"STEPWELL_COUNT_QUERIES": "1"}))
        windows = []
        for number in range(options.users):
            login = demonstration.login(ROLES[number % len(ROLES)], options.clinic)
            windows.append(Window(demonstration.address))
            windows[-1].sign_in(login.user, login.password)
        # Finding the ways also warms the server: what is measured is a working day, not its first minute.
        ways = [{name: path for name, way in PAGES.items() if (path := window.found(way))} for window in windows]
        pages = _worked(windows, ways, options.seconds)
    rows = {name: pages[name].told() for name in PAGES}
    everything = Page(times=[ms for page in pages.values() for ms in page.times])
    everything.requests = len(everything.times)
    everything.failed = sum(page.failed for page in pages.values())
    wrong = _wrong(rows)
    if options.json:
        total = {key: everything.told()[key] for key in ("requests", "failed", "p50", "p95", "max")}
        print(json.dumps({"pages": rows, "total": total, "wrong": wrong}, indent=1))
    else:
        _print(rows, everything.told(), wrong, options)
    return 1 if wrong else 0


def _worked(windows: list[Window], ways: list[dict[str, str]], seconds: float) -> dict[str, Page]:
    """All users for that long, each every EVERY seconds through the pages it can reach."""
    pages: dict[str, Page] = defaultdict(Page)
    writing = threading.Lock()
    began = time.monotonic() + 0.5

    def work(number: int) -> None:
        names = list(ways[number])
        for turn in range(int(seconds / EVERY)):
            time.sleep(max(0.0, began + EVERY * (turn + number / len(windows)) - time.monotonic()))
            # Each begins elsewhere, so that not everyone is on the same page at once.
            name = names[(turn + number) % len(names)]
            answer = windows[number].ask(ways[number][name])
            with writing:
                pages[name].take(answer)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(len(windows))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return pages


def _wrong(rows: dict[str, dict[str, Any]]) -> list[str]:
    wrong = []
    for name, row in rows.items():
        if not row["requests"]:
            wrong.append(f"{name}: nobody found a way to it")
        elif row["failed"]:
            wrong.append(f"{name}: {row['failed']} of {row['requests']} answers were not 200")
        elif row["queries"] is None or row["queries"] > QUERIES:
            wrong.append(f"{name}: {row['queries']} statements, at most {QUERIES}")
    return wrong


def _print(
    rows: dict[str, dict[str, Any]], total: dict[str, Any], wrong: list[str], options: argparse.Namespace
) -> None:
    print("| page | requests | statements | bytes | p50 ms | p95 ms | max ms |\n|---|---:|---:|---:|---:|---:|---:|")
    for name, row in rows.items():
        print(f"| {name} | " + " | ".join(str(row[key]) for key in ("requests", "queries", "bytes")), end=" | ")
        print(" | ".join(f"{row[key]:.0f}" for key in ("p50", "p95", "max")), "|")
    print(f"| all | {total['requests']} | | | {total['p50']:.0f} | {total['p95']:.0f} | {total['max']:.0f} |")
    print(f"\n{options.users} people, a request every {EVERY:.0f} s each, {options.seconds:.0f} s")
    slow = [name for name, row in rows.items() if row["p95"] > AIM_MS]
    print(f"p95 above the {AIM_MS} ms aimed for: {', '.join(slow)}" if slow else f"every p95 within {AIM_MS} ms")
    for line in wrong:
        print(f"WRONG {line}")


if __name__ == "__main__":
    sys.exit(main())
