"""Small policies written into a folder of the test's own."""

from __future__ import annotations

from pathlib import Path

SHIPPED_LIKE = """\
policy: {policy}
version: {version}
title: A small policy
effective: {effective}
status: {status}
source:
  - {{cite: "A publisher, 'A page'", claim: {claim}}}
approved_by: [clinical_director]
rules:
{rules}
"""

RULES = """\
  - id: days-per-week
    says: "Three to five days a week."
    days_per_week: {min: 3, max: 5}
"""


def policy_text(
    policy: str = "programs/evergreen/iop",
    version: int = 1,
    effective: str = "{from: 2026-01-01}",
    status: str = "released",
    claim: str = "operator",
    rules: str = RULES,
) -> str:
    """The YAML of a policy with one rule, unless told otherwise."""
    return SHIPPED_LIKE.format(
        policy=policy, version=version, effective=effective, status=status, claim=claim, rules=rules
    )


def write(path: Path, text: str) -> Path:
    """Writes a file with the folders it needs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
