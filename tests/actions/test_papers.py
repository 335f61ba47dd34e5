"""Papers of intake: plain words in two languages, signed or declined, each kept as the very document."""

from __future__ import annotations

import hashlib

import pytest

from stepwell.care.admissions import queries as of_admissions
from stepwell.care.admissions.actions import PAPER_KINDS, sign_paper, sign_tpo
from stepwell.care.admissions.rules.wording import ENGLISH, form, kinds
from stepwell.foundation.gate import consents
from stepwell.foundation.gate.refusals import BadInput, Conflict, NotAllowed, NotFound, NotPermitted
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.policy.loading import load
from stepwell.registry.people import actions as people
from stepwell.registry.people import queries as of_people
from tests.actions.test_enquiry import SISTER, first_contact
from tests.contracts.pdf_text import pages
from tests.rules.policy_cases import policy_cases
from tests.world import TODAY

POLICY = load("papers/intake", TODAY)
CLAIM = frozenset({"identity", "attendance", "diagnosis"})


@pytest.fixture
def coordinator(world):
    return world.access(Role.COORDINATOR)


@pytest.fixture
def amara(world):
    return first_contact(world).subject


@pytest.fixture
def signed(world, coordinator, amara):
    def kept(kind, **given):
        usual = {"signed_by": "Amara Sampleworth", "at": world.at()}
        return sign_paper(coordinator, subject=amara, kind=kind, **{**usual, **given})

    return kept


def printed(paper):
    return " ".join(pages(bytes(paper.document.content)))


@pytest.mark.parametrize(("facts", "expect"), policy_cases("papers"))
def test_the_cases_beside_the_policy(facts, expect):
    paper = form(facts["paper"], facts["language"], POLICY)
    found = {
        "title": paper.title,
        "language": paper.language,
        "needed": paper.needed,
        "may_decline": paper.may_decline,
        "asks": list(paper.asks),
    }
    assert {key: found[key] for key in expect} == expect


def test_every_paper_says_the_same_in_english_and_spanish():
    assert kinds(POLICY) == PAPER_KINDS
    for kind in (*PAPER_KINDS, "tpo-consent"):
        english, spanish = (form(kind, language, POLICY) for language in (ENGLISH, "es"))
        assert spanish.language == "es"
        assert english.title != spanish.title
        shapes = [
            [{key: len(clause.get(key, ())) for key in ("paragraphs", "items")} for clause in each.text["clauses"]]
            for each in (english, spanish)
        ]
        assert shapes[0] == shapes[1], kind


def test_a_signed_paper_is_kept_with_its_version_and_its_words(world, amara, signed):
    paper = signed("rights")
    assert paper.version_hash == form("rights", "en", POLICY).version_hash
    assert paper.document.sha256 == hashlib.sha256(bytes(paper.document.content)).hexdigest()
    text = printed(paper)
    assert "Your rights in the program" in text
    assert "Name Amara Sampleworth" in text
    assert "Amara Sampleworth March 2, 2026 Client Typed" in text


def test_the_day_on_the_paper_is_the_sites_day(world, signed):
    assert "March 2, 2026" in printed(signed("rights", at=world.at(hour=21)))


def test_a_paper_is_in_the_persons_language(world, coordinator, amara, signed):
    person = of_people.person(coordinator, subject=amara)
    people.describe(coordinator, person=person, language="es")
    paper = signed("rights")
    assert "Sus derechos en el programa" in printed(paper)
    assert "2 de marzo de 2026 Cliente Escrita" in printed(paper)
    assert paper.version_hash != form("rights", "en", POLICY).version_hash
    assert "Your rights in the program" in printed(signed("rights", language="en"))


def test_a_notice_may_be_declined_with_a_reason_and_treatment_may_not(signed):
    paper = signed("part2-notice", declined_reason="Wants to read it at home.")
    text = printed(paper)
    assert "Not signed Wants to read it at home. March 2, 2026" in text
    assert "Typed" not in text
    with pytest.raises(NotAllowed, match="without this signature"):
        signed("treatment-consent", declined_reason="Not today.")


def test_the_emergency_contact_is_asked_for_and_known_from_then_on(coordinator, amara, signed):
    with pytest.raises(BadInput) as refused:
        signed("emergency-contact")
    assert refused.value.field == "fields.name"
    with pytest.raises(BadInput) as refused:
        signed("emergency-contact", fields={"name": "Nia", "how_related": "sister", "phone": "1", "fax": "2"})
    assert refused.value.field == "fields.fax"
    fields = {"name": "Nia Sampleworth", "how_related": "sister", "phone": "714-555-0144"}
    text = printed(signed("emergency-contact", fields=fields))
    assert "Name Nia Sampleworth How we are related sister Phone 714-555-0144" in text
    [relation] = of_people.relations(coordinator, subject=amara, on=TODAY)
    assert (relation.kind, relation.name) == ("emergency_contact", "Nia Sampleworth")
    assert "Nia Sampleworth" in printed(signed("emergency-contact"))
    assert len(of_people.relations(coordinator, subject=amara, on=TODAY)) == 1


def test_a_relative_with_a_number_stands_on_the_paper_that_the_person_signs(world, coordinator):
    subject = first_contact(world, by_whom="relative", asked_by=SISTER).subject
    paper = sign_paper(coordinator, subject=subject, kind="emergency-contact", signed_by="Amara", at=world.at())
    assert "Nia Sampleworth How we are related sister" in printed(paper)


@pytest.mark.parametrize(
    ("kind", "given", "field"),
    [
        ("horoscope", {}, "kind"),
        ("tpo-consent", {}, "kind"),
        ("rights", {"method": "verbal"}, "method"),
        ("rights", {"signed_by": " "}, "signed_by"),
        ("rights", {"fields": {"name": "x"}}, "fields.name"),
    ],
)
def test_what_cannot_be_used_is_named(signed, kind, given, field):
    with pytest.raises(BadInput) as refused:
        signed(kind, **given)
    assert refused.value.field == field


def test_what_is_missing_is_listed_in_order(coordinator, amara, signed):
    missing = of_admissions.papers_missing(coordinator, subject=amara, on=TODAY)
    assert missing == [kind for kind in PAPER_KINDS if kind != "telehealth-consent"]
    assert of_admissions.papers_missing(coordinator, subject=amara, on=TODAY, needed="video") == ["telehealth-consent"]
    signed("rights")
    signed("grievance", declined_reason="In a hurry.")
    left = of_admissions.papers_missing(coordinator, subject=amara, on=TODAY)
    assert [kind for kind in missing if kind not in left] == ["rights", "grievance"]


def test_one_consent_covers_treatment_payment_and_operations(world, coordinator, amara):
    consent = sign_tpo(coordinator, subject=amara, signed_by="Amara Sampleworth", at=world.at())
    assert consent.purposes == ["treatment", "payment", "operations"]
    assert (consent.discloser, consent.expires_when) == ("Fountain Grove", "End of treatment and of its payment")
    assert consent.form_version.startswith("papers/intake@1#tpo-consent/en ")
    ask = {"subject": amara, "recipient": "Example Health Plan", "on": TODAY, "purpose": "payment"}
    assert consents.permits(coordinator, **ask, categories=CLAIM).answer == consent.pk
    assert consents.permits(coordinator, **ask, categories=CLAIM | {"counseling_note"}).answer is None
    [paper] = of_admissions.papers_of(coordinator, subject=amara)
    assert (paper.kind, "proceedings against me" in printed(paper)) == ("tpo-consent", True)
    with pytest.raises(Conflict, match="in force"):
        sign_tpo(coordinator, subject=amara, signed_by="Amara Sampleworth", at=world.at())


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"signed_by": ""}, "signature"),
        ({"recipient_class": ""}, "recipient"),
        ({"purposes": []}, "purpose"),
        ({"categories": []}, "information"),
        ({"expires_when": ""}, "expiry"),
        ({"says_revocable": False}, "revocable"),
        ({"says_redisclosure": False}, "redisclosure"),
        ({"says_refusal": False}, "refusal"),
    ],
)
def test_a_consent_that_lacks_an_element_is_refused_by_its_name(world, coordinator, amara, given, named):
    with pytest.raises(NotAllowed) as refused:
        sign_tpo(coordinator, subject=amara, **{"signed_by": "Amara Sampleworth", "at": world.at(), **given})
    assert [reason.facts["missing"] for reason in refused.value.reasons] == [named]
    assert of_admissions.papers_of(coordinator, subject=amara) == []


def test_nothing_is_signed_after_a_death(world, coordinator, amara, signed):
    people.record_death(coordinator, subject=amara, on=TODAY, at=world.at())
    with pytest.raises(Conflict, match="death"):
        signed("rights")
    with pytest.raises(Conflict, match="death"):
        sign_tpo(coordinator, subject=amara, signed_by="Amara Sampleworth", at=world.at())


def test_who_may_keep_papers(world, amara):
    given = {"subject": amara, "kind": "rights", "signed_by": "Amara Sampleworth", "at": world.at()}
    with pytest.raises(NotPermitted):
        sign_paper(world.access(Role.BILLER), **given)
    with pytest.raises(NotFound):
        sign_paper(world.stranger, **given)
