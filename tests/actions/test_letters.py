"""Letters on the database: drafted from the record, signed by a named person, never changed, told of in the trail."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from stepwell.care.letters import actions, queries
from stepwell.care.scheduling.models import Membership
from stepwell.foundation.documents import queries as documents
from stepwell.foundation.documents.keeping import file_name
from stepwell.foundation.gate import consents
from stepwell.foundation.gate.consents import SHORT_NOTICE
from stepwell.foundation.gate.models import Consent
from stepwell.foundation.gate.opening import opened
from stepwell.foundation.gate.refusals import BadInput, Conflict, NotAllowed, NotFound, NotPermitted
from stepwell.foundation.gate.roles import Role
from stepwell.registry.people import actions as people
from stepwell.registry.programs import actions as programs
from tests.actions.care_groups import open_group
from tests.actions.stay import Stay, attend, in_treatment
from tests.contracts.pdf_text import pages
from tests.world import TODAY, World

LATER = TODAY + timedelta(days=3)


def released(world: World, stay: Stay, *, recipient: str, purpose: str, kind: str = "release", **more: Any) -> Consent:
    given = {"categories": ["attendance"], "expires_on": TODAY + timedelta(days=90), **more}
    return consents.grant(
        world.access(Role.COORDINATOR),
        subject=stay.subject,
        kind=kind,
        patient=stay.person.name,
        discloser=world.a.operator.name,
        recipients=[recipient],
        purposes=[purpose],
        signed_by=stay.person.name,
        signed_at=world.at(),
        starts_on=TODAY,
        **given,
    )


def drafted(world: World, stay: Stay, **changed: Any) -> Any:
    given = {"kind": "excuse", "to": "client", "at": world.at(LATER), "from_on": TODAY, **changed}
    return actions.draft(world.access(Role.COORDINATOR), subject=stay.subject, episode=stay.episode, **given)


def signed(world: World, letter: Any, **changed: Any) -> Any:
    by = world.a.staff[Role.COUNSELOR][0]
    given = {"by": by, "credential": "CADC", "at": world.at(LATER, 11), **changed}
    return actions.sign(world.access(Role.COUNSELOR), letter=letter, **given)


def printed(world: World, signature: Any) -> str:
    content = documents.content(world.access(Role.COORDINATOR), document_id=signature.document_id)
    return " ".join(pages(content))


def test_an_excuse_says_the_appointment_and_nothing_of_treatment(world):
    stay = in_treatment(world)
    attend(world, stay, minutes=90)
    signature = signed(world, drafted(world, stay))
    text = printed(world, signature)
    assert "Amara Sampleworth had an appointment with us on March 2, 2026 from 9:00 AM to 10:30 AM." in text
    assert text.startswith("Fountain Grove 100 Example Way")
    assert "Alex Exampleton" in text
    for telling in ("42 CFR", "CADC", "program", "treatment", "consent", "group"):
        assert telling not in text
    assert file_name(signature.document) == f"document-{signature.document_id}.pdf"


def test_an_excuse_in_spanish(world):
    stay = in_treatment(world)
    attend(world, stay, minutes=90)
    text = printed(world, signed(world, drafted(world, stay, language="es")))
    assert "Amara Sampleworth tuvo una cita con nosotros el 2 de marzo de 2026 de 9:00 a 10:30." in text
    assert "Página 1 de 1" in text


def test_what_was_not_attended_is_not_confirmed(world):
    stay = in_treatment(world)
    with pytest.raises(BadInput, match="No attendance is recorded"):
        drafted(world, stay)


def test_what_is_handed_over_is_recorded_without_a_consent(world):
    stay = in_treatment(world)
    attend(world, stay)
    told = signed(world, drafted(world, stay)).disclosure
    assert (told.basis, told.consent_id, told.categories) == ("patient-access", None, ["attendance"])


def test_a_court_hears_counts_on_its_own_consent_with_the_notice(world):
    stay = in_treatment(world)
    attend(world, stay)
    attend(world, stay, TODAY + timedelta(days=1), outcome="no_show", signed=False)
    attend(world, stay, TODAY + timedelta(days=2))
    asked = {"kind": "court-or-probation", "to": "recipient", "recipient": "County Court", "to_on": LATER}
    with pytest.raises(NotAllowed, match="No signed consent in force names this recipient"):
        drafted(world, stay, **asked)
    released(world, stay, recipient="County Court", purpose="legal")
    with pytest.raises(NotAllowed, match="a consent signed for that alone"):
        drafted(world, stay, **asked)
    consent = released(world, stay, recipient="County Court", purpose="legal", kind="court-or-probation")
    signature = signed(world, drafted(world, stay, **asked, address=["1 Justice Way"]))
    text = printed(world, signature)
    assert "From March 2, 2026 to March 5, 2026, Amara Sampleworth attended 2 of 3 scheduled appointments." in text
    assert "County Court 1 Justice Way" in text
    assert "Alex Exampleton, CADC" in text
    assert SHORT_NOTICE in text
    assert f"written consent of Amara Sampleworth of March 2, 2026 (reference {consent.pk})" in text
    told = signature.disclosure
    assert (told.consent_id, told.recipient, told.purpose) == (consent.pk, "County Court", "legal")
    assert told.notice_version


def test_the_consent_for_treatment_and_payment_sends_no_letter(world):
    stay = in_treatment(world)
    attend(world, stay)
    consents.grant(
        world.access(Role.COORDINATOR),
        subject=stay.subject,
        kind="tpo",
        patient=stay.person.name,
        discloser=world.a.operator.name,
        recipients=[],
        recipient_class="Everybody who pays or treats",
        purposes=["treatment", "payment", "operations", "employment"],
        categories=["attendance"],
        signed_by=stay.person.name,
        signed_at=world.at(),
        starts_on=TODAY,
        expires_when="none",
        says_redisclosure=True,
        says_refusal=True,
    )
    with pytest.raises(NotAllowed, match="No signed consent"):
        drafted(world, stay, kind="employer", to="recipient", recipient="Harbor Foods")


def test_a_consent_taken_back_before_signing_stops_the_letter(world):
    stay = in_treatment(world)
    consent = released(world, stay, recipient="Harbor Foods", purpose="employment")
    letter = drafted(world, stay, kind="employer", to="recipient", recipient="Harbor Foods")
    assert letter.sentences == ["From March 2, 2026, Amara Sampleworth is with us 3 days and 9 hours a week."]
    consents.revoke(world.access(Role.COORDINATOR), consent=consent, at=world.at(TODAY + timedelta(days=1)), how="told")
    with pytest.raises(NotAllowed, match="No signed consent"):
        signed(world, letter)
    assert queries.state_of(world.access(Role.COORDINATOR), letter=letter) == "draft"


def test_a_signed_letter_never_changes_and_another_takes_its_place(world):
    stay = in_treatment(world)
    attend(world, stay)
    desk = world.access(Role.COORDINATOR)
    letter = drafted(world, stay)
    actions.reword(desk, letter=letter, addition="Please call with any question.", at=world.at(LATER))
    signature = signed(world, letter)
    assert "Please call with any question." in printed(world, signature)
    with pytest.raises(Conflict, match="signed and never changes"):
        actions.reword(desk, letter=letter, addition="More.", at=world.at(LATER))
    with pytest.raises(Conflict, match="signed and never changes"):
        signed(world, letter)
    with pytest.raises(Conflict, match="Void the letter"):
        drafted(world, stay, replaces=letter)
    with pytest.raises(BadInput, match="Say why"):
        actions.void(desk, letter=letter, at=world.at(LATER, 12), why=" ")
    actions.void(desk, letter=letter, at=world.at(LATER, 12), why="The wrong day")
    with pytest.raises(Conflict, match="void already"):
        actions.void(desk, letter=letter, at=world.at(LATER, 12), why="Again")
    newer = drafted(world, stay, replaces=letter)
    assert (newer.replaces_id, queries.state_of(desk, letter=letter)) == (letter.pk, "void")
    with pytest.raises(Conflict, match="takes that one's place already"):
        drafted(world, stay, replaces=letter)
    assert [one.pk for one in queries.letters_of(desk, subject=stay.subject)] == [newer.pk, letter.pk]


@pytest.mark.parametrize("table", ["letters_lettersignature", "letters_lettervoid"])
def test_the_database_lets_nobody_change_a_signature_or_a_voiding(world, table):
    from django.db import ProgrammingError

    with opened(world.access(Role.COORDINATOR)), connection.cursor() as cursor:
        with pytest.raises(ProgrammingError, match="permission denied"):
            cursor.execute(f"UPDATE {table} SET at = now()")
        connection.needs_rollback = True


def test_only_somebody_with_a_credential_signs_in_person(world):
    stay = in_treatment(world)
    attend(world, stay)
    letter = drafted(world, stay)
    with pytest.raises(NotAllowed, match="holds no credential"):
        actions.sign(
            world.access(Role.CASE_MANAGER),
            letter=letter,
            by=world.a.staff[Role.CASE_MANAGER][0],
            credential="CADC",
            at=world.at(LATER),
        )
    with pytest.raises(NotAllowed, match="does not hold MD"):
        signed(world, letter, credential="MD")
    with pytest.raises(NotAllowed, match="signed in as themselves"):
        signed(world, letter, by=world.a.staff[Role.CLINICIAN][0], credential="LMFT")
    with pytest.raises(NotPermitted):
        actions.draft(
            world.access(Role.BILLER),
            subject=stay.subject,
            episode=stay.episode,
            kind="excuse",
            to="client",
            at=world.at(LATER),
            from_on=TODAY,
        )


@pytest.mark.parametrize(
    ("addition", "why"),
    [
        ("She came with Ben Testingham.", "Somebody else in treatment here is named"),
        ("She has an alcohol use disorder.", "tells something the letter may not tell"),
        ("She is in treatment.", "A word tells of treatment"),
    ],
)
def test_words_that_may_not_stand_are_refused(world, addition, why):
    stay = in_treatment(world)
    world.ben()
    attend(world, stay)
    with pytest.raises(NotAllowed, match=why):
        drafted(world, stay, addition=addition)


def test_a_first_name_from_the_same_group_is_found(world):
    stay, ben = in_treatment(world), world.ben()
    other = in_treatment(world, person=ben)
    attend(world, stay)
    assert drafted(world, stay, addition="Ben says hello.")
    group = open_group(world)
    from django.db.backends.postgresql.psycopg_any import DateRange

    with opened(world.access(Role.COUNSELOR)):
        for one in (stay, other):
            Membership.objects.create(
                subject=one.subject, episode=one.episode, group=group, during=DateRange(TODAY, LATER)
            )
    with pytest.raises(NotAllowed, match="Somebody else in treatment"):
        drafted(world, stay, addition="Ben says hello.")


def test_a_name_that_tells_of_treatment_is_not_at_the_head(world):
    stay = in_treatment(world)
    attend(world, stay)
    site = world.a.site
    world.a.operator.name = "Grove Recovery Center"
    world.a.operator.save()
    assert signed(world, drafted(world, stay)).sender == "Fountain Grove, Lakeside"
    programs.name_for_letters(world.access(Role.DIRECTOR), site=site, name="FG Offices")
    assert signed(world, drafted(world, stay)).sender == "FG Offices"


def test_another_clinic_finds_no_letter(world):
    stay = in_treatment(world)
    attend(world, stay)
    letter = drafted(world, stay)
    with pytest.raises(NotFound):
        queries.letter_by_id(world.stranger, letter_id=letter.pk)
    assert queries.letters_of(world.access(Role.COORDINATOR), subject=stay.subject) == [letter]


def test_a_last_name_of_two_words_is_found(world):
    stay = in_treatment(world)
    attend(world, stay)
    people.register(world.access(Role.COORDINATOR), first_name="Ines", last_name="De Prueba")
    with pytest.raises(NotAllowed, match="Somebody else in treatment"):
        drafted(world, stay, addition="Ines de Prueba came too.")


def test_the_kinds_and_what_they_may_say(world):
    found = {one.key: one for one in queries.kinds(world.access(Role.COORDINATOR), on=TODAY)}
    assert list(found) == ["court-or-probation", "employer", "school", "excuse"]
    assert found["court-or-probation"].may_say == ("counts",)
    assert found["excuse"].may_say == ("appointment",)
    assert found["school"].languages == ("en", "es")
