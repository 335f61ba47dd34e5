"""Sessions by video: consent, place, callback and licence are looked at and kept, whatever the answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from stepwell.care.sessions import actions as sessions
from stepwell.care.sessions import queries as of_sessions
from stepwell.care.sessions.provider import AddressProvider, VideoProvider, provider_of
from stepwell.care.sessions.rules.joining import VideoFacts, may_join
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.refusals import BadInput, NotAllowed
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.policy.loading import load
from stepwell.registry.people import actions as people
from stepwell.registry.programs import actions as programs
from tests.actions.care_stay import in_care
from tests.rules.policy_cases import policy_cases
from tests.world import TODAY, World

POLICY = load("video/provider", TODAY)


@pytest.mark.parametrize(("facts", "expect"), policy_cases("video"))
def test_the_cases_of_the_policy(facts, expect):
    given = {**facts, "on": date.fromisoformat(str(facts["on"])), "licences": tuple(facts["licences"])}
    if given["consent_on"] is not None:
        given["consent_on"] = date.fromisoformat(str(given["consent_on"]))
    ruling = may_join(VideoFacts(**given), POLICY)
    missing = [] if ruling.answer else [reason.rule.rpartition("#")[2] for reason in ruling.reasons]
    assert {"may_join": ruling.answer, "missing": missing} == expect
    assert all("would_change" in reason.facts for reason in ruling.reasons if not ruling.answer)


@pytest.mark.parametrize("provider", [provider_of(POLICY), AddressProvider("https://meet.example/r/{room}?lang=en")])
def test_what_every_provider_promises(provider: VideoProvider):
    rooms = {provider.open_room() for _ in range(50)}
    assert len(rooms) == 50
    for room in rooms:
        assert room.startswith("https://")
        assert len(room) <= 300
        assert "{" not in room
        assert not any(word in room.casefold() for word in ("treat", "recovery", "iop", "group", "amara"))


@pytest.fixture
def joining(world):
    """A video session of Amara's with the clinician, in a program that offers it; the function joins it."""
    system = Access.system(world.a.operator.pk)
    offering = programs.run_program(system, site=world.a.site, policy_id="programs/renaissance-recovery/iop", on=TODAY)
    stay = in_care(World(replace(world.a, programs=(offering,)), world.b))
    access = world.access(Role.CLINICIAN)
    session = sessions.schedule(
        access, program=offering, kind="individual", starts_at=world.at(TODAY, 14), minutes=50,
        leader=world.a.staff[Role.CLINICIAN][0], episodes=[stay.episode], mode="video",
    )  # fmt: skip

    def join(**changed):
        given = {"location_state": "CA", "callback": "714-555-0143", "telehealth_consent_on": TODAY}
        (row,) = of_sessions.roster(access, session=session)
        return sessions.join_by_video(access, participation=row, **{**given, **changed})

    def kept():
        (row,) = of_sessions.roster(access, session=session)
        return row

    join.kept, join.session = kept, session
    return join


def test_joining_from_where_the_leader_is_licensed(joining):
    row = joining()
    assert (row.location_state, row.callback) == ("CA", "714-555-0143")
    assert row.licence_check["answer"] is True
    assert joining.kept().licence_check["reasons"][0]["facts"]["licences"] == ["LMFT"]
    assert joining.session.video_link.startswith("https://video.example/")


def test_no_licence_there_is_refused_and_kept(joining, world):
    with pytest.raises(NotAllowed, match="not licensed for this session in NV"):
        joining(location_state="nv")
    row = joining.kept()
    assert (row.location_state, row.licence_check["answer"]) == ("NV", False)
    assert row.licence_check["reasons"][0]["rule"].endswith("#licence")
    people.credential(
        Access.system(world.a.operator.pk), staff=joining.session.leader, kind="LMFT", state="NV", number="N-1",
        valid_from=TODAY, valid_to=TODAY,
    )  # fmt: skip
    assert joining(location_state="NV").licence_check["answer"] is True
    assert [one["answer"] for one in joining.kept().licence_check["earlier"]] == [False]


def test_a_licence_that_has_ended_is_none(joining, world):
    people.credential(
        Access.system(world.a.operator.pk), staff=joining.session.leader, kind="LMFT", state="NV", number="N-1",
        valid_from=TODAY - timedelta(days=400), valid_to=TODAY - timedelta(days=1),
    )  # fmt: skip
    with pytest.raises(NotAllowed):
        joining(location_state="NV")


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({"telehealth_consent_on": None}, "consent"),
        ({"telehealth_consent_on": TODAY + timedelta(days=1)}, "consent"),
        ({"callback": "soon"}, "callback"),
        ({"location_state": "California"}, "location"),
        ({"location_state": ""}, "location"),
    ],
)
def test_what_else_is_asked(joining, changed, found):
    with pytest.raises(NotAllowed) as refused:
        joining(**changed)
    assert found in [reason.rule.rpartition("#")[2] for reason in refused.value.reasons]
    assert joining.kept().licence_check["answer"] is False


def test_a_session_in_person_is_not_joined_by_video(world):
    stay = in_care(world)
    access = world.access(Role.CLINICIAN)
    session = sessions.schedule(
        access, program=world.a.program, kind="individual", starts_at=world.at(TODAY, 14), minutes=50,
        leader=world.a.staff[Role.CLINICIAN][0], episodes=[stay.episode],
    )  # fmt: skip
    (row,) = of_sessions.roster(access, session=session)
    with pytest.raises(BadInput, match="not by video"):
        sessions.join_by_video(
            access, participation=row, location_state="CA", callback="714-555-0143", telehealth_consent_on=TODAY
        )


def test_a_program_that_does_not_offer_it_says_so(world):
    stay = in_care(world)
    with pytest.raises(NotAllowed, match="does not offer individual sessions by video"):
        sessions.schedule(
            world.access(Role.CLINICIAN), program=world.a.program, kind="individual", starts_at=world.at(TODAY, 14),
            minutes=50, leader=world.a.staff[Role.CLINICIAN][0], episodes=[stay.episode], mode="video",
        )  # fmt: skip
