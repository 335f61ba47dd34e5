"""Which version of a policy holds, from which folder, and what is refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from stepwell.foundation.policy.document import UnknownRule
from stepwell.foundation.policy.faults import NotInForce, PolicyError, UnknownPolicy
from stepwell.foundation.policy.folders import SHIPPED, Folder, search_path
from stepwell.foundation.policy.loading import all_ids, load, version, versions
from tests.policies.folder import RULES, policy_text, write

EVERGREEN = "programs/evergreen/iop"
MAY, JULY = date(2026, 5, 4), date(2026, 7, 6)


@pytest.fixture
def ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The operator's own folder, first on the path."""
    monkeypatch.setenv("STEPWELL_POLICIES", str(tmp_path))
    return tmp_path


def test_the_version_in_force_on_the_day_of_service_counts(tmp_path: Path) -> None:
    folder = [Folder(tmp_path, SHIPPED)]
    write(tmp_path / EVERGREEN / "v1.yaml", policy_text())
    write(
        tmp_path / EVERGREEN / "v2.yaml",
        policy_text(version=2, effective="{from: 2026-07-01}", rules=RULES.replace("min: 3", "min: 4")),
    )
    assert load(EVERGREEN, MAY, folder).version == 1
    assert load(EVERGREEN, date(2026, 6, 30), folder).rule("days-per-week")["days_per_week"]["min"] == 3
    assert load(EVERGREEN, date(2026, 7, 1), folder).rule("days-per-week")["days_per_week"]["min"] == 4
    assert [one.version for one in versions(EVERGREEN, folder)] == [2, 1]


def test_a_version_ends_with_its_last_day(tmp_path: Path) -> None:
    folder = [Folder(tmp_path, SHIPPED)]
    write(tmp_path / EVERGREEN / "v1.yaml", policy_text(effective="{from: 2026-01-01, to: 2026-06-30}"))
    assert load(EVERGREEN, date(2026, 6, 30), folder).version == 1
    with pytest.raises(NotInForce, match="2026-07-01"):
        load(EVERGREEN, date(2026, 7, 1), folder)
    with pytest.raises(NotInForce):
        load(EVERGREEN, date(2025, 12, 31), folder)


def test_an_unknown_policy_is_one_clear_line() -> None:
    with pytest.raises(UnknownPolicy) as refused:
        load("programs/trust-social/iop", MAY)
    assert str(refused.value) == ("programs/trust-social/iop: no such policy; did you mean programs/trust-socal/iop?")
    with pytest.raises(UnknownPolicy):
        load("../programs/trust-socal/iop", MAY)


def test_the_operators_folder_comes_first_and_both_provenances_show(ours: Path) -> None:
    shipped = load("programs/trust-socal/iop", MAY)
    write(ours / "anything.yaml", policy_text(policy="programs/trust-socal/iop"))
    found = load("programs/trust-socal/iop", MAY)
    assert (shipped.origin, found.origin) == ("shipped", str(ours))
    assert str(found.rule("days-per-week").source) == "A publisher, 'A page'"
    assert found.beneath == shipped


def test_an_operators_file_that_is_not_yet_in_force_leaves_the_shipped_one(ours: Path) -> None:
    write(
        ours / "later.yaml",
        policy_text(policy="programs/trust-socal/iop", effective="{from: 2026-07-01}"),
    )
    assert load("programs/trust-socal/iop", MAY).origin == "shipped"
    assert load("programs/trust-socal/iop", JULY).origin == str(ours)


def test_the_home_folder_is_taken_when_no_path_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("STEPWELL_POLICIES", raising=False)
    monkeypatch.setenv("STEPWELL_HOME", str(tmp_path))
    assert [folder.is_shipped for folder in search_path()] == [True]
    write(tmp_path / "policies" / "evergreen.yaml", policy_text())
    assert [folder.is_shipped for folder in search_path()] == [False, True]
    assert load(EVERGREEN, MAY).origin == str(tmp_path / "policies")


def test_a_folder_that_is_not_there_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STEPWELL_POLICIES", str(tmp_path / "gone"))
    with pytest.raises(PolicyError, match="is not there"):
        load("programs/trust-socal/iop", MAY)


def test_a_sixth_program_is_one_file_without_cases_or_lock(ours: Path) -> None:
    write(ours / "evergreen.yaml", policy_text())
    assert EVERGREEN in all_ids()
    assert load(EVERGREEN, MAY).origin == str(ours)


def test_a_draft_never_displaces_what_is_released(ours: Path) -> None:
    write(ours / "draft.yaml", policy_text(policy="programs/trust-socal/iop", status="draft"))
    write(ours / "new.yaml", policy_text(status="draft"))
    assert load("programs/trust-socal/iop", MAY).origin == "shipped"
    assert load(EVERGREEN, MAY).status == "draft"


def test_a_changed_file_is_read_again(ours: Path) -> None:
    file = write(ours / "evergreen.yaml", policy_text())
    assert load(EVERGREEN, MAY).rule("days-per-week")["days_per_week"] == {"min": 3, "max": 5}
    write(file, policy_text(rules=RULES.replace("max: 5", "max: 4}  # fewer\n").replace("# fewer\n}", "")))
    assert load(EVERGREEN, MAY).rule("days-per-week")["days_per_week"] == {"min": 3, "max": 4}


def test_values_have_one_meaning(tmp_path: Path) -> None:
    rules = """\
  - {id: one, says: "One.", starts: 13:00, word: no, price: 350.10, sum: 1_000, on: 2026-07-01, open: true, left: ~}
"""
    write(tmp_path / "notes/one/v1.yaml", policy_text(policy="notes/one", rules=rules))
    values = load("notes/one", MAY, [Folder(tmp_path, SHIPPED)]).rule("one").values
    assert values == {
        "starts": "13:00",
        "word": "no",
        "price": Decimal("350.10"),
        "sum": 1000,
        "on": date(2026, 7, 1),
        "open": True,
        "left": None,
    }
    assert isinstance(values["price"], Decimal)


WRONG = {
    "the key 'title' stands twice": policy_text().replace("status:", "title: again\nstatus:"),
    "the rule id 'days-per-week' stands twice": policy_text(rules=RULES + RULES),
    "claim is 'hearsay'": policy_text(claim="hearsay"),
    "status is 'final'": policy_text(status="final"),
    "unknown key 'efective'": policy_text().replace("effective:", "efective:"),
    "must be dates": policy_text(effective="{from: soon}"),
    "to comes before from": policy_text(effective="{from: 2026-01-01, to: 2025-01-01}"),
    "source must list": policy_text().replace("  - {cite: \"A publisher, 'A page'\", claim: operator}\n", ""),
    "names a source that is not listed: 'page'": policy_text(rules=RULES + "    source: page\n"),
    "there is no rule 'days' in the vocabulary": policy_text(rules=RULES.replace("days-per-week", "days")),
    "unknown value": policy_text(rules=RULES + "    speed: 3\n"),
    "not of type": policy_text(rules=RULES.replace("min: 3", "min: three")),
    "line ": policy_text() + "\t- x",
}


@pytest.mark.parametrize("says", WRONG)
def test_a_wrong_file_is_refused_with_its_path_and_what_is_wrong(ours: Path, says: str) -> None:
    file = write(ours / "evergreen.yaml", WRONG[says])
    with pytest.raises(PolicyError) as refused:
        load(EVERGREEN, MAY)
    assert refused.value.path == str(file)
    assert says in refused.value.message


def test_two_files_of_one_version_are_refused(ours: Path) -> None:
    write(ours / "a.yaml", policy_text())
    write(ours / "b.yaml", policy_text())
    with pytest.raises(PolicyError, match="twice"):
        load(EVERGREEN, MAY)


def test_a_reason_cites_policy_version_rule_and_page() -> None:
    policy = load("programs/trust-socal/iop", MAY)
    reason = policy.reason("dayparts", {"daypart": "evening"})
    assert reason.rule == "programs/trust-socal/iop@1#dayparts"
    assert reason.source == ("Trust SoCal, 'Intensive outpatient treatment in Orange County', Scheduling Flexibility")
    with pytest.raises(UnknownRule):
        policy.reason("no-such-rule")


def test_the_version_of_a_stored_decision_is_found_after_another_took_over(tmp_path: Path) -> None:
    folder = [Folder(tmp_path, SHIPPED)]
    write(
        tmp_path / EVERGREEN / "v1.yaml", policy_text(status="retired", effective="{from: 2026-01-01, to: 2026-06-30}")
    )
    write(tmp_path / EVERGREEN / "v2.yaml", policy_text(version=2, effective="{from: 2026-07-01}"))
    assert load(EVERGREEN, JULY, folder).version == 2
    assert version(f"{EVERGREEN}@1", folder).version == 1
    assert version(f"{EVERGREEN}@1#days-per-week", folder).ref == f"{EVERGREEN}@1"
    for gone in (f"{EVERGREEN}@3", EVERGREEN, "programs/nobody/iop@1"):
        with pytest.raises(UnknownPolicy, match="no such version"):
            version(gone, folder)
