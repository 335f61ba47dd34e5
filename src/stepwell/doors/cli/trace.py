"""`./stepwell trace claim <CLM01>`: walk a claim back to minutes, note, objective, assessment and consent."""

from __future__ import annotations

import argparse
import json

from stepwell.doors.cli import house
from stepwell.doors.cli.progress import say


def main(arguments: list[str]) -> int:
    """Prints the way back, one line a step (or JSON). 1 when no clinic of this home has that claim."""
    parser = argparse.ArgumentParser(prog="./stepwell trace", description=__doc__)
    parser.add_argument("what", choices=["claim"])
    parser.add_argument("number", help="the claim's number, CLM01")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(arguments)
    with house.standing():
        from stepwell.foundation.gate.access import Access
        from stepwell.foundation.gate.models import Operator
        from stepwell.foundation.gate.refusals import NotFound
        from stepwell.office.claims import queries

        known: list[str] = []
        for operator in Operator.objects.order_by("id"):
            access = Access.system(operator.pk)
            try:
                way = queries.trace(access, claim_id=asked.number)
            except NotFound:
                known += [claim.claim_id for claim in queries.latest_claims(access, limit=2)]
                continue
            print(json.dumps(way, indent=1) if asked.json else "\n".join(_line(each) for each in way))
            return 0
    there = (
        f"Some that are here: {', '.join(known[:5])}."
        if known
        else "No claim was made here yet; ./stepwell demo makes some."
    )
    say(f"stepwell: no clinic here has a claim {asked.number}. {there}")
    return 1


def _line(each: dict[str, object]) -> str:
    return f"{each['kind']!s:>14}  {each['id']!s:<16}  {each.get('says', '')}"
