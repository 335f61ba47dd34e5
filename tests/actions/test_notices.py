"""What is sent: once, neutrally, in a way that is allowed, at an hour that is; never after STOP or a death."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType

import pytest

from stepwell.care.admissions import actions as admissions
from stepwell.care.messages import actions as messages
from stepwell.care.notices import actions, inbound, queries, reactions, sending
from stepwell.care.notices.carriers.simulator import Simulator
from stepwell.care.notices.models import Notice, NoticeTry
from stepwell.doors import timetable
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import TrailRow
from stepwell.foundation.gate.opening import opened
from stepwell.foundation.gate.refusals import BadInput, Conflict, NotAllowed, NotPermitted
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.jobs import queries as jobs
from stepwell.foundation.jobs.worker import drain
from stepwell.foundation.policy.loading import load
from stepwell.registry.people import actions as people
from stepwell.registry.people import queries as of_people
from stepwell.registry.programs import actions as programs
from tests.actions.care_groups import open_group, take_seats
from tests.actions.care_stay import in_care
from tests.actions.test_enquiry import first_contact
from tests.actions.test_messages import client_of
from tests.world import TODAY

DAY = timedelta(days=1)
WEDNESDAY = TODAY + 2 * DAY
NUMBER = "714-555-0101"
DIGITS = "7145550101"


@pytest.fixture
def house(world):
    return Access.system(world.a.operator.pk)


@pytest.fixture
def stay(world):
    """Amara, who may be texted where a message may be left."""
    found = in_care(world)
    reach(world, found, "text", NUMBER)
    return found


@pytest.fixture
def post(tmp_path):
    """Simulators of both channels."""
    return {"text": Simulator(tmp_path / "text.jsonl"), "email": Simulator(tmp_path / "email.jsonl")}


def reach(world, stay, kind, value, leave_message=True):
    desk = world.access(Role.COORDINATOR)
    return people.reach_by(
        desk, subject=stay.subject, kind=kind, value=value, leave_message=leave_message, on=TODAY - 9 * DAY
    )


def tell(house, stay, about="paper:1", at=None, kind="paper", **given):
    return actions.tell(house, subject=stay.subject, kind=kind, about=about, at=at or stay.world.at(), **given)


def ended(world, stay):
    return [(one.how, one.says) for one in queries.notices_of(world.access(Role.COUNSELOR), subject=stay.subject)]


def work(world, stay):
    return [one.kind for one in jobs.open_about(world.access(Role.COORDINATOR), subject=stay.subject)]


def test_it_goes_out_once_in_neutral_words_however_often_it_is_asked_for(world, house, stay, post):
    first = tell(house, stay)
    assert tell(house, stay) == first
    assert sending.send_due(house, at=world.at(), by=post) == {"sent": 1}
    assert sending.send_due(house, at=world.at(hour=11), by=post) == {}
    assert tell(house, stay, at=world.at(TODAY + DAY)) == first
    assert sending.send_due(house, at=world.at(TODAY + DAY), by=post) == {}
    (sent,) = post["text"].sent()
    assert (sent["to"], sent["key"]) == (DIGITS, f"n{first.pk}")
    assert sent["text"].endswith("A paper is waiting for you to read. Sign in to see it, or call 714-555-0100. "
                                 "To stop these texts, answer STOP.")  # fmt: skip
    assert ended(world, stay) == [("sent", "")]


def test_the_sender_is_a_name_that_tells_nothing_or_none(world, house, stay, post):
    assert tell(house, stay).sender == "Fountain Grove"
    programs.name_for_letters(world.access(Role.DIRECTOR), site=world.a.site, name="LC Office")
    assert tell(house, stay, about="paper:2").text.startswith("LC Office: A paper")


@pytest.mark.parametrize(
    ("ways", "channel"),
    [
        ([("email", True)], "email"),
        ([("email", True), ("text", True)], "text"),
        ([("text", False), ("email", True)], "email"),
        ([("text", False)], None),
        ([("phone", True), ("letter", True)], None),
        ([], None),
    ],
)
def test_only_a_way_the_person_allowed(world, house, ways, channel):
    stay = in_care(world, world.ben())
    for kind, leave in ways:
        reach(world, stay, kind, "ben@example.org" if kind == "email" else NUMBER, leave)
    found = tell(house, stay)
    assert (found.channel if found else None) == channel


def test_in_the_persons_language(world, house, stay):
    people.describe(world.access(Role.COORDINATOR), person=stay.person, language="es")
    assert "documento" in tell(house, stay).text


def test_at_night_it_waits_for_the_morning_also_where_the_person_lives(world, house, stay, post):
    night = world.at(TODAY, 22)
    assert tell(house, stay, at=night).not_before == world.at(TODAY + DAY, 8)
    assert sending.send_due(house, at=night, by=post) == {}
    assert sending.send_due(house, at=world.at(TODAY + DAY, 7, 59), by=post) == {}
    assert sending.send_due(house, at=world.at(TODAY + DAY, 8), by=post) == {"sent": 1}
    # Half past six in California is half past nine in New York.
    people.describe(world.access(Role.COORDINATOR), person=stay.person, zip_code="10001")
    assert tell(house, stay, about="paper:2", at=world.at(TODAY, 18, 30)).not_before == world.at(TODAY + DAY, 8)


def test_a_run_that_comes_late_still_keeps_the_quiet_hours(world, house, stay, post):
    tell(house, stay)
    assert sending.send_due(house, at=world.at(TODAY, 21), by=post) == {}
    assert sending.send_due(house, at=world.at(TODAY + DAY, 9), by=post) == {"sent": 1}


def test_stop_ends_them_at_once_and_start_begins_again(world, house, stay, post):
    tell(house, stay)
    reply = inbound.receive(world.a.operator.pk, "+1 (714) 555-0101", "Stop.", at=world.at())
    assert (reply.word, "START" in reply.text) == ("stop", True)
    assert queries.has_stopped(world.access(Role.COUNSELOR), number=NUMBER)
    assert sending.send_due(house, at=world.at(), by=post) == {}
    assert ended(world, stay) == [("withheld", "The number answered STOP.")]
    assert tell(house, stay, about="paper:2") is None
    assert inbound.receive(world.a.operator.pk, DIGITS, "STOP", at=world.at(hour=11)).text == "", "one confirmation"
    assert inbound.receive(world.a.operator.pk, DIGITS, "are you there?", at=world.at(hour=11)).text == ""
    assert "714-555-0100" in inbound.receive(world.a.operator.pk, DIGITS, "HELP", at=world.at(hour=11)).text
    assert inbound.receive(world.a.operator.pk, DIGITS, "start", at=world.at(hour=12)).word == "start"
    assert tell(house, stay, about="paper:3", at=world.at(hour=12)) is not None


def test_stop_is_of_the_number_whoever_has_it_and_of_one_operator(world, house, stay):
    inbound.receive(world.b.operator.pk, DIGITS, "STOP", at=world.at())
    assert tell(house, stay) is not None, "the neighbour's STOP is the neighbour's"
    inbound.receive(world.a.operator.pk, DIGITS, "STOP", at=world.at())
    ben = in_care(world, world.ben())
    reach(world, ben, "text", "(714) 555 0101")
    assert tell(house, ben) is None
    reach(world, ben, "email", "ben@example.org")
    assert tell(house, ben).channel == "email", "STOP is about texts"


def test_an_answer_tells_nobody_whether_the_number_is_known(world, stay):
    known, unknown = (
        inbound.receive(world.a.operator.pk, number, "hello?", at=world.at()) for number in (DIGITS, "2125550100")
    )
    assert known == unknown
    assert "911" in known.text


def test_in_spanish_whoever_writes_it(world):
    assert "No recibirá" in inbound.receive(world.a.operator.pk, DIGITS, "ALTO", at=world.at()).text


def test_never_to_somebody_who_has_died(world, house, stay, post):
    tell(house, stay)
    people.record_death(world.access(Role.COUNSELOR), subject=stay.subject, on=TODAY, at=world.at())
    assert sending.send_due(house, at=world.at(), by=post) == {}
    assert ended(world, stay) == [("withheld", "The person has died.")]
    assert tell(house, stay, about="paper:2") is None


def test_not_by_a_way_that_was_ended_since_and_not_too_late(world, house, stay, post):
    tell(house, stay)
    tell(house, stay, about="paper:2", expires_at=world.at(TODAY, 11))
    assert sending.send_due(house, at=world.at(TODAY, 11), by={"text": Simulator(post["text"].file)}) == {"sent": 1}
    (way,) = of_people.reach_ways(world.access(Role.COORDINATOR), subject=stay.subject, on=TODAY)
    tell(house, stay, about="paper:3")
    people.stop_reaching_by(world.access(Role.COORDINATOR), way=way, on=TODAY)
    sending.send_due(house, at=world.at(TODAY, 12), by=post)
    assert sorted(how for how, _ in ended(world, stay)) == ["sent", "withheld", "withheld"]
    assert tell(house, stay, about="paper:4", at=world.at(TODAY, 20), expires_at=world.at(TODAY, 20)) is None


def test_a_carrier_that_is_down_is_asked_again_later_and_then_somebody_calls(world, house, stay, post):
    down = {"text": Simulator(post["text"].file, {DIGITS: "later"})}
    tell(house, stay)
    at = world.at()
    assert sending.send_due(house, at=at, by=down) == {"later": 1}
    assert sending.send_due(house, at=at + timedelta(minutes=1), by=down) == {}, "not at once"
    assert sending.send_due(house, at=at + timedelta(minutes=2), by=down) == {"later": 1}
    assert "call-instead" not in work(world, stay)
    assert sending.send_due(house, at=at + timedelta(minutes=17), by=down) == {"later": 1}
    assert sending.send_due(house, at=at + timedelta(minutes=77), by=down) == {"later": 1}
    assert "call-instead" in work(world, stay)
    assert ended(world, stay) == [("failed", "The simulator was told to fail.")]
    assert sending.send_due(house, at=at + timedelta(hours=3), by=post) == {}


def test_a_carrier_that_comes_back_sends_it(world, house, stay, post):
    tell(house, stay)
    sending.send_due(house, at=world.at(), by={"text": Simulator(post["text"].file, {DIGITS: "later"})})
    assert sending.send_due(house, at=world.at(hour=11), by=post) == {"sent": 1}
    assert "call-instead" not in work(world, stay)
    assert len(post["text"].sent()) == 1


@pytest.mark.parametrize("how", ["never", "unknown"])
def test_what_cannot_arrive_or_may_have_arrived_is_not_tried_again(world, house, stay, post, how):
    tell(house, stay)
    assert sending.send_due(house, at=world.at(), by={"text": Simulator(post["text"].file, {DIGITS: how})}) == {how: 1}
    assert "call-instead" in work(world, stay)
    assert sending.send_due(house, at=world.at(hour=12), by=post) == {}
    assert len(post["text"].sent()) == (how == "unknown")


def test_a_worker_that_never_came_back_may_have_sent_it_so_somebody_calls(world, house, stay, post):
    notice = tell(house, stay)
    assert actions.claim(house, notice_id=notice.pk, at=world.at()) is not None
    assert actions.claim(house, notice_id=notice.pk, at=world.at(TODAY, 10, 14)) is None
    assert "call-instead" not in work(world, stay)
    assert sending.send_due(house, at=world.at(TODAY, 10, 15), by=post) == {}
    assert "call-instead" in work(world, stay)
    assert post["text"].sent() == []


def test_how_a_try_came_out_is_written_once(world, house, stay):
    claimed = actions.claim(house, notice_id=tell(house, stay).pk, at=world.at())
    actions.came_out(house, attempt=claimed.attempt, outcome="sent", at=world.at(), receipt="r1")
    with pytest.raises(Conflict):
        actions.came_out(house, attempt=claimed.attempt, outcome="later", at=world.at())
    with opened(house):
        assert NoticeTry.objects.get().receipt == "r1"


def test_one_that_breaks_does_not_hold_up_the_others(world, house, stay, post):
    ben = in_care(world, world.ben())
    reach(world, ben, "text", "714-555-0102")
    tell(house, stay)
    tell(house, ben)
    mixed = {"text": Simulator(post["text"].file, {DIGITS: "later"})}
    assert sending.send_due(house, at=world.at(), by=mixed) == {"later": 1, "sent": 1}


def test_operators_words_that_tell_are_refused(world, house, stay, monkeypatch):
    policy = load("notices/templates", TODAY)
    rule = policy.rule("words")
    kinds = {**rule["kinds"], "paper": {"text": {"en": "Your treatment plan is waiting."}}}
    theirs = replace(policy, rules=MappingProxyType({**policy.rules, "words": replace(rule, values={"kinds": kinds})}))
    monkeypatch.setattr(actions, "load", lambda *_: theirs)
    with pytest.raises(NotAllowed) as refused:
        tell(house, stay)
    assert refused.value.reasons[0].facts["words"] == ["treatment", "plan"]
    with opened(house):
        assert not Notice.objects.exists()


def test_a_kind_that_is_not_there_and_a_person_without_the_right(world, house, stay):
    with pytest.raises(BadInput):
        tell(house, stay, kind="advertisement")
    for access in (world.access(Role.COORDINATOR), client_of(world, stay.subject)):
        with pytest.raises(NotPermitted):
            tell(access, stay)


def test_an_answer_of_the_team_is_told_once_until_it_is_opened(world, house, stay, post):
    counselor, amara = world.access(Role.COUNSELOR), client_of(world, stay.subject)

    def writes(text, hour):
        row = messages.write(counselor, subject=stay.subject, text=text, at=world.at(hour=hour)).message
        reactions.tell_of_message(house, reactions.MessageWritten(row.pk, stay.subject.pk, row.side))

    writes("Yes, at ten.", 10)
    writes("In room 2.", 11)
    assert sending.send_due(house, at=world.at(hour=11), by=post) == {"sent": 1}
    messages.read(amara, subject=stay.subject, at=world.at(hour=12))
    writes("See you.", 13)
    assert sending.send_due(house, at=world.at(hour=13), by=post) == {"sent": 1}
    assert "room" not in json.dumps(post["text"].sent())
    mine = messages.write(amara, subject=stay.subject, text="Thanks", at=world.at(hour=14)).message
    reactions.tell_of_message(house, reactions.MessageWritten(mine.pk, stay.subject.pk, mine.side))
    assert sending.send_due(house, at=world.at(hour=14), by=post) == {}, "nobody is told of their own words"


def test_nobody_is_told_of_their_own_words_also_where_an_answer_waits(world, house):
    ben, counselor = in_care(world, world.ben()), world.access(Role.COUNSELOR)
    messages.write(counselor, subject=ben.subject, text="Hello", at=world.at())
    reach(world, ben, "text", NUMBER)
    mine = messages.write(client_of(world, ben.subject), subject=ben.subject, text="Hi", at=world.at(hour=11)).message
    reactions.tell_of_message(house, reactions.MessageWritten(mine.pk, ben.subject.pk, mine.side))
    assert queries.notices_of(counselor, subject=ben.subject) == []


@pytest.fixture
def seated(world, stay):
    take_seats(stay, open_group(world, weekday=2))
    return stay


def test_reminders_are_sent_the_day_before_once_and_not_to_the_neighbours(world, house, seated, post, settings):
    settings.SIMULATED = post["text"].file.parent
    tuesday = TODAY + DAY
    for hour in (7, 9, 10):
        timetable.remind(int(world.at(tuesday, hour, 5).timestamp()))
        timetable.send(int(world.at(tuesday, hour, 10).timestamp()))
    (sent,) = post["text"].sent()
    assert "9:00 AM" in sent["text"]
    assert "You have an appointment tomorrow" in sent["text"]
    with opened(house):
        assert Notice.objects.get().expires_at == world.at(tuesday, 21)


def test_nobody_is_reminded_before_eight_so_that_what_is_called_off_until_then_reminds_nobody(world, house, seated):
    tuesday = TODAY + DAY
    assert sending.remind(house, on=tuesday, at=world.at(tuesday, 3)) == []
    assert sending.remind(house, on=tuesday, at=world.at(tuesday, 21)) == []
    assert len(sending.remind(house, on=tuesday, at=world.at(tuesday, 8))) == 1
    assert sending.remind(house, on=TODAY, at=world.at()) == [], "nobody is expected on Tuesday"


def test_by_e_mail_a_reminder_says_how_to_end_it_otherwise(world, house, post):
    ben = in_care(world, world.ben())
    reach(world, ben, "email", "ben@example.org")
    take_seats(ben, open_group(world, weekday=2))
    sending.remind(house, on=TODAY + DAY, at=world.at(TODAY + DAY))
    assert sending.send_due(house, at=world.at(TODAY + DAY), by=post) == {"sent": 1}
    (sent,) = post["email"].sent()
    assert (sent["to"], sent["head"]) == ("ben@example.org", "Your appointment tomorrow")
    assert "STOP" not in sent["text"]
    assert "9:00 AM" in sent["text"]


def test_what_only_waits_leaves_no_line_in_the_trail_and_what_goes_out_does(world, house, seated, post):
    def rows():
        with opened(house):
            return TrailRow.objects.filter(subject=seated.subject).count()

    tuesday = TODAY + DAY
    sending.remind(house, on=tuesday, at=world.at(tuesday, 8))
    told = rows()
    for hour in (9, 12, 15):
        sending.remind(house, on=tuesday, at=world.at(tuesday, hour))
    assert rows() == told, "looked through again, nothing done"
    down = {"text": Simulator(post["text"].file, {DIGITS: "later"})}
    sending.send_due(house, at=world.at(tuesday, 9), by=down)
    tried = rows()
    assert tried > told
    sending.send_due(house, at=world.at(tuesday, 9, 1), by=down)
    assert rows() == tried, "it waits"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("by_whom", "outcome", "sent"),
    [("self", "no_answer", 1), ("self", "message_left", 0), ("self", "reached", 0), ("relative", "no_answer", 0)],
)
def test_who_asked_for_a_call_and_did_not_answer_is_told_once_a_day(committed_world, post, by_whom, outcome, sent):
    world = committed_world
    asks = {"name": "Nia", "phone": "714-555-0199"} if by_whom != "self" else None
    enquiry = first_contact(
        world, by_whom=by_whom, asked_by=asks, reach=[{"kind": "text", "value": NUMBER, "leave_message": True}]
    )
    house, desk = Access.system(world.a.operator.pk), world.access(Role.COORDINATOR)
    for hour in (11, 14):
        admissions.log_contact(desk, enquiry=enquiry, outcome=outcome, at=world.at(hour=hour))
    drain()
    sending.send_due(house, at=world.at(hour=15), by=post)
    assert len(post["text"].sent()) == sent
    assert all("You asked us to call" in one["text"] for one in post["text"].sent())
