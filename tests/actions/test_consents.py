"""Consents: complete or refused by name, in force or not, taken back; disclosures only under one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from stepwell.foundation.gate import consents
from stepwell.foundation.gate.refusals import Conflict, NotAllowed
from stepwell.foundation.gate.roles import Role
from stepwell.registry.people import actions as people
from tests.world import TODAY, World

TPO = {
    "kind": "tpo",
    "patient": "Amara Sampleworth",
    "discloser": "Fountain Grove",
    "recipients": [],
    "recipient_class": "my treating providers, health plans, third-party payers, people helping to run this program",
    "purposes": ["treatment", "payment", "operations"],
    "categories": ["claims", "records"],
    "signed_by": "Amara Sampleworth",
    "expires_when": "end of treatment",
    "says_redisclosure": True,
    "says_refusal": True,
}


def tpo(world: World, subject, **changed):
    return consents.grant(
        world.access(Role.COORDINATOR), subject=subject, starts_on=TODAY, signed_at=world.at(), **{**TPO, **changed}
    )


@pytest.mark.parametrize(
    ("changed", "missing"),
    [
        ({"patient": ""}, "patient"),
        ({"discloser": ""}, "discloser"),
        ({"categories": []}, "information"),
        ({"recipient_class": ""}, "recipient"),
        ({"purposes": []}, "purpose"),
        ({"says_revocable": False}, "revocable"),
        ({"expires_when": ""}, "expiry"),
        ({"signed_by": ""}, "signature"),
        ({"says_redisclosure": False}, "redisclosure"),
        ({"says_refusal": False}, "refusal"),
    ],
)
def test_each_element_is_needed_and_named(world, changed: dict, missing: str):
    with pytest.raises(NotAllowed) as refused:
        tpo(world, world.amara().subject, **changed)
    assert [reason.facts["missing"] for reason in refused.value.reasons] == [missing]


def disclose(world: World, subject, **changed):
    wanted = {
        "recipient": "Example Health Plan",
        "purpose": "payment",
        "categories": frozenset({"claims"}),
        "content": "A claim",
    }
    return consents.disclose(world.access(Role.BILLER), subject=subject, at=world.at(), **{**wanted, **changed})


def test_a_disclosure_stands_under_a_consent_and_carries_the_notice(world):
    subject = world.amara().subject
    consent = tpo(world, subject)
    row = disclose(world, subject)
    assert (row.consent_id, row.purpose, row.notice_version) == (consent.pk, "payment", consents.NOTICE_VERSION)
    assert len(consents.SHORT_NOTICE) == 72


@pytest.mark.parametrize(
    "changed",
    [
        {"purpose": "marketing"},
        {"categories": frozenset({"claims", "photos"})},
        {"categories": frozenset({"counseling_note"})},
    ],
)
def test_what_the_consent_does_not_cover_is_refused_with_what_would_help(world, changed: dict):
    subject = world.amara().subject
    tpo(world, subject, categories=["claims", "records", "counseling_note"])
    with pytest.raises(NotAllowed) as refused:
        disclose(world, subject, **changed)
    assert "would_change" in refused.value.reasons[0].facts


def test_a_consent_taken_back_covers_nothing_more(world):
    subject = world.amara().subject
    consent = tpo(world, subject)
    officer = world.access(Role.PRIVACY_OFFICER)
    people.revoke_consent(officer, consent=consent, at=world.at(), how="in writing at the desk")
    with pytest.raises(NotAllowed):
        disclose(world, subject)
    with pytest.raises(Conflict):
        people.revoke_consent(officer, consent=consent, at=world.at(), how="again")


def test_a_consent_ends_with_its_last_day(world):
    subject = world.amara().subject
    tpo(world, subject, expires_on=TODAY)
    act = world.access(Role.COORDINATOR)
    assert consents.in_force(act, subject=subject, on=TODAY)
    assert not consents.in_force(act, subject=subject, on=TODAY + timedelta(days=1))
    assert not consents.in_force(act, subject=subject, on=TODAY - timedelta(days=1))


def test_a_consent_for_one_recipient_is_not_for_another(world):
    subject = world.amara().subject
    tpo(
        world,
        subject,
        kind="outside_clinician",
        recipients=["Dr. Toma Fictitious"],
        recipient_class="",
        purposes=["treatment"],
    )
    disclose(world, subject, recipient="Dr. Toma Fictitious", purpose="treatment")
    with pytest.raises(NotAllowed):
        disclose(world, subject, recipient="Dr. Somebody Else", purpose="treatment")
