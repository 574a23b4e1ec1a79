"""Spellings that are compared alike."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dialogs.danish.folding import fold


@given(st.text("abdeorsxyzæøåäöéü ÆØÅ0149-_&+.,!"))
def test_folding_knows_no_case_and_no_outer_space(text: str) -> None:
    assert fold(f" {text.upper()} ") == fold(text) == fold(text.lower())
    assert fold(fold(text)) == fold(text)


def test_folding_brings_the_danish_spellings_together() -> None:
    assert fold("Børn & Unge") == fold("boern OG unge") == fold("born og unge")
    assert fold("Aabenraa") == fold("Åbenrå") == "abenra"
    assert fold("annullér") == "annuller"
