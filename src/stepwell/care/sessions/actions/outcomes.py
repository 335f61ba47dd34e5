"""What became of somebody who was expected: there, not there, excused; and reaching out on the same day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from stepwell.care.measures import queries as measures
from stepwell.care.plans.clock import end_of, local_date, zone_of
from stepwell.care.sessions.events import ClientMissed
from stepwell.care.sessions.models import Outreach, Participation
from stepwell.care.sessions.rules.absence import AbsenceFacts, missed_days, steps_due
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import action
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput, Conflict, NotAllowed, NotFound
from stepwell.foundation.jobs import actions as jobs
from stepwell.foundation.jobs import queries as of_jobs
from stepwell.foundation.jobs.events import announce
from stepwell.foundation.kernel.ruling import Reason
from stepwell.foundation.policy.loading import load
from stepwell.registry.episodes import queries as episodes
from stepwell.registry.people import queries as people
from stepwell.registry.programs import queries as programs

if TYPE_CHECKING:
    from stepwell.foundation.jobs.models import Task
    from stepwell.registry.episodes.models import Episode
    from stepwell.registry.programs.rules.shapes import AbsenceStep

OUTREACH = "absence/outreach"
OUTCOMES = ("attended", "no_show", "excused")
#: Besides the ways a person said are safe: going there, as they agreed.
VISIT = "visit"
#: Steps that answer this absence; the others answer that nobody has seen the person for long.
_OF_THE_DAY = ("call", "welfare_check")


@action(Permission.SESSION_WRITE)
def record_outcome(
    access: Access, *, participation: Participation, outcome: str, at: datetime, why: str = ""
) -> Participation:
    """What became of somebody on the roster. outcome: attended, no_show or excused.

    why: for excused, one of the program's words, as "illness" or "court", with more after a colon where wanted. A
    no_show announces ClientMissed and asks for a call on the same day, sooner after raised risk, and for what the
    program's ladder wants besides. Setting it right later is allowed until minutes say they were there. Raises
    BadInput, Conflict.
    """
    if outcome not in OUTCOMES:
        raise BadInput("outcome", f"What became of somebody is one of {', '.join(OUTCOMES)}.")
    if outcome == "excused":
        _is_excuse(access, participation, why)
    if outcome != "attended" and participation.presences.filter(voided_at=None).exists():
        raise Conflict("Minutes say they were there. Void them first if that is wrong.")
    before = participation.outcome
    participation.outcome, participation.outcome_why = outcome, why
    participation.save()
    if outcome == "no_show" and before != "no_show":
        _missed(access, participation, at)
    elif outcome != "no_show" and before == "no_show":
        episode = participation.episode
        if not _missed_on(episode, participation.session.on):
            _done(access, episode, _about_day(episode, participation.session.on), at, "They did not miss it.")
    return participation


@action(Permission.SESSION_WRITE)
def reach_out(
    access: Access, *, episode: Episode, about: str, way: str, at: datetime, reached: bool, says: str = ""
) -> Outreach:
    """A call or message after somebody did not come, with how it ended; reached, it is done.

    about: "participation:<id>", or what the task is about. way: one the person said is safe, or "visit".
    Raises NotAllowed after a death, BadInput for a way that is not safe.
    """
    if people.has_died(access, subject=episode.subject):
        says_so = "The person has died; nobody is called or written to."
        raise NotAllowed((Reason("care/sessions#death", says_so, "Stepwell, 'Defaults for absences'"),))
    on = local_date(at, zone_of(access, episode.program))
    safe = [one.kind for one in people.reach_ways(access, subject=episode.subject, on=on)]
    if way not in (*safe, VISIT):
        raise BadInput("way", f"Reach them in a way they said is safe: {', '.join(safe) or 'none yet, ask them'}.")
    task = _about_task(episode, about)
    row = Outreach.objects.create(
        subject_id=episode.subject_id,
        episode=episode,
        about=about,
        way=way,
        at=at,
        by=access.name,
        reached=reached,
        says=says,
    )
    if reached:
        _done(access, episode, task, at, says or f"Reached by {way}.")
    return row


@action(Permission.REACT)
def look_for_absent(access: Access, *, on: date, at: datetime) -> list[Task]:
    """Ask for the steps of the ladder that follow from nobody having seen somebody for long. For nightly work.

    Asked once for each time away; people on leave are left alone, and nobody asks about somebody who has died though
    their stay may not be closed yet.
    """
    rows = Participation.objects.filter(episode__ended_on=None).values_list("episode_id", flat=True).distinct()
    asked: list[Task] = []
    for episode_id in sorted(set(rows)):
        episode = episodes.episode_by_id(access, episode_id=episode_id)
        if not _nobody_asks(access, episode, on):
            asked += _climb(access, episode, on, at)
    return asked


def _nobody_asks(access: Access, episode: Episode, on: date) -> bool:
    return people.has_died(access, subject=episode.subject) or episodes.on_leave(access, episode=episode, on=on)


def _is_excuse(access: Access, participation: Participation, why: str) -> None:
    rules = programs.rules_of(access, program=participation.session.program, on=participation.session.on)
    words = rules.source.value("absence-ladder", "excused") or []
    if why.partition(":")[0].strip() not in words:
        raise BadInput("why", f"An absence is excused by one of {', '.join(words)}; write more after a colon.")


def _missed_on(episode: Episode, on: date) -> bool:
    return Participation.objects.filter(episode=episode, session__on=on, outcome="no_show").exists()


def _missed(access: Access, participation: Participation, at: datetime) -> None:
    session = participation.session
    announce(
        ClientMissed(
            participation.pk,
            participation.session_id,
            participation.episode_id,
            participation.subject_id,
            session.on.isoformat(),
        )
    )
    episode = episodes.episode_by_id(access, episode_id=participation.episode_id)
    if not people.has_died(access, subject=episode.subject):
        _climb(access, episode, session.on, at)


def _climb(access: Access, episode: Episode, on: date, at: datetime) -> list[Task]:
    """Ask for every step of the ladder that is due and was not asked for in this absence."""
    rows = Participation.objects.filter(episode=episode, session__on__lte=on, session__cancelled_at=None)
    outcomes = list(rows.values_list("session__on", "outcome"))
    missed, attended = missed_days(outcomes)
    facts = AbsenceFacts(
        today=on,
        since=episode.admitted_on,
        missed_on=missed,
        attended_on=attended,
        missed_part=(on, "no_show") in outcomes,
        raised_risk=_raised_risk(access, episode, on),
    )
    ladder = programs.rules_of(access, program=episode.program, on=on).absence_ladder
    last = max(attended, default=episode.admitted_on)
    tasks = []
    for step in steps_due(facts, ladder).answer:
        # A call answers a day; everything else answers the time since the person was last there.
        about = _about_day(episode, on) if step.do in _OF_THE_DAY else f"absence:{episode.pk}:since:{last.isoformat()}"
        if not of_jobs.asked_before(access, kind=load(OUTREACH, on).rule(step.do)["task"], about=about):
            tasks.append(_ask(access, episode, step, about, on, at))
    return tasks


def _ask(access: Access, episode: Episode, step: AbsenceStep, about: str, on: date, at: datetime) -> Task:
    rule = load(OUTREACH, on).rule(step.do)
    last = end_of(local_date(at, zone_of(access, episode.program)), zone_of(access, episode.program))
    due = last + timedelta(days=rule["days"]) - timedelta(minutes=1)
    if step.within_hours is not None:
        within = at + timedelta(hours=step.within_hours)
        due = within if step.raised_risk else min(due, within)
    return jobs.ask_for(
        access,
        subject=episode.subject,
        kind=rule["task"],
        says=rule.says,
        for_role=rule["for_role"],
        due_at=due,
        about=about,
    )


def _raised_risk(access: Access, episode: Episode, on: date) -> bool:
    rule = load(OUTREACH, on).rule("raised-risk")
    # The system looks: who records an outcome need not be one who reads what was answered.
    given = measures.history(Access.system(access.operator_id), subject=episode.subject, instrument=rule["instrument"])
    return bool(given) and given[-1].band in rule["bands"]


def _done(access: Access, episode: Episode, about: str, at: datetime, outcome: str) -> None:
    rules = load(OUTREACH, local_date(at, zone_of(access, episode.program))).rules.values()
    kinds = {rule["task"] for rule in rules if "task" in rule.values}
    jobs.finish_all_about(access, subject=episode.subject, kinds=kinds, about=[about], at=at, outcome=outcome[:300])


def _about_day(episode: Episode, on: date) -> str:
    return f"absence:{episode.pk}:{on.isoformat()}"


def _about_task(episode: Episode, about: str) -> str:
    """What the task about it is about: the day, where a participation is named."""
    kind, _, number = about.partition(":")
    if kind != "participation" or not number.isdigit():
        return about
    found = Participation.objects.select_related("session").filter(pk=int(number), episode=episode).first()
    if found is None:
        raise NotFound
    return _about_day(episode, found.session.on)
