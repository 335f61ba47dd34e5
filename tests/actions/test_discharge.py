"""Leaving: the next step arranged, signed by a clinician, with its papers; never for a test's result alone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from stepwell.care.transitions import queries
from stepwell.care.transitions.actions import discharge
from stepwell.foundation.documents.models import Document
from stepwell.foundation.gate.opening import opened
from stepwell.foundation.gate.refusals import BadInput, Conflict, NotAllowed, NotPermitted
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.jobs import queries as open_work
from stepwell.registry.episodes import queries as episodes
from stepwell.registry.people import actions as people
from tests.actions.stay import attend, in_treatment, placed
from tests.world import TODAY

LEFT = TODAY + timedelta(days=70)
NEXT = LEFT + timedelta(days=5)
AFTERCARE = {
    "outpatient": "Once a week with Dana Mockworth",
    "mutual_help": ["Tuesday evenings"],
    "if_it_gets_hard": {"first": "Call Chris", "then": "Call us"},
    "naloxone": "At home, expires 2028",
}


@pytest.fixture
def stay(world):
    stay = in_treatment(world)
    placed(world, stay)
    attend(world, stay)
    return stay


def leave(world, stay, reason="completed", *, role=Role.CLINICIAN, credential="LMFT", on=LEFT, **more):
    by = world.a.staff[role][0]
    usual = {"next_to": "Dana Mockworth, outpatient", "next_at": world.at(NEXT), "client_signature": "signed"}
    given = {**usual, "aftercare": AFTERCARE, **more}
    return discharge(
        world.access(role),
        episode=stay.episode,
        on=on,
        reason=reason,
        by=by,
        credential=credential,
        at=world.at(on, 15),
        **given,
    )


def test_completed_with_the_next_appointment(world, stay):
    found = leave(world, stay)
    assert (found.teds, found.caloms) == (1, 1)
    assert found.reasons[0]["says"] == "Completed treatment here."
    ended = episodes.episode_by_id(world.access(Role.CLINICIAN), episode_id=stay.episode.pk)
    assert ended.ended_on == LEFT
    assert episodes.level_on(world.access(Role.CLINICIAN), episode=ended, on=LEFT + timedelta(days=1)) is None
    (handoff,) = queries.handoffs_open(world.access(Role.CASE_MANAGER))
    assert (handoff.to_whom, handoff.appointment_at) == ("Dana Mockworth, outpatient", world.at(NEXT))


def test_a_signature_is_never_assumed(world, stay):
    given = {"next_to": "Outpatient", "next_at": world.at(NEXT), "aftercare": AFTERCARE, "at": world.at(LEFT, 15)}
    by = world.a.staff[Role.CLINICIAN][0]
    with pytest.raises(NotAllowed) as refused:
        discharge(
            world.access(Role.CLINICIAN), episode=stay.episode, on=LEFT, reason="completed", by=by,
            credential="LMFT", **given,
        )  # fmt: skip
    assert [reason.rule.rpartition("#")[2] for reason in refused.value.reasons] == ["client-signature"]
    with pytest.raises(BadInput, match="A signature is one of"):
        leave(world, stay, client_signature="initials")


def test_both_papers_are_kept_and_say_it(world, stay, monkeypatch):
    printed = []

    def render(template, data):
        printed.append(data)
        return real(template, data)

    from stepwell.care.transitions import summary

    real = summary.render
    monkeypatch.setattr(summary, "render", render)
    found = leave(world, stay)
    with opened(world.access(Role.CLINICIAN)):
        papers = {row.kind: bytes(row.content) for row in Document.objects.filter(subject=stay.subject)}
    assert set(papers) == {"discharge-summary", "aftercare-plan"}
    assert all(content.startswith(b"%PDF") for content in papers.values())
    assert (found.summary.kind, found.aftercare_document.kind) == ("discharge-summary", "aftercare-plan")
    told = str(printed[0])
    for words in ("3 treatment hours", "F10.20", "Completed treatment here.", "March 2, 2026", "LMFT"):
        assert words in told
    plan = str(printed[1])
    for words in ("988", "Mutual help", "Call Chris", "May 16, 2026, 10:00", "42 CFR part 2"):
        assert words in plan


def test_follow_ups_stand_on_their_days(world, stay):
    found = leave(world, stay)
    manager = world.access(Role.CASE_MANAGER)
    assert [(row.days, row.due_on) for row in queries.follow_ups_of(manager, discharge=found)] == [
        (days, LEFT + timedelta(days=days)) for days in (7, 30, 90, 180)
    ]
    assert queries.follow_ups_due(manager, on=LEFT + timedelta(days=6)) == []
    assert [row.days for row in queries.follow_ups_due(manager, on=LEFT + timedelta(days=30))] == [7, 30]


@pytest.mark.parametrize(
    ("more", "rule"),
    [
        ({"next_at": None}, "next-step"),
        ({"positive_test_only": True, "director_reason": "A reason."}, "positive-test-alone"),
        ({"substance_use_only": True}, "use-alone"),
        ({"client_signature": "refused"}, "client-signature"),
    ],
)
def test_what_stands_in_the_way_is_named_and_nothing_happens(world, stay, more, rule):
    with pytest.raises(NotAllowed) as refused:
        leave(world, stay, "ended-by-program", **more)
    assert [reason.rule.rpartition("#")[2] for reason in refused.value.reasons] == [rule]
    assert queries.discharge_of(world.access(Role.CLINICIAN), episode=stay.episode) is None
    assert episodes.open_episode_of(world.access(Role.CLINICIAN), subject=stay.subject) is not None


def test_use_alone_only_with_a_directors_written_reason(world, stay):
    found = leave(
        world, stay, "ended-by-program", substance_use_only=True, director_reason="Moved to residential care."
    )
    assert found.director_reason == "Moved to residential care."


def test_a_declined_next_step_closes_its_handoff_with_the_persons_words(world, stay):
    found = leave(world, stay, "left-early", next_to="", next_at=None, declined_says="I see my own therapist.")
    (handoff,) = queries.handoffs_of(world.access(Role.CASE_MANAGER), discharge=found)
    assert (handoff.outcome, handoff.outcome_says) == ("declined", "I see my own therapist.")
    assert queries.handoffs_open(world.access(Role.CASE_MANAGER)) == []
    assert (found.teds, found.caloms) == (2, 5)


def test_three_attempts_stand_for_a_next_step_and_the_handoff_stays_open(world, stay):
    with pytest.raises(NotAllowed):
        leave(world, stay, "left-early", next_to="", next_at=None, attempts=2)
    found = leave(world, stay, "left-early", next_to="", next_at=None, attempts=3, interviewed=False)
    assert found.caloms == 6
    assert len(queries.handoffs_open(world.access(Role.CASE_MANAGER))) == 1


def test_a_death_asks_for_nothing_and_calls_nobody(world, stay):
    found = leave(world, stay, "died", next_to="", next_at=None, client_signature="none", aftercare={})
    manager = world.access(Role.CASE_MANAGER)
    assert (found.teds, found.caloms) == (6, 7)
    assert queries.handoffs_of(manager, discharge=found) == []
    assert queries.follow_ups_of(manager, discharge=found) == []


def test_whatever_the_reason_nobody_is_called_after_a_death(world, stay):
    manager = world.access(Role.CASE_MANAGER)
    people.record_death(manager, subject=stay.subject, on=LEFT + timedelta(days=1), at=world.at(LEFT, 16))
    found = leave(world, stay, "left-early", next_at=None, attempts=3)
    assert queries.handoffs_of(manager, discharge=found) == []
    assert queries.follow_ups_of(manager, discharge=found) == []
    assert open_work.open_about(manager, subject=stay.subject) == []


def test_only_once_and_only_with_a_known_reason(world, stay):
    with pytest.raises(BadInput, match="completed, left-early"):
        leave(world, stay, "tired")
    leave(world, stay)
    with pytest.raises(Conflict, match="ended on"):
        leave(world, stay)


def test_who_may(world, stay):
    with pytest.raises(NotPermitted):
        leave(world, stay, role=Role.COUNSELOR, credential="CADC")
    with pytest.raises(NotAllowed, match="does not hold MD"):
        leave(world, stay, credential="MD")
