"""Every picture as it reaches the page: well-formed, without style or script, named, with its table."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.template import Context, Template

from stepwell.doors import drawing
from tests.rules.drawing.scenes import ALL, BURN, COHORT, CURVE, LINES, LYING, SPARK, STAIR

CSS = Path(drawing.__file__).parents[1] / "staff" / "assets" / "drawing.css"
NOTHING = "Nothing is counted here yet."


def rendered(tag: str, it: object) -> str:
    return Template("{% load drawing %}" + tag).render(Context({"it": it}))


@pytest.fixture(params=ALL, ids=str)
def page(request) -> tuple[ElementTree.Element, int]:
    tag, it, widths = ALL[request.param]
    return ElementTree.fromstring(rendered(tag, it)), widths


def test_nothing_needs_an_exception_from_the_policy(page):
    for element in page[0].iter():
        assert element.tag not in {"style", "script", "foreignObject"}
        assert not {"style", "fill", "stroke", "id"} & set(element.keys())
        assert not [name for name in element.attrib if name.startswith("on")]


def test_each_picture_is_named_by_its_sentence(page):
    pictures = [element for element in page[0].iter("svg") if element.get("role") == "img"]
    assert len(pictures) == page[1]
    assert len({picture.get("aria-label") for picture in pictures}) == 1
    assert pictures[0].get("aria-label")
    hidden = [element for element in page[0].iter("svg") if element.get("role") != "img"]
    assert all(element.get("aria-hidden") == "true" for element in hidden)


def test_each_picture_has_its_table(page):
    tables = list(page[0].iter("table"))
    assert len(tables) == 1
    width = len(list(tables[0].find("thead").iter("th")))
    rows = [len(list(row)) for row in tables[0].find("tbody")]
    assert rows
    assert set(rows) == {width}
    assert tables[0].find("caption").text


def test_every_width_has_its_picture_and_the_sheet_shows_one_at_a_time(page):
    shown = [word for svg in page[0].iter("svg") for word in svg.get("class").split() if word.startswith("d-show-")]
    assert shown == (["d-show-small", "d-show-medium", "d-show-large"] if page[1] == 3 else [])


def test_every_colour_a_picture_needs_is_in_the_sheet(page):
    known = set(re.findall(r"\.(d-[\w-]+)", CSS.read_text()))
    used = {word for part in page[0].iter() for word in part.get("class", "").split() if word.startswith("d-")}
    # What only says what something is, and looks as its neighbours do.
    assert used - known <= {"d-stair", "d-chart", "d-stair-small", "d-stair-medium", "d-stair-large", "d-was"}


def test_the_sheet_has_no_colour_but_the_tokens():
    without_fallbacks = re.sub(
        r"var\(--[\w-]+, (?:#[0-9a-f]{3,6}|var\(--[\w-]+, #[0-9a-f]{3,6}\))\)", "", CSS.read_text()
    )
    assert not re.search(r"#[0-9a-fA-F]{3}|rgb|hsl", without_fallbacks)


def test_names_are_escaped():
    text = rendered("{% stair it %}", STAIR)
    assert "<outpatient>" not in text
    assert "Intensive &lt;outpatient&gt; &amp; more" in text


def test_a_ribbon_in_a_link_is_the_picture_alone_and_still_tells_its_steps():
    svg = ElementTree.fromstring(rendered("{% stair it size='ribbon' table=False %}", STAIR))
    assert svg.tag == "svg"
    assert svg.find("title").text == STAIR.says
    assert "Outpatient, 2 h a week · 1 day" in svg.find("desc").text
    assert not list(svg.iter("text"))


def test_a_stair_without_steps_prints_its_sentence():
    empty = replace(STAIR, steps=(), says="Not admitted yet.")
    assert rendered("{% stair it %}", empty) == '<span class="drawing-none">Not admitted yet.</span>'


def test_an_unknown_size_is_a_mistake():
    with pytest.raises(ValueError, match="large or as a ribbon"):
        rendered("{% stair it size='huge' %}", STAIR)


@pytest.mark.parametrize(
    ("tag", "empty", "says"),
    [
        ("{% cohort_stair it %}", replace(COHORT, weeks=()), NOTHING),
        ("{% line_chart it %}", replace(LINES, lines=()), NOTHING),
        ("{% bar_chart it %}", replace(LYING, bars=()), NOTHING),
        ("{% step_curve it %}", replace(CURVE, curves=()), NOTHING),
        ("{% burn_down it %}", replace(BURN, used=(), runs_out=None, review_on=None), "20 of 20 days left"),
        ("{% sparkline it %}", replace(SPARK, points=()), "PHQ-9 fell"),
    ],
    ids=["cohort", "lines", "bars", "curve", "burn-down", "sparkline"],
)
def test_nothing_counted_yet_is_said_and_not_an_error(tag: str, empty: object, says: str):
    page = ElementTree.fromstring(rendered(tag, empty))
    words = " ".join(page.itertext()) + " ".join(svg.get("aria-label", "") for svg in page.iter("svg"))
    assert says in words
