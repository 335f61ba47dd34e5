"""The data files of the demonstration, read once: rates with their sources, invented names, sentences for notes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Rates:
    """How often what happens. Weights need not sum to anything; rates are 0 to 1; medians are days."""

    leaving: dict[str, float]
    stay_days: dict[str, float]
    never_start: float
    missed: float
    intake_days: dict[int, float]
    follow_up_reached: float
    own: dict[str, Any]


@cache
def rates() -> Rates:
    """The shipped rates; `marginals.yaml` says where each comes from."""
    told = read("marginals")
    published = told["published"]
    return Rates(
        leaving=published["leaving"]["weights"],
        stay_days=published["stay_days"]["medians"],
        never_start=published["never_start"]["rate"],
        missed=published["missed"]["rate"],
        intake_days=published["intake_kept"]["days"],
        follow_up_reached=published["follow_up_reached"]["rate"],
        own=told["own"],
    )


@cache
def read(name: str) -> dict[str, Any]:
    """One of the data files beside this module, without its ending."""
    found: dict[str, Any] = yaml.safe_load((HERE / f"{name}.yaml").read_text(encoding="utf-8"))
    return found
