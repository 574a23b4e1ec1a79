"""``docs/raad.md`` says what the rules say now."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from radar_core.advice.rules_page import rules_page, write_page
from radar_core.model.rulebook import OURS
from tests.fakes.shipped import shipped

BUNDLE = shipped().newest_published()
PAGE = Path(__file__).resolve().parents[4] / "docs" / "raad.md"


def test_the_page_is_made_from_the_data_as_they_are(tmp_path: Path) -> None:
    write_page(tmp_path / "raad.md", BUNDLE)
    made = (tmp_path / "raad.md").read_text("utf-8")
    assert made == rules_page(BUNDLE)
    assert PAGE.read_text("utf-8") == made, "Kør .venv/bin/python -m radar_core.advice.rules_page"


def test_each_rule_stands_with_its_sentence_its_source_and_what_it_touches() -> None:
    assert BUNDLE.rulebook is not None
    rows = [line for line in rules_page(BUNDLE).splitlines() if line.startswith("| ")]
    for rule in BUNDLE.rulebook.rules:
        [row] = [row for row in rows if rule.sentence in row]
        assert (rule.source or OURS) in row
        assert rule.year is None or rule.year in row
        for technology in BUNDLE.technologies:
            judged = technology.judged(rule.trait) if rule.trait else None
            touched = judged is not None and judged.holds is rule.holds
            assert (technology.name in row.rpartition(" | ")[2]) >= touched


def test_every_judgement_of_a_technology_stands_with_whose_it_is() -> None:
    page = rules_page(BUNDLE)
    for technology in BUNDLE.technologies:
        for judged in technology.traits:
            assert f"| {technology.name} | {'ja' if judged.holds else 'nej'} | " in page
            assert judged.source is None or judged.source in page


def test_a_bundle_without_rules_has_a_page_that_says_so() -> None:
    assert rules_page(replace(BUNDLE, rulebook=None)).endswith("Denne udgave har ingen regler.\n")
