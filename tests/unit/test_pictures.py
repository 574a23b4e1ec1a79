"""Pictures are drawn once each, few at a time, and their address changes whenever they could look different."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace

import pytest

from bot import pictures
from bot.pictures import Pictures, address_of, version_of
from radar_core.catalog import load_catalog
from radar_core.errors import UnknownFagomraade
from radar_core.lookup import radar_for
from radar_core.model import SAMLET, Radar
from radar_core.shipped import DATA_DIR

CATALOG = load_catalog(DATA_DIR)
BUNDLE = CATALOG.bundle("eksempel")
HEALTH, SCHOOL, ADMIN = "sundhed-og-aeldre", "boern-unge-og-skole", "administration-og-borgerservice"


class Drawing:
    """Draws in no time, or as soon as it may; keeps what it drew and how many at once."""

    def __init__(self) -> None:
        self.drawn: list[str] = []
        self.at_once = self.most = 0
        self.may = threading.Event()
        self.may.set()
        self.fails = False
        self._lock = threading.Lock()

    def __call__(self, radar: Radar, fmt: str) -> bytes:
        name = f"{radar.edition.id}/{radar.slug}.{fmt}"
        with self._lock:
            self.drawn.append(name)
            self.at_once += 1
            self.most = max(self.most, self.at_once)
        try:
            if not self.may.wait(10):
                raise TimeoutError
            if self.fails:
                raise OSError("no room")
            return name.encode()
        finally:
            with self._lock:
                self.at_once -= 1


@pytest.fixture
def drawing(monkeypatch: pytest.MonkeyPatch) -> Drawing:
    """Stands in for matplotlib."""
    drawing = Drawing()
    monkeypatch.setattr(pictures, "render", drawing)
    return drawing


async def settled() -> None:
    """Returns once everything that could start by now has started; the executor starts its work in order."""
    for _ in range(5):
        await asyncio.to_thread(lambda: None)


async def test_however_many_ask_at_once_a_picture_is_drawn_once(drawing: Drawing) -> None:
    kept = Pictures()
    drawing.may.clear()
    asked = [asyncio.create_task(kept.get(BUNDLE, HEALTH, "png")) for _ in range(40)]
    await settled()
    drawing.may.set()
    assert set(await asyncio.gather(*asked)) == {b"eksempel/sundhed-og-aeldre.png"}
    assert await kept.get(BUNDLE, HEALTH, "png") == b"eksempel/sundhed-og-aeldre.png"
    assert drawing.drawn == ["eksempel/sundhed-og-aeldre.png"]


async def test_each_edition_fagomraade_and_format_is_a_picture_of_its_own(drawing: Drawing) -> None:
    kept = Pictures()
    asked = [
        kept.get(BUNDLE, HEALTH, "png"),
        kept.get(BUNDLE, HEALTH, "svg"),
        kept.get(BUNDLE, SAMLET, "png"),
        kept.get(CATALOG.bundle("2020"), SAMLET, "png"),
        kept.get(replace(BUNDLE, sha256="another"), SAMLET, "png"),
    ]
    await asyncio.gather(*asked)
    assert len(drawing.drawn) == 5


async def test_no_more_are_drawn_side_by_side_than_there_are_cores_for(drawing: Drawing) -> None:
    kept = Pictures()
    drawing.may.clear()
    names = [f.id for f in BUNDLE.fagomraader]
    asked = [asyncio.create_task(kept.get(BUNDLE, name, "png")) for name in names]
    await settled()
    assert drawing.at_once == pictures.AT_ONCE < len(names)
    drawing.may.set()
    await asyncio.gather(*asked)
    assert drawing.most == pictures.AT_ONCE
    assert len(drawing.drawn) == len(names)


async def test_the_picture_nobody_has_asked_for_longest_is_let_go_first(
    drawing: Drawing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "KEPT", 2)
    kept = Pictures()
    for name in (HEALTH, SCHOOL, HEALTH, ADMIN):
        await kept.get(BUNDLE, name, "png")
    drawing.drawn.clear()
    for name in (HEALTH, ADMIN):
        await kept.get(BUNDLE, name, "png")
    assert drawing.drawn == []
    await kept.get(BUNDLE, SCHOOL, "png")
    assert drawing.drawn == [f"eksempel/{SCHOOL}.png"]


async def test_one_who_gives_up_does_not_take_the_picture_from_the_others(drawing: Drawing) -> None:
    kept = Pictures()
    drawing.may.clear()
    impatient = asyncio.create_task(kept.get(BUNDLE, HEALTH, "png"))
    patient = asyncio.create_task(kept.get(BUNDLE, HEALTH, "png"))
    await settled()
    impatient.cancel()
    await asyncio.wait([impatient])
    drawing.may.set()
    assert await patient == b"eksempel/sundhed-og-aeldre.png"
    assert impatient.cancelled()
    assert len(drawing.drawn) == 1


async def test_a_picture_that_failed_is_not_kept_and_is_drawn_anew(drawing: Drawing) -> None:
    kept = Pictures()
    drawing.fails = True
    failed = await asyncio.gather(*(kept.get(BUNDLE, HEALTH, "png") for _ in range(3)), return_exceptions=True)
    assert [type(one) for one in failed] == [OSError] * 3
    drawing.fails = False
    assert await kept.get(BUNDLE, HEALTH, "png") == b"eksempel/sundhed-og-aeldre.png"
    assert len(drawing.drawn) == 2


async def test_drawing_never_holds_up_the_event_loop(drawing: Drawing) -> None:
    drawing.may.clear()
    asked = asyncio.create_task(Pictures().get(BUNDLE, HEALTH, "png"))
    await settled()  # the loop still turns while the drawing waits
    assert not asked.done() and drawing.at_once == 1
    drawing.may.set()
    await asked


async def test_an_unknown_fagomraade_is_refused_and_nothing_is_drawn(drawing: Drawing) -> None:
    with pytest.raises(UnknownFagomraade):
        await Pictures().get(BUNDLE, "kvantefysik", "png")
    assert drawing.drawn == []


def test_an_address_names_what_was_asked_for_and_its_version() -> None:
    version = version_of(BUNDLE)
    assert address_of("https://x.example/", version, radar_for(BUNDLE, HEALTH), "png") == (
        f"https://x.example/radar/eksempel/sundhed-og-aeldre.png?v={version}"
    )
    assert address_of("", "v", radar_for(BUNDLE), "svg") == "/radar/eksempel/samlet.svg?v=v"


def test_where_samlet_stands_in_the_address_is_still_that_of_the_fagomraade_so_that_its_picture_says_so() -> None:
    radar = radar_for(CATALOG.bundle("2020"), HEALTH)
    assert radar.is_fallback
    assert address_of("", "v", radar, "png") == "/radar/2020/sundhed-og-aeldre.png?v=v"


def test_the_version_changes_with_the_bundle_and_with_the_code_that_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    versions = {version_of(bundle) for bundle in CATALOG.bundles}
    assert len(versions) == len(CATALOG.bundles)
    assert version_of(BUNDLE) == version_of(replace(BUNDLE, cases=()))  # its files are what counts: the SHA-256
    assert version_of(replace(BUNDLE, sha256="another")) not in versions
    before = version_of(BUNDLE)
    monkeypatch.setattr(pictures, "_drawing_version", lambda: "drawn otherwise")
    assert version_of(BUNDLE) != before
    assert version_of(BUNDLE).isalnum()
