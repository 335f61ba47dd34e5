"""The five fixed hues: a level of care keeps its hue everywhere. Water is the foot of the stair."""

from __future__ import annotations

#: Levels as words, where a program says them so.
NAMED = {
    "aftercare": 1, "op": 1, "outpatient": 1, "iop": 2, "intensive_outpatient": 2, "php": 3, "partial": 3,
    "partial_hospitalization": 3, "sober_living": 4, "residential": 4, "inpatient": 5, "detox": 5, "withdrawal": 5,
    "hospital": 5,
}  # fmt: skip


def hue(level: str) -> str:
    """The class of a level's hue: level-1 (outpatient) to level-5 (hospital), level-0 where the code is unknown."""
    code = level.strip().lower().replace(" ", "_").replace("-", "_")
    number = NAMED.get(code)
    if number is None and code[:1] in {"0", "1", "2", "3", "4"}:
        number = 3 if code.startswith(("2.5", "2.7")) else {"0": 1, "1": 1, "2": 2, "3": 4, "4": 5}[code[0]]
    return f"level-{number or 0}"
