"""What is left of a word in every form."""

from __future__ import annotations

import pytest

from dialogs.danish.stems import stem


@pytest.mark.parametrize(
    "forms",
    [
        ("svar", "svaret", "svarene", "svarets"),
        ("refleksion", "refleksioner", "refleksionerne", "refleksionernes"),
        ("radar", "radaren", "radarens", "radars", "radarerne"),
        ("team", "teams", "teamets"),
    ],
)
def test_the_forms_of_a_noun_have_one_stem(forms: tuple[str, ...]) -> None:
    assert len(set(map(stem, forms))) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("nogen", "noget"), ("mine", "min"), ("brugt", "brug"), ("ligge", "ligger")]
)
def test_words_that_only_look_alike_keep_theirs(one: str, other: str) -> None:
    assert stem(one) != stem(other)
