"""Printed papers: what is in the data is on the page, as it was written, and nothing else decides."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stepwell.foundation.documents.pdf import Unprintable, render
from tests.contracts.pdf_text import lowest, pages

NOTICE = "42 CFR part 2 prohibits unauthorized use or disclosure of these records."
HEAD = {"name": "Harbor Steps", "lines": ["100 Example Way", "Fountain Valley, CA 92708"]}
PAPER = {
    "title": "Consent to share my records",
    "letterhead": HEAD,
    "notice": NOTICE,
    "about": [["Name", "Jordan Sample"], ["Born", "April 12, 1988"]],
    "clauses": [
        {"heading": "Who may share", "paragraphs": ["Harbor Steps."]},
        {"heading": "What", "items": ["My attendance", "My plan"]},
    ],
    "signatures": [
        {"role": "Client", "name": "Jordan Sample", "on": "February 20, 2026", "how": "Typed"},
        {"role": "Witness", "name": "Alex Rivera"},
    ],
}
SUMMARY = {
    "title": "Summary of a stay",
    "letterhead": HEAD,
    "notice": NOTICE,
    "sections": [
        {"heading": "The stay", "rows": [["First day", "March 2, 2026"], ["Last day", "June 1, 2026"]]},
        {
            "heading": "Medications",
            "table": {"head": ["Medication", "How much"], "rows": [["Buprenorphine", "8 mg"]]},
        },
        {"paragraphs": ["Fewer days as you steadied."]},
    ],
}


def test_a_paper_numbers_its_clauses_and_shows_who_signed():
    (page,) = pages(render("paper", PAPER))
    assert page == (
        "Harbor Steps 100 Example Way Fountain Valley, CA 92708 Consent to share my records "
        "Name Jordan Sample Born April 12, 1988 "
        "1. Who may share Harbor Steps. 2. What • My attendance • My plan "
        "Jordan Sample February 20, 2026 Client Typed Witness: Alex Rivera "
        f"{NOTICE} Page 1 of 1"
    )


def test_a_name_stands_above_the_line_only_once_there_is_a_day():
    unsigned = {**PAPER, "signatures": [{"role": "Client", "name": "Sam Unsigned"}]}
    (page,) = pages(render("paper", unsigned))
    assert page.count("Sam Unsigned") == 1
    assert "Client: Sam Unsigned" in page


def test_a_summary_prints_rows_tables_and_paragraphs():
    (page,) = pages(render("summary", SUMMARY))
    assert "The stay First day March 2, 2026 Last day June 1, 2026" in page
    assert "Medications Medication How much Buprenorphine 8 mg" in page
    assert "Fewer days as you steadied." in page


def test_every_page_is_letter_and_carries_notice_and_number():
    many = {**SUMMARY, "sections": [{"heading": f"Week {n}", "paragraphs": ["Kept."] * 5} for n in range(12)]}
    pdf = render("summary", many)
    found = pages(pdf)
    assert len(found) > 1
    assert pdf.count(b"/MediaBox[0 0 612 792]") == len(found)
    for number, page in enumerate(found, start=1):
        assert page.endswith(f"{NOTICE} Page {number} of {len(found)}")


def test_a_long_notice_stays_on_the_page_and_off_the_text():
    long = " ".join([NOTICE] * 12)
    pdf = render("summary", {**SUMMARY, "notice": long, "sections": [{"paragraphs": ["Kept."] * 60}]})
    for number, page in enumerate(pages(pdf), start=1):
        assert page.endswith(f"{long} Page {number} of {len(pages(pdf))}")
    assert lowest(pdf) > 18  # points above the lower edge: a quarter inch that printers cannot reach


def test_numbers_in_spanish():
    (page,) = pages(render("paper", {**PAPER, "language": "es", "title": "Consentimiento"}))
    assert page.endswith("Página 1 de 1")


HOSTILE = [
    '*bold* _quiet_ `code` $x^2$ #panic("no") #import "x"',
    "= Heading\n- item\n+ item\n/ term: text",
    "@nobody <label> https://example.org // not a comment /* nor this */",
    "\\ backslash ~ tilde -- dash --- dash ... 'quotes' \"quotes\"",
    'Zoë Núñez-Großmann, Łukasz, "; } ] ) { [ ( &amp; <b>',
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("where", ["title", "about", "clause", "item", "name", "notice", "head"])
def test_nothing_people_write_is_read_as_markup(text, where):
    data = {
        **PAPER,
        "title": text if where == "title" else "Title",
        "about": [["Name", text if where == "about" else "x"]],
        "letterhead": {"name": text if where == "head" else "x"},
        "notice": text if where == "notice" else "x",
        "clauses": [
            {
                "paragraphs": [text if where == "clause" else "x"],
                "items": [text if where == "item" else "x"],
            }
        ],
        "signatures": [{"role": "Client", "name": text if where == "name" else "x", "on": "today"}],
    }
    assert _plain(text) in _plain(" ".join(pages(render("paper", data))))


@settings(max_examples=40, deadline=None, derandomize=True, database=None)
@given(st.text(max_size=60))
def test_any_text_prints(text):
    assert len(pages(render("paper", {**PAPER, "clauses": [{"heading": text, "paragraphs": [text]}]}))) >= 1


def test_the_same_data_gives_the_same_bytes():
    assert render("paper", PAPER) == render("paper", dict(reversed(PAPER.items())))
    assert render("paper", PAPER) != render("paper", {**PAPER, "title": "Other"})


def test_the_file_says_nothing_about_its_maker_or_its_time():
    pdf = render("paper", PAPER)
    assert pdf.startswith(b"%PDF-1.7")
    assert b"/Author" not in pdf
    assert b"CreationDate" not in pdf


@pytest.mark.parametrize(
    ("template", "data", "says"),
    [
        ("poster", PAPER, "no template 'poster'"),
        ("letter", PAPER, "date"),
        ("../paper", PAPER, "no template"),
        ("paper", {"letterhead": HEAD, "clauses": []}, "title"),
        ("paper", {"title": "x", "letterhead": HEAD}, "clauses"),
        ("summary", {"title": "x", "sections": []}, "letterhead"),
        ("paper", {**PAPER, "title": object()}, "not JSON serializable"),
    ],
)
def test_what_cannot_be_printed_says_why(template, data, says):
    with pytest.raises(Unprintable, match=re.escape(says)):
        render(template, data)


def _plain(text: str) -> str:
    """Without spaces: where lines break is the printer's affair."""
    return re.sub(r"\s", "", text)
