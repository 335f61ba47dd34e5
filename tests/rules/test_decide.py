"""The shell door: every engine's examples run, every wrong input is told where and what, nothing ever
crashes."""

import copy
import json
import os
import subprocess
import sys
import time

import jsonschema_rs
import pytest

from stepwell.doors.cli.decide.engine import engine, engine_names
from stepwell.doors.cli.decide.reading import DEEPEST

DOOR = [sys.executable, "-m", "stepwell.doors.cli.decide"]
EVERY = engine_names()
DAY = {
    "contract": {"min_minutes": 180, "short_day_policy": "NONE", "code": "H0015"},
    "services": [{"minutes": 90, "countable": True, "note_signed": True}] * 2,
    "authorization": {"active": True, "units_left": 3},
    "other_per_diem": False,
    "part2": True,
    "payment_consent": True,
}


def asked(*arguments: str, given: bytes = b"") -> tuple[int, dict]:
    """Exit code and printed document; a traceback or words on stderr fail at once."""
    run = subprocess.run([*DOOR, *arguments], input=given, capture_output=True, timeout=30, check=False)
    assert run.stderr == b""
    return run.returncode, json.loads(run.stdout)


def facts(**changed: object) -> bytes:
    return json.dumps(DAY | changed).encode()


@pytest.mark.parametrize("name", EVERY)
def test_every_example_of_every_engine_runs_and_fits_its_schemas(name: str) -> None:
    code, schema = asked("--schema", name)
    assert (code, schema["engine"], set(schema)) == (0, name, {"engine", "input", "output"})
    assert schema["input"]["examples"]
    for example in schema["input"]["examples"]:
        jsonschema_rs.validator_for(schema["input"], validate_formats=True).validate(example)
        code, printed = asked(name, given=json.dumps(example).encode())
        assert code == 0, printed
        jsonschema_rs.validator_for(schema["output"], validate_formats=True).validate(printed)
        assert printed["reasons"], "a ruling without a reason explains nothing"
        for reason in printed["reasons"]:
            assert list(reason) == ["rule", "says", "source", "facts"]
            assert reason["rule"]
            assert reason["says"]
            assert reason["source"]


def test_all_ten_engines_are_there() -> None:
    assert set(EVERY) == {
        "safety", "eligibility", "instrument", "placement", "seats", "hours",
        "authorization", "billable-day", "estimate", "discharge",
    }  # fmt: skip


def test_the_billable_day_prints_exactly_the_promised_shape() -> None:
    code, printed = asked("billable-day", given=facts())
    assert code == 0
    assert list(printed) == ["ruling", "reasons"]
    assert printed["ruling"] == {"billable": True, "units": 1, "held": [], "components": []}


def test_an_answer_comes_in_under_a_second() -> None:
    started = time.monotonic()
    asked("billable-day", given=facts())
    assert time.monotonic() - started < 1


def test_asking_one_engine_imports_no_other_and_no_framework() -> None:
    probe = (
        "import sys, io; from stepwell.doors.cli.decide.engine import engine; engine('billable-day');"
        "print([m for m in sys.modules if m.split('.')[0] == 'django' or '.engines.' in m])"
    )
    run = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "['stepwell.doors.cli.decide.engines.billable_day']"


WRONG = {
    "nothing at all": (b"", ""),
    "only spaces": (b"  \n ", ""),
    "half a document": (b'{"contract": ', ""),
    "two documents": (b"{} {}", ""),
    "not UTF-8": (b'{"contract": "\xff\xfe"}', ""),
    "a text with half a character": (b'{"contract": "\\ud800"}', ""),
    "a list": (b"[]", ""),
    "a number": (b"3", ""),
    "null": (b"null", ""),
    "NaN": (b'{"services": [{"minutes": NaN}]}', "services[0].minutes"),
    "Infinity": (b'{"services": [{"minutes": -Infinity}]}', "services[0].minutes"),
    "a number beyond all numbers": (b'{"services": [{"minutes": 1e999}]}', "services[0].minutes"),
    "a number of ten thousand digits": (b'{"part2": ' + b"9" * 10_000 + b"}", "part2"),
    "a key twice": (b'{"contract": {"code": "a", "code": "b"}}', "contract.code"),
    "deeper than facts go": (b"[" * (DEEPEST + 2) + b"]" * (DEEPEST + 2), ""),
    "a hundred thousand levels": (b"[" * 100_000, ""),
    "a missing key": (facts().replace(b'"part2"', b'"part3"'), "part2"),
    "a key nobody knows": (facts(extra=1), "extra"),
    "a key nobody knows, inside": (facts(contract={"min_minute": 180}), "contract.min_minute"),
    "minutes as text": (facts(services=[{"minutes": "90", "countable": True, "note_signed": True}]),
                        "services[0].minutes"),
    "minutes with a point": (facts(services=[{"minutes": 90.5, "countable": True, "note_signed": True}]),
                             "services[0].minutes"),
    "minutes below nothing": (facts(services=[{"minutes": -1, "countable": True, "note_signed": True}]),
                              "services[0].minutes"),
    "more minutes than a day": (facts(services=[{"minutes": 1441, "countable": True, "note_signed": True}]),
                                "services[0].minutes"),
    "yes as 1": (facts(payment_consent=1), "payment_consent"),
    "an unknown policy for short days": (facts(contract={"short_day_policy": "SOME"}),
                                         "contract.short_day_policy"),
    "a payer nobody knows": (facts(contract={"payer": "../default"}), "contract.payer"),
    "a day before all policies": (facts(on="1950-01-01"), "on"),
    "a day that is not one": (facts(on="2026-02-30"), "on"),
    "services that are not a list": (facts(services={}), "services"),
}  # fmt: skip


@pytest.mark.parametrize(("given", "path"), WRONG.values(), ids=WRONG.keys())
def test_wrong_facts_are_told_where_and_what(given: bytes, path: str) -> None:
    code, printed = asked("billable-day", given=given)
    assert code == 2
    assert list(printed) == ["error"]
    assert list(printed["error"]) == ["path", "expected", "got"]
    assert printed["error"]["path"] == path
    assert printed["error"]["expected"]


def test_what_lies_too_deep_is_said_to_be_deep() -> None:
    deep = b'{"contract": ' + b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1) + b"}"
    assert "levels" in asked("billable-day", given=deep)[1]["error"]["expected"]


def test_a_day_after_which_no_day_can_be_counted_is_wrong_and_not_a_crash() -> None:
    leaving = {"reason": "completed", "on": "9999-12-31", "admitted_on": "2026-03-02", "next_step": "none",
               "approved_by": "Rosa Lin", "credential": "LMFT"}  # fmt: skip
    code, printed = asked("discharge", given=json.dumps(leaving).encode())
    assert (code, printed["error"]["expected"]) == (2, "dates and numbers within reach")


def test_instalments_into_the_year_10000_are_wrong_and_not_a_crash() -> None:
    late = copy.deepcopy(next(one for one in engine("estimate").examples if "instalments" in one))
    late["instalments"]["first_on"] = "9999-12-31"
    code, printed = asked("estimate", given=json.dumps(late).encode())
    assert (code, printed["error"]["expected"]) == (2, "dates and numbers within reach")


def test_spans_of_eight_thousand_years_are_answered_at_once() -> None:
    span = {"number": "A", "begins": "0001-01-01", "ends": "9999-12-31", "units": 10_000,
            "events": [{"kind": "granted", "on": "0001-01-01"}]}  # fmt: skip
    started = time.monotonic()
    asked("authorization", given=json.dumps({"today": "2026-03-02", "spans": [span]}).encode())
    question = {"starts_on": "2026-03-02", "plan": [{"weeks": 1, "days_a_week": 1}], "price_a_day": "1.00",
                "good_faith": {"insured": False, "booked_on": "0001-01-01", "service_on": "9999-12-31"}}  # fmt: skip
    asked("estimate", given=json.dumps(question).encode())
    assert time.monotonic() - started < 3


@pytest.mark.parametrize("arguments", [(), ("nosuch",), ("--schema",), ("hours", "seats"), ("../door",), ("",)])
def test_an_engine_nobody_knows_is_told_with_those_that_exist(arguments: tuple[str, ...]) -> None:
    code, printed = asked(*arguments, given=b"{}")
    assert code == 2
    assert printed["error"]["path"] == "engine"
    assert "billable-day" in printed["error"]["expected"]


def test_a_reader_that_goes_away_leaves_no_traceback() -> None:
    run = subprocess.Popen([*DOOR, "--schema", "billable-day"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert run.stdout is not None
    os.close(run.stdout.fileno())
    assert run.stderr is not None
    assert run.stderr.read() == b""
    run.stderr.close()
    assert run.wait(timeout=30) == 141


def test_a_closed_standard_input_is_nothing() -> None:
    command = " ".join([*DOOR, "billable-day", "<&-"])
    run = subprocess.run(["/bin/sh", "-c", command], capture_output=True, timeout=30, check=False)
    assert run.stderr == b""
    assert run.returncode == 2
    assert json.loads(run.stdout)["error"]["path"] == ""
