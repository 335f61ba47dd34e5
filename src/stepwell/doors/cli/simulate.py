"""`./stepwell simulate --program trust-socal --weeks 52 --clients 200 --seed 1 --json`: a year on the real code."""

from __future__ import annotations

import argparse
import json
from datetime import date
from typing import Any

from stepwell.doors.cli import house
from stepwell.doors.cli.journey import policy_id, programs
from stepwell.doors.cli.progress import doing, say
from stepwell.foundation.policy.faults import PolicyError
from stepwell.foundation.policy.loading import load

#: A Sunday with policies in force for a year and two weeks before it; the same in each run.
ENDS = date(2027, 1, 17)


def main(arguments: list[str]) -> int:
    """Prints what a simulated time in one program comes to; 2 for a program that is not there."""
    asked = _parser().parse_args(arguments)
    try:
        load(policy_id(asked.program), ENDS)
    except PolicyError as fault:
        say(f"stepwell: {fault.message} Programs are: {', '.join(programs())}.")
        return 2
    told = simulated(asked.program, asked.weeks, asked.clients, asked.seed)
    print(json.dumps(told, indent=1) if asked.json else as_text(told))
    return 0


def simulated(program: str, weeks: int, clients: int, seed: int) -> dict[str, Any]:
    """Live through the weeks in a scratch database and count what came of them."""
    with house.standing(scratch="simulation"):
        from stepwell.doors.cli.demonstration import figures

        with doing(f"Living through {weeks} weeks of {program}"):
            return figures.simulated(program, weeks, clients, seed, ENDS)


def as_text(told: dict[str, Any]) -> str:
    """The figures for a reader, one a line."""
    return "\n".join(f"{name.replace('_', ' ')}: {value}" for name, value in told.items())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./stepwell simulate", description=__doc__)
    parser.add_argument("--program", required=True, help="a program, such as trust-socal")
    parser.add_argument("--weeks", type=int, default=52, help="default 52")
    parser.add_argument("--clients", type=int, default=200, help="admissions over that time; default 200")
    parser.add_argument("--seed", type=int, default=1, help="another seed, another story; default 1")
    parser.add_argument("--json", action="store_true", help="print JSON on stdout")
    return parser
