"""`policies check`, `show` and `lock` as a person at the shell meets them."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from stepwell.doors.cli import policies
from stepwell.foundation.policy.folders import shipped_folder
from tests.policies.folder import policy_text, write


@pytest.fixture
def ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("STEPWELL_POLICIES", str(tmp_path))
    return tmp_path


def test_show_prints_a_program_with_its_sources_claims_and_warnings(capsys: pytest.CaptureFixture[str]) -> None:
    assert policies.main(["show", "programs/trust-socal/iop", "--on", "2026-05-04"]) == 0
    shown = capsys.readouterr().out
    assert "programs/trust-socal/iop@1" in shown
    assert (
        "source [general]: Trust SoCal, 'Intensive outpatient treatment in Orange County', Scheduling Flexibility"
        in shown
    )
    assert "source [operator]: Trust SoCal" in shown
    assert "WARNING medicare-only-in-certain-settings:" in shown
    assert "follow-up  (field default: the page is silent)" in shown
    assert "starts: 09:00, ends: 12:00" in shown
    own, field = shown.index("\ndayparts\n"), shown.index("\nfollow-up  (")
    assert own < field


def test_show_as_json_carries_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    assert policies.main(["show", "programs/renaissance-recovery/iop", "--on", "2026-05-04", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    rules = {rule["id"]: rule for rule in shown["rules"]}
    assert (shown["policy"], shown["version"], shown["origin"]) == ("programs/renaissance-recovery/iop", 1, "shipped")
    assert rules["hours-per-week"]["warning"].startswith("week-below-own-minimum:")
    assert rules["hours-per-week"]["source"]["claim"] == "general"
    assert rules["rolling-admission"]["field_default"] is True
    assert rules["rolling-admission"]["policy"] == "programs/field/iop@1"
    assert rules["days-per-week"]["field_default"] is False
    assert rules["prices"]["values"]["prices"][0]["amounts"]["iop-day"] == "350.00"


def test_show_has_both_provenances_when_an_operators_file_stands_in_front(
    ours: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(ours / "own.yaml", policy_text(policy="programs/trust-socal/iop"))
    assert policies.main(["show", "programs/trust-socal/iop", "--on", "2026-05-04"]) == 0
    shown = capsys.readouterr().out
    assert f"from the operator's folder {ours}" in shown
    assert "stands in front of programs/trust-socal/iop@1, shipped" in shown
    assert "instead of programs/trust-socal/iop@1: Three to five days a week." in shown
    assert "source [operator]: A publisher, 'A page'" in shown
    assert "source [general]: Trust SoCal" in shown
    assert policies.main(["show", "programs/trust-socal/iop", "--on", "2026-05-04", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["beneath"]["origin"] == "shipped"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["show", "programs/trust-social/iop"], "did you mean programs/trust-socal/iop?"),
        (["show", "programs/trust-socal/iop", "--on", "2020-01-01"], "no version is in force on 2020-01-01"),
    ],
)
def test_what_is_not_there_is_one_line_on_stderr(
    arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert policies.main(arguments) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert says in shown.err
    assert shown.err.count("\n") == 1


def test_a_word_typed_wrongly_exits_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert policies.main(["shw"]) == 2
    assert policies.main([]) == 2
    assert policies.main(["show", "programs/trust-socal/iop", "--on", "May"]) == 2
    assert capsys.readouterr().out == ""


def test_check_counts_and_names_each_fault_on_its_own_line(ours: Path, capsys: pytest.CaptureFixture[str]) -> None:
    policies.main(["check"])
    before = capsys.readouterr().out.splitlines()
    file = write(ours / "own.yaml", policy_text(rules="  - {id: days, says: Days.}\n"))
    other = write(ours / "other.yaml", policy_text(policy="programs/other/iop", claim="hearsay"))
    assert policies.main(["check"]) == 1
    after = capsys.readouterr().out.splitlines()
    new = [line for line in after[:-1] if line not in before]
    assert new == [
        f"{other}: claim is 'hearsay'; allowed are operator, general, field-default, own, regulation, published",
        f"{file}: there is no rule 'days' in the vocabulary of programs",
    ]
    assert after[-1].endswith(f"{len(after) - 1} faults")


def test_check_finds_a_program_that_cannot_be_run(ours: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rule = '  - {id: curricula, says: "One without its own rule.", curricula: [seeking]}\n'
    file = write(ours / "own.yaml", policy_text(rules=rule))
    assert policies.main(["check"]) == 1
    assert f"{file}: cannot be run as a program:" in capsys.readouterr().out


SITE = (
    '  - {id: sites, says: "One.", sites: [{key: a, name: A, state: CA, zone: Mars/Olympus, phone: 714-555-0101,'
    ' address: {street: 1 Way, city: B, state: CA, zip: "90000"}, services: [iop], rooms: [{name: R, seats: 3}]}]}\n'
)
MORNING = "[{key: morning, name: Morning, starts: '12:00', ends: '09:00'}]"
NONSENSE = [
    ("days-per-week", "days_per_week: {min: 5, max: 2}", "min, typical and max must rise, not 5, 2"),
    ("dayparts", f"dayparts: {MORNING}", "morning ends at 09:00, not after 12:00"),
    ("prices", "prices: [{site: b, from: 2026-01-01, amounts: {group: 5}}]", "b is none of the sites: main"),
    ("prices", "prices: [{site: main, from: 2026-01-01, amounts: {group: 1.005}}]", "which is not in whole cents"),
]


@pytest.mark.parametrize(("rule", "values", "says"), NONSENSE)
def test_check_and_show_find_values_that_contradict_each_other(
    ours: Path, capsys: pytest.CaptureFixture[str], rule: str, values: str, says: str
) -> None:
    path = write(ours / "evergreen.yaml", policy_text(rules=f'  - {{id: {rule}, says: "Ours.", {values}}}\n'))
    assert policies.main(["check"]) == 1
    (line, _) = capsys.readouterr().out.splitlines()
    assert line.startswith(f"{path}: rule '{rule}': ")
    assert says in line
    assert policies.main(["show", "programs/evergreen/iop"]) == 2
    assert capsys.readouterr().err == f"stepwell: {line}\n"


def test_check_finds_a_time_zone_that_is_none(ours: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(ours / "evergreen.yaml", policy_text(rules=SITE))
    assert policies.main(["check"]) == 1
    assert f"{path}: rule 'sites': there is no time zone 'Mars/Olympus'" in capsys.readouterr().out.splitlines()


def test_a_folder_or_a_wrong_byte_where_a_file_is_expected_is_one_line(
    ours: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (ours / "v1.yaml").mkdir()
    (ours / "v2.yaml").write_bytes(b"policy: programs/evergreen/iop\n\xff\n")
    assert policies.main(["check"]) == 1
    said = capsys.readouterr().out.splitlines()
    assert f"{ours / 'v1.yaml'}: cannot be read: Is a directory" in said
    assert f"{ours / 'v2.yaml'}: is not text in UTF-8: a wrong byte at position 31" in said
    assert policies.main(["show", "programs/trust-socal/iop"]) == 0


def test_lock_refuses_to_change_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "policies"
    shutil.copytree(shipped_folder(), copy)
    for module in ("folders", "vocabulary"):
        monkeypatch.setattr(f"stepwell.foundation.policy.{module}.shipped_folder", lambda: copy)
    monkeypatch.setattr("stepwell.doors.cli.policies.shipped_folder", lambda: copy)
    assert policies.main(["lock"]) == 0
    assert policies.main(["lock"]) == 0
    assert capsys.readouterr().out.endswith("0 added to LOCK\n")
    lines = (copy / "LOCK").read_text()
    file = copy / "programs/aliya/iop/v1.yaml"
    file.write_text(file.read_text().replace("weeks: {min: 8, max: 10}", "weeks: {min: 8, max: 11}"))
    assert policies.main(["lock"]) == 1
    assert "was edited" in capsys.readouterr().err
    assert (copy / "LOCK").read_text() == lines


def test_the_module_runs_by_itself_and_starts_no_framework() -> None:
    asked = [sys.executable, "-X", "importtime", "-m", "stepwell.doors.cli.policies"]
    shown = subprocess.run(
        [*asked, "show", "programs/aliya/iop", "--on", "2026-05-04"], capture_output=True, text=True, check=True
    )
    assert shown.stdout.startswith("programs/aliya/iop@1")
    assert "django" not in shown.stderr
    assert "jsonschema_rs" not in shown.stderr
