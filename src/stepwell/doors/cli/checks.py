"""`./stepwell test` and `./stepwell check`: hand over to the runner that stands beside the tests."""

from __future__ import annotations

import runpy

from stepwell.doors.cli.home import ROOT
from stepwell.doors.cli.refusal import Refusal


def main(arguments: list[str]) -> int:
    """Runs the runner with these arguments. Raises Refusal where the tests are not shipped along."""
    runner = ROOT / "tests" / "run.py"
    if not runner.is_file():
        raise Refusal(f"{runner} is missing; the tests are in the checkout, not in an installed package.")
    code: int = runpy.run_path(str(runner))["main"](arguments)
    return code
