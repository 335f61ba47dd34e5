"""Between a draft, which is JSON, and a version of the plan. Called inside an open gate."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from stepwell.care.plans.contents import contents
from stepwell.care.plans.models import Plan, PlanDraft
from stepwell.care.plans.rules import drafting
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.refusals import BadInput
from stepwell.registry.episodes import queries as episodes
from stepwell.registry.people import queries as people

if TYPE_CHECKING:
    from stepwell.registry.episodes.models import Episode


def starting_words(access: Access, episode: Episode, on: date, weeks: int) -> dict[str, Any]:
    """What a draft begins with: the words of the latest version, else the level and hours of the stay."""
    latest = Plan.objects.filter(episode=episode).order_by("-version").first()
    if latest is not None:
        return _from_plan(latest)
    step = episodes.level_on(access, episode=episode, on=on)
    frame: dict[str, Any] = {"est_end_on": (on + timedelta(weeks=weeks)).isoformat(), "acknowledged": ""}
    if step is not None:
        frame |= {
            "weekly_hours": str(step.weekly_hours),
            "days_per_week": step.days_per_week,
            "level_path": [{"level": step.level, "weeks": weeks}],
        }
    return {**drafting.empty(), drafting.FRAME: frame}


def plan_words(access: Access, draft: drafting.Draft) -> dict[str, Any]:
    """The draft as `draft_plan` takes it. Raises BadInput where hours or the end are not written yet."""
    frame = draft[drafting.FRAME]
    if not frame.get("weekly_hours") or not frame.get("est_end_on") or not frame.get("days_per_week"):
        raise BadInput("", "Write the hours, the days and the expected end first.")
    return {
        "level_path": frame.get("level_path", []),
        "weekly_hours": Decimal(frame["weekly_hours"]),
        "days_per_week": int(frame["days_per_week"]),
        "est_end_on": date.fromisoformat(frame["est_end_on"]),
        "acknowledged": frame.get("acknowledged", ""),
        "problems": [_problem(access, one) for one in draft["problems"]],
        **{name: draft["texts"].get(name, "") for name in drafting.TEXTS},
    }


def draft_beside(plan: Plan) -> PlanDraft | None:
    """The draft of the stay of a version that `versions_of` read, without asking again."""
    draft: PlanDraft | None = getattr(plan.episode, "plan_draft", None)
    return draft if draft is not None and draft.words else None


def _problem(access: Access, given: dict[str, Any]) -> dict[str, Any]:
    goals = [
        {**goal, "objectives": [_objective(access, one) for one in goal.get("objectives", ())]}
        for goal in given.get("goals", ())
    ]
    return {**given, "goals": goals}


def _objective(access: Access, given: dict[str, Any]) -> dict[str, Any]:
    by = given.get("target_on")
    work = [_intervention(access, one) for one in given.get("interventions", ())]
    return {**given, "target_on": date.fromisoformat(by) if by else None, "interventions": work}


def _intervention(access: Access, given: dict[str, Any]) -> dict[str, Any]:
    if not given.get("responsible"):
        raise BadInput("", f"Say who gives “{given.get('modality', '')}”.")
    return {**given, "responsible": people.staff_member(access, staff_id=int(given["responsible"]))}


def _from_plan(plan: Plan) -> dict[str, Any]:
    said = contents(plan)
    found = {
        **drafting.empty(),
        drafting.FRAME: {
            "weekly_hours": str(plan.weekly_hours.normalize() + 0),
            "days_per_week": plan.days_per_week,
            "est_end_on": plan.est_end_on.isoformat(),
            "level_path": plan.level_path,
            "acknowledged": "",
        },
        "texts": {name: said[name] for name in drafting.TEXTS},
    }
    statuses = list(plan.problems.order_by("id").values_list("status", flat=True))
    for one, status in zip(said["problems"], statuses, strict=True):
        found, _ = drafting.added(found, "plan", {**_json(one), "status": status})
    return found


def _json(value: Any) -> Any:
    """Dates and decimals as text, all else as it is."""
    if isinstance(value, dict):
        return {name: _json(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_json(one) for one in value]
    if isinstance(value, Decimal):
        return str(value.normalize() + 0)
    return value.isoformat() if isinstance(value, date) else value
