"""What cannot be drawn is told by radar, before an edition goes live."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.cli.editions.sources import CannotRead, check_pictures
from bot.pictures.requests import FitCheck
from radar_core.editions.bundle import read_bundle
from radar_core.model import Bundle
from radar_core.render import unfit
from tests.fakes.shipped import shipped
from tests.fakes.signed import large

CATALOG = shipped()
BUNDLE = CATALOG.bundle("eksempel")


def unwieldy(fagomraade: str) -> Bundle:
    """One name on one radar is longer than any file may have it."""
    placements = [replace(p, name="W" * 300) if p.fagomraade == fagomraade else p for p in BUNDLE.edition.placements]
    return replace(BUNDLE, edition=replace(BUNDLE.edition, placements=tuple(placements)))


@pytest.mark.parametrize("bundle", CATALOG.bundles, ids=lambda b: b.edition.title)
def test_every_shipped_edition_can_be_drawn(bundle: Bundle) -> None:
    assert unfit(bundle) == ()


def test_an_edition_with_all_there_may_be_can_be_drawn() -> None:
    assert unfit(read_bundle(large()).bundle) == ()


def test_a_radar_that_cannot_be_drawn_is_named_and_the_others_are_not() -> None:
    (reason,) = unfit(unwieldy("sundhed-og-aeldre"))
    assert "Sundhed og ældre" in reason and "plads" in reason


def test_the_worker_the_editor_and_the_bot_get_the_same_reasons() -> None:
    bundle = unwieldy("samlet")
    reasons = unfit(bundle)
    assert FitCheck(bundle).drawn().decode().splitlines() == list(reasons) != []
    with pytest.raises(CannotRead) as refused:
        check_pictures(Path("radar.xlsx"), bundle)
    assert str(refused.value) == f"radar.xlsx: {reasons[0]}"
    assert FitCheck(BUNDLE).drawn() == b""
