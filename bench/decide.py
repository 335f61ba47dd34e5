"""How long each rule engine takes to answer at the shell: `python bench/decide.py [runs]`, a table on stdout.

Each engine is asked its first example, in a process of its own, through the launcher as a user would. Seconds of
wall clock, with the start of Python and reading the policies.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STEPWELL = ROOT / "stepwell"
RUNS = 5


def main(runs: int = RUNS) -> int:
    """Prints the table; 1 when an engine did not answer or its median is a second or more."""
    names = engines()
    print("| engine | fastest | median |\n|---|---:|---:|")
    slow = 0
    for name in names:
        facts = json.dumps(json.loads(asked("--schema", name))["input"]["examples"][0])
        taken = [seconds(name, facts) for _ in range(runs)]
        median = statistics.median(taken)
        slow += median >= 1
        print(f"| {name} | {min(taken):.2f} s | {median:.2f} s |", flush=True)
    print(f"\n{len(names)} engines, {runs} runs each; {slow} at a second or more")
    return 1 if slow or not names else 0


def engines() -> list[str]:
    """The engines that `decide --help` names."""
    line = next(line for line in asked("--help").splitlines() if line.startswith("engines: "))
    return line.removeprefix("engines: ").split(", ")


def seconds(name: str, facts: str) -> float:
    """Wall-clock seconds of one answer."""
    began = time.perf_counter()
    asked(name, facts=facts)
    return time.perf_counter() - began


def asked(*arguments: str, facts: str = "") -> str:
    """What `./stepwell decide` prints. Raises CalledProcessError when it refuses."""
    ended = subprocess.run([STEPWELL, "decide", *arguments], input=facts, capture_output=True, text=True, check=True)
    return ended.stdout


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
