"""Writing the next version of the plan part by part, by one or by several, until it is finished and can be signed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from stepwell.care.plans.actions.drafts import draft_plan
from stepwell.care.plans.drafted import plan_words, starting_words
from stepwell.care.plans.events import PlanDrafted
from stepwell.care.plans.models import Plan, PlanDraft
from stepwell.care.plans.rules import drafting
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import action
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput, Conflict, NotFound
from stepwell.foundation.jobs import actions as jobs
from stepwell.foundation.jobs.events import announce
from stepwell.registry.programs import queries as programs

if TYPE_CHECKING:
    from stepwell.registry.episodes.models import Episode

QUICKER = "Somebody changed this part at the same moment. Look at both, then send again."


@action(Permission.PLAN_WRITE)
def begin_draft(access: Access, *, episode: Episode, on: date, at: datetime) -> PlanDraft:
    """Open the next version for writing: from the latest version, else from the level and hours of the stay.

    A draft that is open already is gone on with. Raises BadInput for a stay that has ended.
    """
    if episode.ended_on is not None:
        raise BadInput("", "The stay has ended; a plan belongs to a stay that goes on.")
    made, _ = PlanDraft.objects.select_for_update().get_or_create(
        episode=episode,
        defaults={"subject_id": episode.subject_id, "written_at": at, "written_by": access.name},
    )
    if not made.words:
        rules = programs.rules_of(access, program=episode.program, on=on)
        _keep(access, made, starting_words(access, episode, on, int(rules.weeks.max or rules.weeks.min or 12)), at)
    return made


@action(Permission.PLAN_WRITE)
def write_part(
    access: Access, *, draft: PlanDraft, key: str, words: Mapping[str, Any], at: datetime, seen: str = ""
) -> PlanDraft:
    """Write one part anew; the others stay. key: "frame", a text's name or a part's own. seen: the part's mark as the
    writer saw it; Conflict where it has changed since. Raises NotFound for a part that is gone."""
    return _changed(access, draft, key, seen, at, lambda now: drafting.written(now, key, words))


@action(Permission.PLAN_WRITE)
def add_part(
    access: Access, *, draft: PlanDraft, under: str, words: Mapping[str, Any], at: datetime, once: str = ""
) -> str:
    """Add a part under another, "plan" for a problem. Returns its key. Raises NotFound where the upper one is gone.

    once: where it comes from, as a suggestion's id; what is there from the same place already is not added again.
    """
    key = ""

    def add(now: drafting.Draft) -> dict[str, Any]:
        nonlocal key
        known = next((node["id"] for _, node in drafting.nodes(now) if once and node.get("taken_from") == once), "")
        if known:
            key = known
            return dict(now)
        found, key = drafting.added(now, under, {**words, "taken_from": once} if once else words)
        return found

    _changed(access, draft, "", "", at, add)
    return key


@action(Permission.PLAN_WRITE)
def remove_part(access: Access, *, draft: PlanDraft, key: str, at: datetime, seen: str = "") -> PlanDraft:
    """Take a part out of the draft, with all that hangs under it; versions that were finished keep theirs."""
    return _changed(access, draft, key, seen, at, lambda now: drafting.removed(now, key))


@action(Permission.PLAN_WRITE)
def drop_draft(access: Access, *, draft: PlanDraft, at: datetime) -> PlanDraft:
    """Give up what was drafted; the version in force stays."""
    row = _held(draft)
    _keep(access, row, {}, at)
    return row


@action(Permission.PLAN_WRITE)
def finish_draft(access: Access, *, draft: PlanDraft, on: date, at: datetime) -> Plan:
    """Write the draft as the next version, ready to be signed, and empty it. Versions that nobody signed give way.
    Announces PlanDrafted.

    Raises what `draft_plan` raises: NotAllowed where the thread is torn, BadInput where a date is missing.
    """
    row = _held(draft)
    given = plan_words(access, row.words)
    unsigned = Plan.objects.filter(episode=row.episode_id, superseded_on=None, signatures=None)
    for plan in unsigned:
        plan.superseded_on = on
        plan.save()
        jobs.finish_about(
            access, subject=plan.subject, kind="sign-plan", about=f"plan:{plan.pk}", at=at, outcome="Written anew."
        )
    made = draft_plan(access, episode=row.episode, on=on, **given)
    _keep(access, row, {}, at)
    announce(PlanDrafted(made.pk, made.episode_id, made.subject_id, at.isoformat()))
    return made


def _changed(
    access: Access,
    draft: PlanDraft,
    key: str,
    seen: str,
    at: datetime,
    change: Callable[[drafting.Draft], dict[str, Any]],
) -> PlanDraft:
    row = _held(draft)
    try:
        if seen and drafting.mark(row.words, key) != seen:
            raise Conflict(QUICKER)
        words = change(row.words)
    except KeyError:
        raise NotFound from None
    _keep(access, row, words, at)
    return row


def _held(draft: PlanDraft) -> PlanDraft:
    """The draft as it is now, held until the transaction ends, so that two who write see each other's words."""
    row = (
        PlanDraft.objects.select_for_update(of=("self",)).select_related("episode__program", "subject").get(pk=draft.pk)
    )
    if not row.words:
        raise Conflict("This draft was finished or given up meanwhile. Look at the plan as it is now.")
    return row


def _keep(access: Access, row: PlanDraft, words: Mapping[str, Any], at: datetime) -> None:
    row.words, row.revised, row.written_at, row.written_by = dict(words), row.revised + 1, at, access.name
    row.save()
