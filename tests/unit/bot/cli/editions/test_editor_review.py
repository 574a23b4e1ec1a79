"""What an editor reads before saying yes: the rings first, each line whole on a terminal, and the rest counted."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.cli.editions.review import LISTED, SEE_ALL, WIDTH, review
from radar_core.model import SAMLET, Belaeg, Bundle, Placement, Ring
from tests.fakes.chat_bundle import BUNDLE, SKOLE, SUNDHED
from tests.fakes.shipped import shipped

RINGS = list(Ring)


def placed(technology: str, fagomraade: str, ring: Ring, **more: Any) -> Placement:
    return Placement(technology, fagomraade, ring, Belaeg.EKSEMPEL, "Opdigtet til prøven", **more)


def of(*placements: Placement, **more: Any) -> Bundle:
    return replace(BUNDLE, edition=replace(BUNDLE.edition, placements=placements, **more))


BEFORE = of(
    placed("rpa", SAMLET, Ring.AFPROEV, name="RPA"),
    placed("rpa", SUNDHED, Ring.AFPROEV, name="RPA"),
    placed("rpa", SKOLE, Ring.AFVENT, name="RPA"),
    placed("ai", SUNDHED, Ring.HOLD_OEJE, name="AI"),
)
AFTER = (
    placed("rpa", SAMLET, Ring.KLAR, name="RPA"),
    placed("rpa", SUNDHED, Ring.KLAR, name="RPA"),
    placed("rpa", SKOLE, Ring.HOLD_OEJE, name="RPA"),
    placed("video", SUNDHED, Ring.KLAR, name="Video"),
)


def test_it_begins_with_what_moved_technology_by_technology_then_what_is_new_and_what_is_gone() -> None:
    assert review(BEFORE, of(*AFTER)) == [
        "Flyttet (3):",
        "  RPA: AFPRØV → KLAR (Samlet, Sundhed og ældre)",
        "  RPA: AFVENT → HOLD ØJE (Børn, unge og skole)",
        "Nye (1):",
        "  Video: KLAR (Sundhed og ældre)",
        "Væk (1):",
        "  AI: stod i HOLD ØJE (Sundhed og ældre)",
    ]


@pytest.mark.parametrize("other", [{"method": "en anden"}, {"series": "en anden"}])
def test_between_methods_the_rings_stand_side_by_side_first_and_each_is_marked_and_no_arrow_is_drawn(
    other: dict[str, str],
) -> None:
    told = review(BEFORE, of(*AFTER, **other))
    assert told[:4] == [
        "Anden ring end før, men udgaverne har ikke samme metode og serie (3):",
        "  RPA: AFPRØV før, KLAR nu (Samlet, Sundhed og ældre), kan ikke sammenlignes",
        "  RPA: AFVENT før, HOLD ØJE nu (Børn, unge og skole), kan ikke sammenlignes",
        "Nye (1):",
    ]
    assert not any("Flyttet" in line for line in told)
    assert not any("→" in line for line in told if "Udgavens" not in line)


def test_what_was_or_is_not_public_is_neither_called_new_nor_gone() -> None:
    hiding = {"totals": ((SUNDHED, 9),)}
    assert review(of(*BEFORE.edition.placements, **hiding), of(*AFTER, **hiding))[3:] == [
        "Nu kendt (1):",
        "  Video: KLAR (Sundhed og ældre)",
        "Ikke længere kendt (1):",
        "  AI: stod i HOLD ØJE (Sundhed og ældre)",
    ]


def test_a_radar_that_comes_or_goes_as_a_whole_is_one_line() -> None:
    less = of(*BEFORE.edition.placements[:1])
    assert review(less, BEFORE) == [
        "Nye (3):",
        "  Hele radaren Sundhed og ældre (2 teknologier)",
        "  Hele radaren Børn, unge og skole (1 teknologi)",
    ]
    assert review(BEFORE, less)[0] == "Væk (3):"


def test_up_to_three_other_changes_are_told_and_more_are_counted_by_what_they_are_about() -> None:
    first, second, third, fourth = BEFORE.edition.placements
    noted = of(replace(first, note="Set igen"), second, third, fourth)
    assert review(BEFORE, noted) == ["Desuden:", "  RPA på den samlede radar: noten er ændret"]
    proven = [replace(p, belaeg=Belaeg.KL, source="KL") for p in (first, second, third)]
    assert review(BEFORE, of(*proven, fourth, title="Ny")) == [
        "Desuden er ændret: 1 oplysning om udgaven, 3 belæg og 3 kilder.",
        SEE_ALL,
    ]


def test_with_everything_each_change_is_a_sentence_on_a_line_and_nothing_is_counted() -> None:
    first, *rest = BEFORE.edition.placements
    after = of(replace(first, ring=Ring.KLAR, belaeg=Belaeg.KL, source="KL"), *rest, title="Ny", date="2026")
    assert review(BEFORE, after, everything=True) == [
        "RPA: AFPRØV → KLAR på den samlede radar",
        "RPA på den samlede radar: belægget er ændret fra eksempel til kl",
        "RPA på den samlede radar: kilden er ændret",
        "Udgavens titel: »Prøve« → »Ny«",
        "Udgavens dato: »ikke oplyst« → »2026«",
    ]


def test_nothing_changed_is_said_in_words() -> None:
    assert review(BEFORE, BEFORE) == ["Intet er ændret"]


def crowded(turn: int, **more: Any) -> Bundle:
    """60 technologies with long names on 12 fagområder, two thirds of them in another ring after a ``turn``."""
    technologies = [replace(BUNDLE.technologies[0], id=f"t{n}", name=f"{'Å' * 36} {n}") for n in range(60)]
    fagomraader = [replace(BUNDLE.fagomraader[0], id=f"f{n}", name=f"Fagområde nummer {n}") for n in range(12)]
    placements = tuple(
        placed(t.id, f.id, RINGS[(place + turn * (place % 3)) % 4], note=str(turn) if turn else None)
        for place, t in enumerate(technologies)
        for f in fagomraader
    )
    edition = replace(BUNDLE.edition, fagomraader=tuple(f.id for f in fagomraader), placements=placements, **more)
    return replace(BUNDLE, technologies=tuple(technologies), fagomraader=tuple(fagomraader), edition=edition)


@pytest.mark.parametrize("method", ["proeve", "en anden"])
def test_sixty_technologies_on_twelve_fagomraader_are_two_screens_and_every_ring_that_differs_is_counted(
    method: str,
) -> None:
    told = review(crowded(0), crowded(1, method=method))
    assert told[0].endswith("(480):")
    assert f"  … og {480 - LISTED * 12} mere" in told
    assert "(Fagområde nummer 0, Fagområde nummer 1, Fagområde nummer 2 og 9 mere)" in " ".join(
        " ".join(line.split()) for line in told
    )
    assert any("720 noter" in line for line in told) and told[-1] == SEE_ALL
    assert len(told) <= 3 * LISTED + 5
    assert max(map(len, told)) <= WIDTH
    assert sum("før, " in s or "→" in s for s in review(crowded(0), crowded(1, method=method), everything=True)) >= 480


@pytest.mark.parametrize("before", ["2020", "2021-vejle", "eksempel"])
@pytest.mark.parametrize("after", ["2020", "2021-vejle", "eksempel"])
def test_between_the_shipped_editions_the_review_fits_a_screen_or_two(before: str, after: str) -> None:
    catalog = shipped()
    told = review(catalog.bundle(before), catalog.bundle(after))
    assert len(told) <= 50 and max(map(len, told)) <= WIDTH
    assert (told == ["Intet er ændret"]) is (before == after)
    assert not any("belægget er" in line or "kilden er" in line for line in told)
