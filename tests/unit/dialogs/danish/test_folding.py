"""Spellings that are compared alike."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dialogs.danish.folding import fold


@given(st.text("abdeorsxyzæøåäöéü ÆØÅ0149-_&+.,!"))
def test_folding_knows_no_case_and_no_outer_space(text: str) -> None:
    assert fold(f" {text.upper()} ") == fold(text) == fold(text.lower())
    assert fold(fold(text)) == fold(text)


LETTERS = st.text("aåeæäoøöbAÅEÆÄOØÖ\u030a\u0308 ")


@given(LETTERS)
def test_the_shorter_way_through_letters_that_stand_by_themselves_leads_to_the_same(text: str) -> None:
    both = "aae "  # beside which no text goes the shorter way
    assert fold(f"{both}{text}") == f"{fold(both)} {fold(text)}".strip()


def test_folding_brings_the_danish_spellings_together() -> None:
    assert fold("Børn & Unge") == fold("boern OG unge") == fold("born og unge")
    assert fold("Aabenraa") == fold("Åbenrå") == "abenra"
    assert fold("annullér") == "annuller"
