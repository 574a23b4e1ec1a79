"""Fagområder, kommuner and technologies are found however they are spelt, and never guessed."""

from __future__ import annotations

import pytest

from dialogs.reflection.commands import (
    ShowRadar,
    Start,
)
from dialogs.understanding import understand as u
from radar_core.editions.catalog import load_catalog
from radar_core.model import (
    Bundle,
)
from tests.fakes.chat_bundle import BUNDLE, DATA, JOB, SKOLE, SUNDHED, fagomraade


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *(("aero", "492"), ("Ærø", "492"), ("aeroe", "492"), ("ÆRØ KOMMUNE", "492"), ("Aero Kommune", "492")),
        *(("aarhus", "751"), ("Århus", "751"), ("arhus", "751"), ("Aarhsu", "751"), ("A\u030arhus", "751")),
        *(("Åbenrå", "580"), ("aabenraa", "580"), ("Høje Tåstrup", "169"), ("hoeje-taastrup", "169")),
        *(("Københavns Kommune", "101"), ("Bornholms Regionskommune", "400"), ("101", "101"), ("samso", "741")),
        *(("", None), ("kommune", None), ("999", None), ("Atlantis", None), ("o", None), ("x" * 5000, None)),
    ],
)
def test_a_kommune_is_found_however_it_is_spelt(text: str, code: str | None) -> None:
    found = u.find_kommune(text, BUNDLE)
    assert (found.code if found else None) == code


@pytest.mark.parametrize(
    ("text", "technology_id"),
    [
        *(("AI", "ai"), ("ai", "ai"), ("Kunstig intelligens", "ai"), ("maskinlaering", "ai"), ("rpa", "rpa")),
        *(("softwarerobotter rpa", "rpa"), ("flittige bits", "rpa"), ("video & visuel kontakt", "video")),
        *(("skaermbesog", "video"), ("skærmbesøk", "video")),
        *(("robot", None), ("rp", None), ("ar", None), ("kontakt", None), ("kvantefysik", None)),
    ],
)
def test_a_technology_is_found_by_any_of_its_names_but_never_guessed(text: str, technology_id: str | None) -> None:
    found = u.find_technology(text, BUNDLE)
    assert (found.id if found else None) == technology_id


@pytest.mark.parametrize(
    "text", ["", "og", "området", "kvantefysik", "fælles", "børn og sundhed", "jo", "sund", "helt andre ting", "🚀"]
)
def test_no_fagomraade_is_guessed(text: str) -> None:
    assert u.find_fagomraade(text, BUNDLE) is None


def test_a_name_spelt_right_wins_over_a_typo_of_another() -> None:
    both = (fagomraade("kultur", "Kultur"), fagomraade("kulturo", "Kulturo"))
    bundle = Bundle(BUNDLE.edition, (), both, (), (), (), (), "1")
    assert u.find_fagomraade("kultur", bundle) == both[0]
    assert u.find_fagomraade("kulturo", bundle) == both[1]


def test_a_typo_halfway_between_two_names_is_neither() -> None:
    both = (fagomraade("a", "Kulturx"), fagomraade("b", "Kultury"))
    bundle = Bundle(BUNDLE.edition, (), both, (), (), (), (), "1")
    assert u.find_fagomraade("kulturz", bundle) is None


@pytest.mark.parametrize(
    ("text", "code", "fagomraade"),
    [
        *(("sundhed i Vejle", "630", SUNDHED), ("Vejle, sundhed", "630", SUNDHED), ("for skole", None, SKOLE)),
        *(("Aarhus Kommune", "751", None), ("sunhed i Århsu", "751", SUNDHED), ("høje taastrup job", "169", JOB)),
    ],
)
def test_a_place_is_a_kommune_and_a_fagomraade_in_either_order(
    text: str, code: str | None, fagomraade: str | None
) -> None:
    place = u.find_place(text, BUNDLE)
    assert place is not None
    assert place.kommune == BUNDLE.kommune_by_code.get(code or "")
    assert place.fagomraade == BUNDLE.fagomraade_by_id.get(fagomraade or "")


@pytest.mark.parametrize(
    "text", ["", "i", "sundhed i Atlantis", "Vejle er fin", "Vejle Aarhus", "sundhed skole", "i " * 99]
)
def test_a_word_left_over_makes_it_no_place(text: str) -> None:
    assert u.find_place(text, BUNDLE) is None


def test_the_nearest_fagomraader_come_closest_first_and_no_more_than_asked() -> None:
    assert [f.id for f in u.nearest_fagomraader("børn og sundhde", BUNDLE)] == [SKOLE, SUNDHED]
    assert [f.id for f in u.nearest_fagomraader("børn og sundhde", BUNDLE, limit=1)] == [SKOLE]
    assert u.nearest_fagomraader("kvantefysik", BUNDLE) == ()


@pytest.mark.parametrize("edition", ["2020", "2021-vejle", "eksempel"])
def test_every_name_that_is_shipped_finds_its_own_item(edition: str) -> None:
    bundle = load_catalog(DATA).bundle(edition)
    for area in bundle.fagomraader:
        for name in (area.id, area.name, *area.aliases):
            assert u.find_fagomraade(name, bundle) == area, name
            assert u.find_fagomraade(_ascii(name).upper(), bundle) == area, name
            assert u.understand(f"radar {name}", bundle) == ShowRadar(area.id), name
            assert u.understand(f"start refleksion for {name}", bundle) == Start(fagomraade=area.id), name
    for kommune in bundle.kommuner:
        for name in (kommune.code, kommune.name, _ascii(kommune.name), f"{kommune.name} Kommune"):
            assert u.find_kommune(name, bundle) == kommune, name
        assert u.understand(f"start refleksion i {kommune.name}", bundle) == Start(kommune=kommune.code), kommune.name
    for technology in bundle.technologies:
        for name in (technology.id, technology.name, *technology.aliases):
            assert u.find_technology(name, bundle) == technology, name
    for placement in bundle.edition.placements:
        if placement.name:
            assert u.find_technology(placement.name, bundle) == bundle.technology_by_id[placement.technology]


def _ascii(name: str) -> str:
    return name.lower().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
