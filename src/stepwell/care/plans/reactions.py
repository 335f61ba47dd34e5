"""What plans does when a stay changes or ends, and when a consent is taken back."""

from __future__ import annotations

from datetime import date

from stepwell.care.plans.actions.reviews import ask_for_review
from stepwell.care.plans.models import Plan, TeamMember
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import action
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.jobs.actions import finish_all_about
from stepwell.foundation.jobs.events import reacts_to
from stepwell.foundation.kernel.clock import start_of
from stepwell.registry.episodes import queries as episodes
from stepwell.registry.episodes.events import EpisodeClosed, LevelChanged
from stepwell.registry.people.events import ConsentRevoked

#: Kinds of work about a plan, as its actions ask for them.
PLAN_WORK = ("sign-plan", "review-plan", "review-plan-change")


@reacts_to(LevelChanged)
def look_at_the_plan(access: Access, event: LevelChanged) -> None:
    """A change of level is a reason for a review."""
    episode = episodes.episode_by_id(access, episode_id=event.episode_id)
    says = f"Look at the plan again: the level is {event.level} since {event.on}."
    ask_for_review(access, episode=episode, on=date.fromisoformat(event.on), says=says)


@reacts_to(EpisodeClosed)
def team_ends_with_the_stay(access: Access, event: EpisodeClosed) -> None:
    """Places on the team end, so that caseloads are true."""
    end_team(access, episode_id=event.episode_id, on=event.on)


@reacts_to(EpisodeClosed)
def plan_work_ends_with_the_stay(access: Access, event: EpisodeClosed) -> None:
    """Nobody signs or reviews the plan of a stay that has ended."""
    end_plan_work(access, episode_id=event.episode_id, on=date.fromisoformat(event.on))


@reacts_to(ConsentRevoked)
def outside_clinician_leaves(access: Access, event: ConsentRevoked) -> None:
    """Who takes part by a consent takes part no longer once it is taken back."""
    end_by_consent(access, consent_id=event.consent_id)


@action(Permission.REACT)
def end_team(access: Access, *, episode_id: int, on: str) -> int:
    """End the open places of a stay on the day. Returns how many."""
    return TeamMember.objects.filter(episode=episode_id, until=None).update(until=date.fromisoformat(on))


@action(Permission.REACT)
def end_plan_work(access: Access, *, episode_id: int, on: date) -> int:
    """Finish what is due about the plans of a stay that ended on the day. Returns how many tasks."""
    plans = list(Plan.objects.select_related("subject").filter(episode=episode_id))
    if not plans:
        return 0
    about = [f"plan:{plan.pk}" for plan in plans]
    return finish_all_about(
        access, subject=plans[0].subject, kinds=PLAN_WORK, about=about, at=start_of(on), outcome="The stay ended."
    )


@action(Permission.REACT)
def end_by_consent(access: Access, *, consent_id: int) -> int:
    """End the open places that stand on a consent, on the day it was taken back. Returns how many."""
    rows = TeamMember.objects.select_related("consent__revocation").filter(consent=consent_id, until=None)
    ended = 0
    for row in rows:
        if row.consent is not None:
            row.until = max(row.since, row.consent.revocation.at.date())
            row.save()
            ended += 1
    return ended
