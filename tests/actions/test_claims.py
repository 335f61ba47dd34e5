"""Claims: what follows from attendance and nothing else, under a consent, in files a partner accepts."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from stepwell.foundation.gate.models import Disclosure
from stepwell.foundation.gate.opening import opened
from stepwell.foundation.gate.refusals import NotAllowed, NotFound, NotPermitted
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.jobs import queries as open_work
from stepwell.foundation.wire.x12.parser import read_837
from stepwell.office.claims import queries
from stepwell.office.claims.actions import make_claims
from stepwell.office.claims.models import ClaimLine
from stepwell.registry.episodes import actions as episodes
from stepwell.registry.people import actions as people
from tests.actions.stay import attend, authorized, consented, in_treatment, placed
from tests.contracts.x12.judge import accepted
from tests.world import TODAY

WEEK = (TODAY, TODAY + timedelta(days=2), TODAY + timedelta(days=4))
FRIDAY = WEEK[-1]


def ready(world, payer="payers/harbor-mutual", codes=("F10.20", "F33.0"), person=None, **granted):
    stay = in_treatment(world, payer=payer, person=person)
    placed(world, stay, codes)
    consented(world, stay)
    authorized(world, stay, **granted)
    return stay


def ben(world):
    where = {"sex": "M", "street": "7 TEST ST", "city": "TUSTIN", "state": "CA", "zip_code": "92780"}
    return people.describe(world.access(Role.COORDINATOR), person=world.ben(), **where)


def claim(world, stay, *, to_on=FRIDAY, at=None):
    biller = world.access(Role.BILLER)
    return make_claims(biller, episode=stay.episode, from_on=TODAY, to_on=to_on, at=at or world.at(to_on, 20))


def text(world, made) -> str:
    return queries.file_of(world.access(Role.BILLER), claim=made)


def test_a_week_becomes_one_professional_claim(world):
    stay = ready(world)
    for on in WEEK:
        attend(world, stay, on, mode="video" if on == FRIDAY else "in_person")
    (made,) = claim(world, stay)
    file = read_837(text(world, made))
    sent = file.claims[0]
    assert (made.form, made.total, made.claim_id) == ("837P", Decimal("1050.00"), f"{stay.episode.number}-001")
    assert accepted(text(world, made)) == (True, "")
    assert (sent.charge, sent.place, sent.diagnoses) == (Decimal("1050"), "57", ("F1020", "F330"))
    assert [(line.code, line.modifiers, line.place) for line in sent.lines] == [
        ("H0015", ("HF",), ""),
        ("H0015", ("HF",), ""),
        ("H0015", ("HF", "95"), "10"),
    ]
    assert sent.authorization == "AUTH778899"
    assert "42 CFR part 2 prohibits" in sent.note
    assert sent.rendering.npi == world.a.staff[Role.COUNSELOR][0].npi
    assert sent.subscriber.member_id == "HM123456789"


def test_an_institutional_claim_says_first_continuing_and_last(world):
    stay = ready(world, "payers/example-health-plan", codes=("F10.20",))
    for on in WEEK:
        attend(world, stay, on)
    (first,) = claim(world, stay)
    assert accepted(text(world, first)) == (True, "")
    sent = read_837(text(world, first)).claims[0]
    assert (sent.type_of_bill, sent.status, sent.lines[0].revenue) == ("132", "30", "0906")
    assert sent.attending.npi == world.a.staff[Role.CLINICIAN][0].npi
    assert sent.principal == "F1020"
    monday = TODAY + timedelta(days=7)
    attend(world, stay, monday)
    (next_one,) = claim(world, stay, to_on=monday)
    assert read_837(text(world, next_one)).claims[0].type_of_bill == "133"
    tuesday = monday + timedelta(days=1)
    attend(world, stay, tuesday)
    episodes.close_episode(world.access(Role.CLINICIAN), episode=stay.episode, on=tuesday)
    (last,) = claim(world, stay, to_on=tuesday)
    sent = read_837(text(world, last)).claims[0]
    assert (sent.type_of_bill, sent.status) == ("134", "01")
    assert accepted(text(world, last)) == (True, "")


def test_a_held_day_is_in_no_claim(world):
    stay = ready(world)
    attend(world, stay, WEEK[0])
    attend(world, stay, WEEK[1], signed=False)
    (made,) = claim(world, stay)
    assert [line.on for line in queries.lines_of(world.access(Role.BILLER), claim=made)] == [WEEK[0]]
    assert "20260304" not in text(world, made)
    assert [day.held for day in queries.days(world.access(Role.BILLER), episode=stay.episode)] == [
        (),
        ("unsigned-note",),
    ]


def test_a_claim_is_a_disclosure_under_the_consent(world):
    stay = ready(world)
    attend(world, stay)
    (made,) = claim(world, stay)
    with opened(world.access(Role.PRIVACY_OFFICER)):
        told = Disclosure.objects.get()
    assert (told.pk, told.consent_id, told.recipient) == (made.disclosure_id, made.consent_id, "Harbor Mutual")
    assert (told.purpose, told.basis) == ("payment", "consent")
    assert told.notice_version


def test_after_a_revocation_no_claim_leaves(world):
    stay = in_treatment(world)
    placed(world, stay)
    consent = consented(world, stay)
    authorized(world, stay)
    attend(world, stay)
    people.revoke_consent(world.access(Role.PRIVACY_OFFICER), consent=consent, at=world.at(hour=18), how="In person")
    assert claim(world, stay, to_on=TODAY, at=world.at(TODAY + timedelta(days=1))) == []


def test_what_is_claimed_is_not_claimed_again(world):
    stay = ready(world)
    attend(world, stay)
    assert len(claim(world, stay)) == 1
    assert claim(world, stay) == []


def test_never_across_a_month(world):
    stay = ready(world, span_to=date(2026, 4, 30))
    days = (date(2026, 3, 30), date(2026, 4, 1))
    for on in days:
        attend(world, stay, on)
    made = claim(world, stay, to_on=days[1])
    assert [(one.from_on, one.to_on) for one in made] == [(days[0], days[0]), (days[1], days[1])]
    assert [one.claim_id[-3:] for one in made] == ["001", "002"]


def test_never_across_an_authorization(world):
    stay = ready(world, units=1, number="AUTH1")
    authorized(world, stay, units=5, number="AUTH2", span_from=TODAY, span_to=TODAY + timedelta(days=60))
    for on in WEEK:
        attend(world, stay, on)
    made = claim(world, stay)
    assert sorted(read_837(text(world, one)).claims[0].authorization for one in made) == ["AUTH1", "AUTH2"]
    assert sorted(one.total for one in made) == [Decimal("350.00"), Decimal("700.00")]


def test_a_medication_visit_is_billed_beside_the_day_by_who_gave_it(world):
    stay = ready(world)
    attend(world, stay)
    attend(world, stay, kind="medication", minutes=20, hour=13, leader=Role.PRESCRIBER, counts=False)
    attend(world, stay, kind="medication", minutes=20, hour=14, leader=Role.PRESCRIBER, counts=False, signed=False)
    day, visit = claim(world, stay)
    assert day.total == Decimal("350.00")
    sent = read_837(text(world, visit)).claims[0]
    assert [(line.code, line.charge) for line in sent.lines] == [("99213", Decimal("140"))]
    assert sent.rendering.npi == world.a.staff[Role.PRESCRIBER][0].npi
    assert sent.authorization == ""
    assert accepted(text(world, visit)) == (True, "")


def test_services_of_a_short_day_are_their_own_lines(world):
    stay = ready(world)
    attend(world, stay, minutes=60)
    attend(world, stay, minutes=60, kind="individual", hour=11)
    (made,) = claim(world, stay)
    lines = queries.lines_of(world.access(Role.BILLER), claim=made)
    assert [(line.code, line.units, line.charge) for line in lines] == [
        ("90853", 1, Decimal("60.00")),
        ("90834", 1, Decimal("130.00")),
    ]
    assert accepted(text(world, made)) == (True, "")


def test_fifteen_minute_units_multiply_the_charge(world):
    stay = ready(world, "payers/lantern-county-medi-cal", codes=("F11.20",))
    attend(world, stay, minutes=188)
    (made,) = claim(world, stay)
    (line,) = queries.lines_of(world.access(Role.BILLER), claim=made)
    assert (line.units, line.charge, made.total) == (13, Decimal("500.50"), Decimal("500.50"))
    assert made.authorization_id is None


def test_medicare_lists_each_service(world):
    stay = ready(world, "payers/medicare-hospital-outpatient", codes=("F10.20",))
    attend(world, stay, minutes=60)
    attend(world, stay, minutes=45, kind="individual", hour=11)
    (made,) = claim(world, stay)
    sent = read_837(text(world, made)).claims[0]
    assert sorted((line.code, line.revenue) for line in sent.lines) == [("90834", "0914"), ("G0410", "0915")]
    assert sent.condition_codes == ("92",)
    assert accepted(text(world, made)) == (True, "")


def test_a_short_week_is_taken_back_where_the_contract_says_so(world):
    stay = ready(world, "payers/meridian-employers")
    for on in WEEK[:2]:
        attend(world, stay, on)
    assert claim(world, stay, at=world.at(TODAY + timedelta(days=8))) == []
    attend(world, stay, FRIDAY)
    assert claim(world, stay) == []  # the week is not over
    (made,) = claim(world, stay, at=world.at(TODAY + timedelta(days=8)))
    assert len(queries.lines_of(world.access(Role.BILLER), claim=made)) == 3


def test_who_pays_themselves_gets_no_claim(world):
    stay = ready(world, "payers/self-pay")
    attend(world, stay)
    assert claim(world, stay) == []
    day = queries.days(world.access(Role.BILLER), episode=stay.episode)[0]
    assert (day.billable, day.held) == (True, ())


def test_too_late_to_file_is_said_and_not_sent(world):
    stay = ready(world)
    attend(world, stay)
    assert claim(world, stay, at=world.at(TODAY + timedelta(days=91))) == []
    (asked,) = open_work.due(world.access(Role.BILLER))
    assert "had to be claimed by 2026-05-31" in asked.says


def test_what_our_checks_refuse_is_not_written(world):
    stay = ready(world, codes=())
    attend(world, stay)
    with pytest.raises(NotAllowed) as refused:
        claim(world, stay)
    assert "A claim needs a principal diagnosis." in refused.value.says
    with opened(world.access(Role.BILLER)):
        assert not ClaimLine.objects.exists()
        assert not Disclosure.objects.exists()


def test_control_numbers_are_never_used_twice(world):
    first, second = ready(world), ready(world, person=ben(world))
    for stay in (first, second):
        attend(world, stay)
    numbers = [claim(world, stay)[0].control_number for stay in (first, second)]
    assert numbers == [1, 2]


def test_others_see_no_claim_and_a_counselor_makes_none(world):
    stay = ready(world)
    attend(world, stay)
    (made,) = claim(world, stay)
    with pytest.raises(NotFound):
        queries.claim_by_id(world.stranger, claim_id=made.claim_id)
    with pytest.raises(NotPermitted):
        make_claims(world.access(Role.COUNSELOR), episode=stay.episode, from_on=TODAY, to_on=FRIDAY, at=world.at())
