"""One synthetic person's whole way through a program, by the real actions: a director's dry run."""

from __future__ import annotations

import argparse
import json
import os
import signal
from datetime import date
from multiprocessing import get_context
from typing import Any

from stepwell.doors.cli import cluster, house
from stepwell.doors.cli.home import Home
from stepwell.doors.cli.progress import say
from stepwell.doors.cli.refusal import Refusal
from stepwell.foundation.policy.faults import PolicyError
from stepwell.foundation.policy.loading import all_ids, load

#: The Monday of the week of admission; the person asks the week before. A fixed day makes each run the same.
MONDAY = date(2026, 3, 2)
#: The five that Stepwell ships; `--all` walks these and whatever an operator has added.
NOT_A_PROGRAM = {"programs/field/iop"}


def main(arguments: list[str]) -> int:
    """`journey --program trust-socal [--json]` or `journey --all [--json]`. 0 when every step was reached."""
    asked = _parser().parse_args(arguments)
    names = programs() if asked.all else [asked.program]
    for name in names:
        try:
            load(policy_id(name), MONDAY)
        except PolicyError as fault:
            say(f"stepwell: {fault.message} Programs are: {', '.join(programs())}.")
            return 2
    told = [walked(names[0])] if len(names) == 1 else _side_by_side(names)
    print(json.dumps(told if asked.all else told[0], indent=1) if asked.json else "\n\n".join(map(as_text, told)))
    return 0 if all(each["finished"] for each in told) else 1


def walked(name: str) -> dict[str, Any]:
    """One program's journey in a scratch database of its own, as the shell prints it."""
    with house.standing(scratch="journey"):
        from stepwell.doors.cli.clinic import clinic_of
        from stepwell.doors.cli.journey.door import printed, walk
        from stepwell.foundation.gate.refusals import Refused

        say(f"Walking through {name}")
        try:
            return printed(walk(clinic_of(policy_id(name), MONDAY, slug=name), name))
        except Refused as refused:
            raise Refusal(f"The journey through {name} stops here: {refused.says}") from None


def _side_by_side(names: list[str]) -> list[dict[str, Any]]:
    """Several programs, as many at once as there are processors, in the order asked."""
    home = Home.opened()
    with cluster.running(home) as urls:
        house.template(home, urls)
        # Ctrl-C is for this process; it ends the others, and what they leave behind the next command sweeps.
        with get_context("spawn").Pool(min(os.cpu_count() or 1, 4), _leave_interrupts) as several:
            told = several.map(_walked_aside, names, chunksize=1)
    for one in told:
        if isinstance(one, str):
            raise Refusal(one)
    return [one for one in told if not isinstance(one, str)]


def _walked_aside(name: str) -> dict[str, Any] | str:
    """As `walked`, in another process: what went wrong comes back as a sentence, for not every error travels."""
    try:
        return walked(name)
    except Refusal as refusal:
        return str(refusal)
    except Exception as error:
        return f"The journey through {name} stopped with {type(error).__name__}: {error}"


def _leave_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./stepwell journey", description=__doc__)
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--program", help="a program, such as trust-socal")
    which.add_argument("--all", action="store_true", help="every program, one after the other")
    parser.add_argument("--json", action="store_true", help="print JSON on stdout")
    return parser
