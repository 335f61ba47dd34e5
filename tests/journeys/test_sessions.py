"""The session room in a browser: a group of twelve documented and signed before the next one, by keyboard as well."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from stepwell.foundation.gate.models import Login
from stepwell.foundation.gate.opening import opened
from stepwell.foundation.gate.roles import Role
from tests.actions.group_session import NAMES, RESPONSES, Held, held
from tests.journeys.house import House, fits_everyone
from tests.world import TODAY

#: Clicks, fields and keys for a group of twelve: who came, the shared part, three a person, one signature.
AT_MOST = 45


def counselor(house: House) -> Page:
    """The group's leader, signed in as the member of staff they are."""
    page = house.visitor(Role.COUNSELOR)
    leader = house.world.a.staff[Role.COUNSELOR][0]
    Login.objects.filter(name=leader.name).update(staff_id=leader.pk)
    return page


def open_room(house: House, page: Page, meeting: Held) -> None:
    """From the day's sessions, as from Today."""
    page.goto(f"{house.url}/sessions/?on={TODAY.isoformat()}")
    page.get_by_role("link", name="Early recovery").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Early recovery")


def test_a_group_of_twelve_is_documented_and_signed_in_one_sitting(house: House):
    meeting = held(house.world, 12, present=False)
    page = counselor(house)
    open_room(house, page, meeting)
    before = len(house.interactions)
    page.get_by_role("button", name="All 12 came").click()
    expect(page.get_by_text("Everybody is accounted for.")).to_be_visible()
    page.get_by_label("What happened").fill("A round, the topic with a drawing on the board, a close.")
    for index, name in enumerate(NAMES):
        card = page.locator(f"#own-{meeting.rows[index].pk}")
        card.locator(".pills label", has_text="Took part").click()
        card.get_by_label(f"How {name} responded").fill(RESPONSES[index])
        card.locator(".pills label", has_text="No thoughts of harm voiced").click()
    expect(page.get_by_role("button", name="Sign the shared part and 12 notes")).to_be_visible()
    fits_everyone(page, "room-ready")
    page.get_by_role("button", name="Sign the shared part and 12 notes").click()
    expect(page.get_by_text("12 notes signed")).to_be_visible()
    used = len(house.interactions) - before
    print(f"A group of twelve documented and signed in {used} interactions.")
    assert used <= AT_MOST, used
    with opened(meeting.access):
        assert len({row.own_parts.get().sha256 for row in meeting.rows}) == 12
    fits_everyone(page, "room-signed")
    page.get_by_role("link", name="Amend Amara Sampleworth").click()
    page.get_by_label("What was wrong or missing").fill("The hour was wrong")
    page.get_by_role("button", name="Sign the amendment").click()
    expect(page.get_by_text("nobody else's moved")).to_be_visible()
    expect(page.get_by_role("row", name="The hour was wrong")).to_be_visible()
    fits_everyone(page, "note")
    page.get_by_role("link", name="All notes of Amara Sampleworth").click()
    expect(page.get_by_role("link", name="amended, 2 versions")).to_be_visible()
    fits_everyone(page, "notes")


def test_what_a_note_needs_is_said_before_it_is_signed_and_nothing_typed_is_lost(house: House):
    meeting = held(house.world, 3)
    page = counselor(house)
    open_room(house, page, meeting)
    page.get_by_label("What happened").fill("A round with Ben, the topic, a close.")
    card = page.locator(f"#own-{meeting.rows[0].pk}")
    card.get_by_label("How Amara Sampleworth responded").fill(f"Spoke with Cleo. {RESPONSES[0]}")
    page.get_by_label("What happened").focus()
    expect(card.get_by_text("Another member of the group is named.").first).to_be_visible()
    expect(card.get_by_text("A note says how the person's safety was looked at.").first).to_be_visible()
    expect(page.locator("#check-shared").get_by_text("A member of the group is named.").first).to_be_visible()
    fits_everyone(page, "room-asked")
    row = page.locator(f"#row-{meeting.rows[2].pk}")
    row.get_by_role("button", name="did not come").focus()
    page.keyboard.press("Enter")
    expect(row.get_by_role("button", name="did not come")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(f"#own-{meeting.rows[2].pk} .own-fields")).to_be_hidden()
    expect(card.get_by_label("How Amara Sampleworth responded")).to_have_value(f"Spoke with Cleo. {RESPONSES[0]}")
    page.get_by_role("button", name="Keep and look it over").click()
    expect(page.get_by_label("What happened")).to_have_value("A round with Ben, the topic, a close.")
    expect(page.get_by_text("We kept what you wrote")).to_be_visible()
