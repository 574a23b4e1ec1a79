"""Vejle's published own scores beside the rings Vejle copied from KL, compared as scores.

The expected values are worked out by hand from the published table, on purpose not by the code under test.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from radar_core.editions.catalog import load_catalog
from radar_core.editions.shipped import DATA_DIR
from radar_core.errors import DataError
from radar_core.lookup import radar_for
from radar_core.model import Ring
from radar_core.own_use.scores import COLUMNS, read_scores, ring_score, score_differences

BUNDLE = load_catalog(DATA_DIR).bundle("2021-vejle")
SCORES = read_scores((DATA_DIR / "vejle-egne-scorer.csv").read_bytes(), "vejle-egne-scorer.csv")
HEAD = ",".join(COLUMNS)

# Name: the ring's score, Vejle's mean, Vejle's highest; highest minus ring, mean minus ring.
BY_HAND = {
    "Digital twin": (2, "2.5", 4, 2, "0.5"),
    "Blockchain": (2, "1.2", 2, 0, "-0.8"),
    "Edge Computing": (2, "2.5", 4, 2, "0.5"),
    "Natural Language Processing": (3, "3.2", 4, 1, "0.2"),
    "Proces Mining": (3, "1.7", 3, 0, "-1.3"),
    "AI / Machine Learning": (3, "3.3", 4, 1, "0.3"),
    "IoT og sensorer": (3, "3.7", 4, 1, "0.7"),
    "RPA": (4, "4", 4, 0, "0"),
    "Cloud": (4, "4", 4, 0, "0"),
    "Autonome Køretøjer": (2, "1.2", 2, 0, "-0.8"),
    "Augmented Reality": (3, "2.7", 4, 1, "-0.3"),
    "Virtuelle Digitale Assistenter": (3, "2.7", 4, 1, "-0.3"),
    "Chatbot": (3, "2.5", 4, 1, "-0.5"),
    "VR": (3, "3.5", 4, 1, "0.5"),
    "Wearables/Tracking": (3, "3.3", 4, 1, "0.3"),
    "Fysiske robotter": (3, "3.3", 4, 1, "0.3"),
    "Droner": (3, "2", 4, 1, "-1"),
    "3D print": (3, "3", 4, 1, "0"),
    "Skærme og selvbetjening": (4, "4", 4, 0, "0"),
    "Sociale teknologier": (4, "4", 4, 0, "0"),
    "Apps": (4, "4", 4, 0, "0"),
    "Videoløsninger": (4, "4", 4, 0, "0"),
}


def test_the_rings_are_scored_as_vejle_scores_them() -> None:
    assert {ring.value: ring_score(ring) for ring in Ring} == {"KLAR": 4, "AFPRØV": 3, "HOLD ØJE": 2, "AFVENT": 1}


def test_the_differences_are_those_one_gets_by_hand() -> None:
    found = {
        d.score.name: (ring_score(d.ring), d.score.mean, d.score.highest, d.by_highest, d.by_mean)
        for d in score_differences(radar_for(BUNDLE), SCORES)
    }
    assert found == {
        name: (ring, Decimal(mean), Decimal(highest), Decimal(over), Decimal(mean_over))
        for name, (ring, mean, highest, over, mean_over) in BY_HAND.items()
    }


def test_they_come_in_the_radars_order_and_none_is_left_out() -> None:
    radar = radar_for(BUNDLE)
    assert [d.number for d in score_differences(radar, SCORES)] == [entry.number for entry in radar.entries]


def test_every_score_is_of_a_known_technology_and_says_where_it_is_from() -> None:
    assert {score.technology for score in SCORES} <= set(BUNDLE.technology_by_id)
    assert {score.source for score in SCORES} == {BUNDLE.edition.source}


def test_every_fault_of_a_score_file_is_told_with_its_line() -> None:
    with pytest.raises(DataError) as refused:
        read_scores(f'{HEAD}\nvr,VR,5,4,k\nvr,VR,3,2,k\nvr,VR\nvr,VR,"2,5",NaN,k\n'.encode(), "s.csv")
    assert list(map(str, refused.value.faults)) == [
        "s.csv:2: »5« er ikke et tal fra 1 til 4, skrevet med punktum.",
        "s.csv:3: Gennemsnittet »3« er højere end det højeste, »2«.",
        "s.csv:4: Linjen skal have 5 udfyldte felter.",
        "s.csv:5: »2,5« er ikke et tal fra 1 til 4, skrevet med punktum.",
        "s.csv:5: »NaN« er ikke et tal fra 1 til 4, skrevet med punktum.",
    ]


@pytest.mark.parametrize("data", [b"", b"\xff", b"teknologi;navn\n", b'"'])
def test_what_is_no_score_file_is_refused(data: bytes) -> None:
    with pytest.raises(DataError):
        read_scores(data, "s.csv")
