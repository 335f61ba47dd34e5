"""Asks for the level of care: fourth edition, third edition, or LOCUS composite."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import Discriminator, Tag

from stepwell.care.placement.rules.locus import Locus, LocusFacts, locus_level
from stepwell.care.placement.rules.placement import Placement, PlacementFacts, recommended_level
from stepwell.care.placement.rules.third_edition import ThirdEditionFacts, third_edition_level
from stepwell.doors.cli.decide.engine import Engine
from stepwell.foundation.kernel.ruling import Ruling
from stepwell.foundation.policy.loading import load

KINDS = ("fourth-edition", "third-edition", "locus")
Asked = PlacementFacts | ThirdEditionFacts | LocusFacts


def _kind(given: Any) -> str:
    """Which criteria the facts are for, so that what is wrong is said of these and not of the others."""
    named = given.get("criteria") if isinstance(given, dict) else None
    return named if named in KINDS else KINDS[0]


READ = Annotated[
    Annotated[PlacementFacts, Tag("fourth-edition")]
    | Annotated[ThirdEditionFacts, Tag("third-edition")]
    | Annotated[LocusFacts, Tag("locus")],
    Discriminator(_kind),
]


def ask(facts: Asked) -> Ruling[Any]:
    """The recommended level by the criteria that the facts name. A licensed clinician confirms it."""
    policy = load(f"placement/{facts.criteria}", on=datetime.now(UTC).date())
    if isinstance(facts, LocusFacts):
        return locus_level(facts, policy)
    if isinstance(facts, ThirdEditionFacts):
        return third_edition_level(facts, policy)
    return recommended_level(facts, policy)


NOTHING = {
    **dict.fromkeys(("1A", "1B", "2A", "2B", "3A", "3B", "4B", "5A", "5B", "5C"), "0"),
    "1C": "ANY",
}

ENGINE = Engine(
    name="placement",
    facts=READ,
    answer=Placement | Locus,
    ask=ask,
    examples=(
        {"age": 34, "remission": False, "ratings": NOTHING | {"4A": "B", "5B": "A"}},
        {"age": 51, "remission": False, "ratings": NOTHING | {"1C": "A", "4A": "B"}},
        {"age": 29, "remission": False, "ratings": NOTHING | {"1B": "EVAL", "3A": "1A", "4A": "B"}},
        {"age": 40, "remission": False, "ratings": {"1A": "4"}},
        {
            "criteria": "third-edition",
            "age": 15,
            "dimensions": {"D1": 0, "D2": 0, "D3": 1, "D4": 2, "D5": 2, "D6": 1},
        },
        {
            "criteria": "locus",
            "scores": {
                "risk_of_harm": 2,
                "functional_status": 3,
                "co_morbidity": 3,
                "environment_stress": 3,
                "environment_support": 2,
                "treatment_history": 3,
                "engagement": 2,
            },
        },
    ),
)
