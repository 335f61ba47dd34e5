"""`stepwell policies check | show | lock`: what the house follows, judged, printed with its sources, locked."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from stepwell.doors.cli import policy_text
from stepwell.foundation.policy.checking import Checked, check
from stepwell.foundation.policy.document import Policy, UnknownRule
from stepwell.foundation.policy.faults import PolicyError
from stepwell.foundation.policy.folders import SHIPPED, shipped_folder
from stepwell.foundation.policy.loading import load
from stepwell.foundation.policy.lock import add
from stepwell.registry.programs.rules.merging import FIELD_POLICY, ProgramPolicy
from stepwell.registry.programs.rules.program import program_rules


def main(argv: list[str]) -> int:
    """Exit code 0 when all is well, 1 when policies are at fault, 2 when what was asked for is not there."""
    parser = _parser()
    try:
        asked = parser.parse_args(argv)
    except SystemExit as stop:
        return int(stop.code or 0)
    try:
        code = int(asked.run(asked))
        sys.stdout.flush()
    except PolicyError as fault:
        print(f"stepwell: {fault}", file=sys.stderr)
        return 2
    except BrokenPipeError:  # the reader, `head` for instance, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="stepwell policies", description="What a program follows, as data.")
    commands = parser.add_subparsers(required=True, metavar="check | show | lock")
    checking = commands.add_parser("check", help="judge every policy; one line for each fault")
    checking.set_defaults(run=_check)
    showing = commands.add_parser("show", help="print one policy with its sources")
    showing.add_argument("policy", help="its id, as programs/trust-socal/iop")
    showing.add_argument("--json", action="store_true", help="as JSON")
    showing.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="day of service; default today")
    showing.set_defaults(run=_show)
    locking = commands.add_parser("lock", help="add new released versions to LOCK; never changes a line")
    locking.add_argument("policy", nargs="*", help="ids or their beginnings; default all")
    locking.set_defaults(run=_lock)
    return parser


def _check(_: argparse.Namespace) -> int:
    checked = check()
    faults = [*checked.faults, *_unreadable_programs(checked)]
    for fault in faults:
        print(fault)
    kinds = Counter(policy.kind for policy in checked.policies)
    counted = ", ".join(f"{number} {kind}" for kind, number in sorted(kinds.items()))
    rules = sum(len(policy.rules) for policy in checked.policies)
    warned = sum(bool(rule.warning) for policy in checked.policies for rule in policy.rules.values())
    print(f"{len(checked.policies)} policies ({counted}), {rules} rules, {warned} warnings, {len(faults)} faults")
    return 1 if faults else 0


def _unreadable_programs(checked: Checked) -> Iterator[PolicyError]:
    faulty = {fault.path for fault in checked.faults}
    for one in checked.policies:
        if one.kind != "programs" or one.path in faulty:
            continue
        try:
            rules = program_rules(one, load(FIELD_POLICY, one.effective_from))
        except PolicyError as fault:
            yield fault
        except (UnknownRule, KeyError, TypeError, ValueError) as fault:
            yield PolicyError(one.path, f"cannot be run as a program: {fault}")
        else:
            wrong = {site.zone for site in rules.sites if not _is_zone(site.zone)}
            yield from (
                PolicyError(one.path, f"rule 'sites': there is no time zone {zone!r}") for zone in sorted(wrong)
            )


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def _show(asked: argparse.Namespace) -> int:
    on: date = asked.on or datetime.now().astimezone().date()
    policy = load(asked.policy, on)
    is_program = policy.kind == "programs" and policy.id != FIELD_POLICY
    read = program_rules(policy, load(FIELD_POLICY, on)).source if is_program else ProgramPolicy(policy, policy)
    if asked.json:
        print(json.dumps(policy_text.as_json(read), indent=2, ensure_ascii=False))
    else:
        print("\n".join(policy_text.lines(read)))
    return 0


def _lock(asked: argparse.Namespace) -> int:
    checked = check()
    shipped = [one for one in checked.policies if one.origin == SHIPPED and _is_asked(one, asked.policy)]
    try:
        added = add(shipped_folder(), shipped)
    except PolicyError as fault:
        print(f"stepwell: {fault}", file=sys.stderr)
        return 1
    for ref in added:
        print(f"locked {ref}")
    print(f"{len(added)} added to LOCK")
    return 0


def _is_asked(policy: Policy, beginnings: list[str]) -> bool:
    return not beginnings or any(f"{policy.id}/".startswith(f"{one.strip('/')}/") for one in beginnings)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
