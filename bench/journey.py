"""How long one person's whole way takes in every shipped program: `python bench/journey.py`, a table on stdout.

Runs `./stepwell journey --all --json` once, with whatever home STEPWELL_HOME names; the first journey of a home
makes the tables, so one is walked before the clock.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STEPWELL = ROOT / "stepwell"
LIMIT = 60


def main() -> int:
    """Prints the table; 1 when a journey did not finish or all took longer than the limit."""
    subprocess.run([STEPWELL, "journey", "--program", "trust-socal"], stdout=subprocess.DEVNULL, check=False)
    began = time.perf_counter()
    ended = subprocess.run([STEPWELL, "journey", "--all", "--json"], stdout=subprocess.PIPE, text=True, check=False)
    seconds = time.perf_counter() - began
    if not ended.stdout.strip():
        print(f"no journey was told (exit {ended.returncode})")
        return 1
    told = json.loads(ended.stdout)
    print("| program | steps | claims | finished |\n|---|---:|---:|---|")
    for one in told:
        finished = "yes" if one["finished"] else "no"
        print(f"| {one['program']} | {len(one['steps'])} | {len(one['claims'])} | {finished} |")
    print(f"\n{len(told)} programs in {seconds:.1f} s")
    return 0 if told and all(one["finished"] for one in told) and seconds < LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
