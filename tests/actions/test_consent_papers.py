"""Consents that name who is told, and signatures that were drawn: kept with the very document."""

from __future__ import annotations

import hashlib
import struct
import zlib
from base64 import b64encode
from datetime import timedelta

import pytest

from stepwell.care.admissions import queries as admissions
from stepwell.care.admissions.actions import sign_consent, sign_paper, sign_tpo
from stepwell.care.admissions.rules.consent_wording import Asked, consent_form, consent_kinds
from stepwell.foundation.documents.keeping import drawn_png
from stepwell.foundation.documents.models import SignatureImage
from stepwell.foundation.gate import consents
from stepwell.foundation.gate.opening import opened
from stepwell.foundation.gate.refusals import BadInput, Conflict, NotAllowed, NotPermitted
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.policy.loading import load
from stepwell.registry.people import actions as people
from tests.actions.test_enquiry import first_contact
from tests.contracts.pdf_text import pages
from tests.rules.policy_cases import policy_cases
from tests.world import TODAY

POLICY = load("consents/forms", TODAY)
UNTIL = TODAY + timedelta(days=90)


def png(width=4, height=2):
    """A small black picture, as a pen would leave it."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\0\0\0" * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def as_url(picture):
    return "data:image/png;base64," + b64encode(picture).decode()


@pytest.fixture
def desk(world):
    return world.access(Role.COORDINATOR)


@pytest.fixture
def amara(world):
    return first_contact(world).subject


@pytest.fixture
def agreed(world, desk, amara):
    def kept(**given):
        usual = {
            "kind": "court-or-probation", "recipient": "Orange County Probation", "categories": ["attendance"],
            "purposes": ["legal"], "signed_by": "Amara Sampleworth", "at": world.at(), "expires_on": UNTIL,
        }  # fmt: skip
        return sign_consent(desk, subject=amara, **{**usual, **given})

    return kept


def printed(document):
    return " ".join(pages(bytes(document.content)))


@pytest.mark.parametrize(("facts", "expect"), policy_cases("consents"))
def test_the_cases_beside_the_policy(facts, expect):
    asked = Asked(facts["kind"], "Fountain Grove", "Somebody", ("attendance",), ("treatment",), TODAY)
    paper, rule = consent_form(asked, facts["language"], POLICY), POLICY.rule(facts["kind"])
    found = {"title": paper.title, "language": paper.language}
    assert {key: found.get(key, rule.get(key)) for key in expect} == expect


def test_every_kind_offers_only_what_the_policy_lists_and_says_it_in_both_languages():
    elements, words = POLICY.rule("elements"), POLICY.rule("words")
    for kind in consent_kinds(POLICY):
        for what in ("categories", "purposes"):
            assert set(POLICY.rule(kind)[what]) <= set(elements[what]), kind
    for language in ("en", "es"):
        for what in ("categories", "purposes"):
            assert set(elements[what]) <= set(words[language][what])
        assert elements[language].keys() == elements["en"].keys()


def test_a_consent_names_every_element_and_permits_what_it_says(desk, amara, agreed):
    consent = agreed()
    [paper] = [one for one in admissions.papers_of(desk, subject=amara) if one.consent_id == consent.pk]
    text = printed(paper.document)
    for words in ("Amara Sampleworth", "Orange County Probation", "which days I come", "court, probation or a lawyer",
                  "May 31, 2026", "take this back in writing", "share them again", "do not have to sign"):  # fmt: skip
        assert words in text, words
    told = {"recipient": "Orange County Probation", "purpose": "legal", "categories": frozenset({"attendance"})}
    assert consents.permits(desk, subject=amara, on=TODAY, **told).answer == consent.pk
    told["categories"] = frozenset({"attendance", "tests"})
    assert consents.permits(desk, subject=amara, on=TODAY, **told).answer is None


def test_a_consent_is_in_the_persons_language(agreed, desk, amara):
    consent = agreed(language="es", kind="school", purposes=["education"])
    [paper] = [one for one in admissions.papers_of(desk, subject=amara) if one.consent_id == consent.pk]
    assert "31 de mayo de 2026" in printed(paper.document)
    assert "mis estudios" in printed(paper.document)
    assert "/es " in consent.form_version


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"kind": "horoscope"}, "kind"),
        ({"categories": ["stars"]}, "categories"),
        ({"purposes": ["fun"]}, "purposes"),
        ({"method": "verbal"}, "method"),
        ({"signer_authority": "neighbour"}, "signer_authority"),
        ({"expires_on": TODAY - timedelta(days=1)}, "expires_on"),
    ],
)
def test_what_is_no_consent_is_refused_beside_its_field(agreed, given, field):
    with pytest.raises(BadInput) as refused:
        agreed(**given)
    assert refused.value.field == field


def test_a_consent_that_lacks_an_element_is_not_kept(agreed, desk, amara):
    with pytest.raises(NotAllowed) as refused:
        agreed(recipient="", categories=[], expires_on=None)
    assert [one.facts["missing"] for one in refused.value.reasons] == ["information", "recipient", "expiry"]
    assert not [one for one in admissions.papers_of(desk, subject=amara) if one.consent_id]


def test_after_a_death_nothing_is_signed(world, agreed, desk, amara):
    people.record_death(desk, subject=amara, on=TODAY, at=world.at())
    with pytest.raises(Conflict):
        agreed()


def test_a_biller_keeps_no_consents(world, amara):
    with pytest.raises(NotPermitted):
        sign_consent(
            world.access(Role.BILLER), subject=amara, kind="school", recipient="A school", categories=["attendance"],
            purposes=["education"], signed_by="Amara", at=world.at(), expires_on=UNTIL,
        )  # fmt: skip


def test_a_drawn_signature_is_printed_and_kept_with_its_document(world, desk, amara):
    picture = png()
    paper = sign_paper(
        desk, subject=amara, kind="rights", signed_by="Amara Sampleworth", at=world.at(), method="drawn", drawn=picture
    )
    with opened(desk):
        [kept] = SignatureImage.objects.filter(document=paper.document)
        assert bytes(kept.png) == picture
    assert kept.sha256 == hashlib.sha256(picture).hexdigest()
    assert b"/Subtype /Image" in bytes(paper.document.content) or b"/Image" in bytes(paper.document.content)
    assert "Drawn" in printed(paper.document)


def test_a_guardian_signs_as_a_guardian(world, desk, amara):
    paper = sign_paper(
        desk, subject=amara, kind="rights", signed_by="Nia Sampleworth", at=world.at(), signer_authority="guardian"
    )
    assert "Guardian" in printed(paper.document)
    assert paper.signer_authority == "guardian"


def test_the_one_consent_keeps_its_drawing_and_its_text(world, desk, amara):
    consent = sign_tpo(desk, subject=amara, signed_by="Amara", at=world.at(), method="drawn", drawn=png())
    [paper] = [one for one in admissions.papers_of(desk, subject=amara) if one.consent_id == consent.pk]
    assert paper.kind == "tpo-consent"


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "data:image/png;base64,@@@", "data:image/svg+xml;base64,AAAA",
     "data:image/png;base64," + "A" * 300_000, as_url(b"GIF89a" + b"0" * 40), as_url(png(9_000, 1)[:40]),
     as_url(b"\x89PNG\r\n\x1a\n")],
)  # fmt: skip
def test_what_is_no_drawing_is_refused(url):
    with pytest.raises(BadInput) as refused:
        drawn_png(url)
    assert refused.value.field == "drawn"


def test_a_drawing_that_cannot_be_read_is_refused_and_nothing_is_kept(world, desk, amara):
    broken = png()[:40] + b"\0" * 30
    with pytest.raises(BadInput):
        sign_paper(desk, subject=amara, kind="rights", signed_by="Amara", at=world.at(), method="drawn", drawn=broken)
    assert admissions.papers_of(desk, subject=amara) == []
    assert drawn_png("") is None
    assert drawn_png(as_url(png())) == png()
