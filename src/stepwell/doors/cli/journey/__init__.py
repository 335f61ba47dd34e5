"""One synthetic person's whole way through a program, by the real actions: a director's dry run."""

from __future__ import annotations

import argparse
import json
from datetime import date
from typing import Any

from stepwell.doors.cli import house
from stepwell.doors.cli.progress import say
from stepwell.foundation.policy.faults import PolicyError
from stepwell.foundation.policy.loading import all_ids, load

#: The five that Stepwell ships; `--all` walks these and whatever an operator has added.
NOT_A_PROGRAM = {"programs/field/iop"}


def main(arguments: list[str]) -> int:
    """`journey --program trust-socal [--json]` or `journey --all [--json]`. 0 when every step was reached."""
    asked = _parser().parse_args(arguments)
    names = programs() if asked.all else [asked.program]
    for name in names:
        try:
            load(policy_id(name), date.today())  # noqa: DTZ011
        except PolicyError as fault:
            say(f"stepwell: {fault.message} Programs are: {', '.join(programs())}.")
            return 2
    with house.standing(scratch="journey"):
        from stepwell.doors.cli.clinic import clinic_of
        from stepwell.doors.cli.journey.door import MONDAY, printed, walk

        told = [printed(walk(clinic_of(policy_id(name), MONDAY, slug=name), name)) for name in names if _saying(name)]
    print(json.dumps(told if asked.all else told[0], indent=1) if asked.json else "\n\n".join(map(as_text, told)))
    return 0 if all(each["finished"] for each in told) else 1


def policy_id(name: str) -> str:
    """ "programs/trust-socal/iop" of "trust-socal" or of itself."""
    return name if name.startswith("programs/") else f"programs/{name}/iop"


def programs() -> list[str]:
    """Names of all programs on the search path."""
    ids = [
        one for one in all_ids() if one.startswith("programs/") and one.endswith("/iop") and one not in NOT_A_PROGRAM
    ]
    return [one.split("/")[1] for one in ids]


def as_text(journey: dict[str, Any]) -> str:
    """The journey for a reader: each step with what came out and the first reasons."""
    lines = [f"{journey['program']}: {len(journey['steps'])} of 18 steps"]
    for step in journey["steps"]:
        lines.append(f"{step['step']:>3}  {step['on']}  {step['name']}")
        lines += [f"       {key}: {value}" for key, value in step["result"].items()]
        lines += [f"       why: {reason['says']} ({reason['source']})" for reason in step["reasons"][:3]]
    return "\n".join(lines)


def _saying(name: str) -> bool:
    say(f"Walking through {name}")
    return True


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./stepwell journey", description=__doc__)
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--program", help="a program, such as trust-socal")
    which.add_argument("--all", action="store_true", help="every program, one after the other")
    parser.add_argument("--json", action="store_true", help="print JSON on stdout")
    return parser
