"""What each page says and where it is silent: topic by topic, program by program.

page: the page says it, of itself or of such programs in general. silent: the field's default, marked as such.
ours: what no page can say (invented clinic, sites, prices).
"""

from __future__ import annotations

import pytest

from tests.rules.programs.programs import PROGRAMS, rules_of

TOPICS = """
                        aai     renaissance  aliya   trust   732
level-detox             page    page         silent  page    page
level-residential       page    page         page    page    page
level-php               silent  silent       page    page    silent
level-iop               page    page         page    page    page
level-op                silent  silent       page    page    silent
level-sober-living      silent  page         silent  silent  page
level-aftercare         silent  page         page    page    silent
level-joins             page    page         page    page    page
days-per-week           page    page         page    page    page
hours-per-day           page    page         page    page    page
hours-per-week          page    page         page    page    page
length                  page    page         page    page    page
advised-stay            page    page         silent  silent  silent
maintenance             silent  page         silent  silent  silent
phases                  page    silent       silent  page    silent
phase-criteria          silent  silent       silent  page    silent
groups-by-phase         page    silent       silent  silent  silent
first-days              page    silent       silent  silent  silent
dayparts                page    silent       page    page    silent
scheduling-around       page    page         page    page    page
block                   page    page         page    page    page
session-length          page    silent       page    page    page
kind-group              page    page         page    page    page
kind-individual         page    page         page    page    page
kind-family             page    page         silent  page    silent
kind-education          page    page         silent  page    page
kind-medication         silent  page         silent  silent  silent
kind-case-management    silent  page         page    silent  silent
kind-check-up           page    silent       silent  silent  silent
kind-holistic           silent  silent       page    silent  silent
kind-drug-test          silent  silent       silent  page    silent
group-agenda            page    silent       silent  silent  silent
session-formats         page    silent       silent  silent  silent
session-leaders         page    silent       silent  silent  silent
topic-of-the-day        page    silent       silent  silent  silent
group-topics            silent  page         page    page    page
modalities              silent  page         page    page    silent
curricula               silent  page         silent  silent  silent
holistic-options        silent  silent       page    silent  silent
case-management         silent  page         page    silent  silent
medication              silent  page         page    silent  silent
health-check-ups        page    silent       silent  silent  silent
treatment-team          silent  page         page    silent  silent
licensed-staff          silent  silent       page    page    page
intake-assessment       page    page         silent  page    silent
treatment-plan          page    page         page    page    page
review                  page    silent       silent  silent  silent
pathway-steps           page    silent       silent  silent  silent
motivation-steps        page    page         silent  page    silent
family-steps            page    silent       silent  silent  silent
tracks                  page    page         page    page    page
disorders               page    page         page    page    page
ages                    silent  silent       silent  silent  silent
populations             page    page         page    page    page
fit-factors             page    page         page    page    page
other-starts            page    page         page    page    page
drug-testing            silent  page         silent  page    silent
teletherapy             page    page         silent  silent  silent
outside-clinicians      silent  silent       silent  silent  page
rolling-admission       silent  silent       silent  page    silent
reserving               silent  silent       page    silent  silent
payers                  page    page         page    page    page
self-pay                page    silent       silent  silent  page
prices                  ours    ours         ours    ours    ours
cost-statement          page    page         page    silent  page
sliding-fee             silent  silent       silent  silent  page
financing               silent  silent       silent  silent  page
benefits-check          page    silent       page    page    page
authorization-before    silent  silent       silent  page    page
authorization-later     silent  silent       silent  page    silent
parity                  silent  silent       silent  page    silent
served-area             page    page         page    page    page
sites                   ours    ours         ours    ours    ours
demonstration-clinic    ours    ours         ours    ours    ours
chooser-questions       silent  silent       silent  page    silent
"""
WORD = {"operator": "page", "general": "page", "field-default": "silent", "own": "ours"}


def _table() -> list[tuple[str, str, str]]:
    rows = [line.split() for line in TOPICS.strip().splitlines()[1:]]
    return [(row[0], name, word) for row in rows for name, word in zip(PROGRAMS, row[1:], strict=True)]


@pytest.mark.parametrize(("topic", "name", "word"), _table())
def test_a_program_says_a_topic_or_the_field_does(topic: str, name: str, word: str) -> None:
    read = rules_of(name).source
    rule = read.rule(topic)
    assert WORD[rule.source.claim] == word
    assert read.is_silent(topic) == (word == "silent")
    if word == "page":
        assert read.speaker(topic) is read.own
        assert rule.source.section


def test_the_table_leaves_out_no_topic_of_the_field() -> None:
    told = {topic for topic, _, _ in _table()}
    kept_by_all = {rule.id for rule in rules_of("trust-socal").source.field.rules.values()}
    operations = {
        "program-name", "reachable", "week", "late-arrival", "kind-mutual-help", "kinds-in-numbers",
        "staff-ratio", "group-size", "plan-timing", "drug-testing-frequency", "lapse-response",
        "absence-ladder", "under-hours", "retention-target", "follow-up", "notes", "discharge-summary",
    }  # fmt: skip
    assert kept_by_all - told == operations


@pytest.mark.parametrize("name", PROGRAMS)
def test_each_rule_cites_a_publisher_with_title_and_section(name: str) -> None:
    read = rules_of(name).source
    for _, rule in read.all():
        assert rule.says.endswith(".")
        assert all(source.cite and source.section for source in (rule.source, *rule.also)), rule.id
        if rule.source.claim in ("operator", "general"):
            assert ", '" in rule.source.cite
