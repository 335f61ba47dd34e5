"""`./stepwell journey`: five programs the whole way, and a sixth that is one file in an operator's folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from stepwell.doors.cli.world import PROGRAMS
from tests.contracts.x12.judge import accepted

STEPS = [
    "enquiry", "safety-check", "benefits", "eligibility", "intake-assessment", "placement", "admission",
    "team-and-plan", "seats", "sessions", "drug-test", "treatment-hours", "authorization", "billable-days", "claims",
    "continued-stay-and-step-down", "discharge", "outcomes",
]  # fmt: skip
WAY_BACK = [
    "claim",
    "attended-day",
    "minutes",
    "note",
    "objective",
    "problem",
    "assessment",
    "authorization",
    "consent",
]


def journey(*arguments: str, policies: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith("STEPWELL_") or key == "STEPWELL_HOME"
    }
    if policies:
        environment["STEPWELL_POLICIES"] = str(policies)
    command = [sys.executable, "-P", "-m", "stepwell.doors.cli", "journey", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=300)


@pytest.fixture(scope="module")
def told() -> list[dict[str, Any]]:
    ran = journey("--all", "--json")
    assert ran.returncode == 0, ran.stderr
    answer: list[dict[str, Any]] = json.loads(ran.stdout)
    return answer


def test_all_five_programs_go_the_whole_way(told):
    assert {each["program"] for each in told} == set(PROGRAMS)
    for each in told:
        assert [step["step"] for step in each["steps"]] == list(range(1, 19))
        assert [step["name"] for step in each["steps"]] == STEPS
        assert each["finished"] is True


def test_days_go_forward_and_every_step_has_a_result_and_reasons(told):
    for each in told:
        days = [date.fromisoformat(step["on"]) for step in each["steps"]]
        assert days == sorted(days)
        for step in each["steps"]:
            assert step["result"], step
            assert step["reasons"], (each["program"], step["name"])
            assert all({"rule", "says", "source", "facts"} == set(reason) for reason in step["reasons"])


def test_both_forms_leave_the_house_and_the_judge_accepts_every_file(told):
    for each in told:
        assert {claim["kind"] for claim in each["claims"]} == {"837P", "837I"}
        for claim in each["claims"]:
            assert claim["x12"].startswith("ISA*")
            good, complaints = accepted(claim["x12"])
            assert good, (each["program"], claim["id"], complaints)


def test_every_claim_walks_back_to_the_consent(told):
    for each in told:
        for claim in each["claims"]:
            kinds = [step["kind"] for step in claim["trace"]]
            assert kinds[0] == "claim"
            assert kinds[-1] == "consent"
            assert set(WAY_BACK) <= set(kinds), (claim["id"], kinds)


def test_a_held_day_never_leaves_the_house(told):
    for each in told:
        step = each["steps"][13]
        assert step["result"]["held_first"] == ["unsigned-note"]


def test_a_sixth_program_is_one_file(tmp_path: Path):
    (tmp_path / "willow.yaml").write_text(
        """policy: programs/willow/iop
version: 1
title: Willow evening program
effective: {from: 2026-01-01}
status: released
source:
  - {cite: "Willow, 'Our program'", claim: operator}
rules:
  - id: program-name
    says: "An evening program for people who work."
    name: Willow
  - id: days-per-week
    says: "Four evenings a week."
    days_per_week: {min: 4, max: 4}
"""
    )
    ran = journey("--program", "willow", "--json", policies=tmp_path)
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout)
    assert told["finished"] is True
    assert told["steps"][7]["result"]["days_per_week"] == 4


def test_a_program_that_is_not_there_is_one_line_and_exit_2():
    ran = journey("--program", "nowhere", "--json")
    assert ran.returncode == 2
    assert ran.stdout == ""
    assert len(ran.stderr.strip().splitlines()) == 1
    assert "trust-socal" in ran.stderr
