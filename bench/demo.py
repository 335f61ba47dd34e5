"""How long the demonstration's clinics take to build: `python bench/demo.py [--weeks 12]`, a line on stdout.

Runs `./stepwell demo --no-serve` twice on a home of its own, first with empty clinics, so that environment, tables and
policies are there, then from nothing; what is reported is the second start less what the first spent on the same.
Ends with 1 when it took longer than the limit or the command failed. Processor seconds, without PostgreSQL's, are
printed as well: they tell of the work where others share the machine.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STEPWELL = ROOT / "stepwell"
LIMIT = 180


def main() -> int:
    """Prints the seconds of both starts and their difference."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--weeks", type=int, default=12)
    weeks = reader.parse_args().weeks
    folder = Path(tempfile.mkdtemp(prefix="stepwell-demo-"))
    folder.chmod(0o711)
    try:
        nothing, story = (_seconds(folder / f"home{each}", each) for each in (0, weeks))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if nothing is None or story is None:
        return 1
    (empty, _), (full, busy) = nothing, story
    print(f"{weeks} weeks in {full:.0f} s, {busy:.0f} s of processors; {full - empty:.0f} s of them for the story")
    return 0 if full < LIMIT else 1


def _seconds(home: Path, weeks: int) -> tuple[float, float] | None:
    """How long a start takes on the wall's clock, and how long processors worked for it."""
    began, before = time.perf_counter(), _worked()
    command = [STEPWELL, "demo", "--no-serve", "--json", "--weeks", str(weeks)]
    environment = {**os.environ, "STEPWELL_HOME": str(home)}
    ended = subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False)
    if ended.returncode:
        print(f"the demonstration did not start (exit {ended.returncode})")
        return None
    return time.perf_counter() - began, _worked() - before


def _worked() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    sys.exit(main())
