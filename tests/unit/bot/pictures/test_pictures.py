"""Pictures are drawn once each, and their address changes whenever they could look different."""

from __future__ import annotations

import asyncio
import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

import pytest

from bot.errors import Busy, DrawingFailed, TooSlow
from bot.pictures import pictures
from bot.pictures.pictures import NoSuchPage, Pictures, address_of, is_of, version_of
from bot.pictures.requests import RadarPicture, Request
from bot.storage.database import StorageError
from bot.web.images import wanted
from radar_core.errors import UnknownFagomraade
from radar_core.lookup import radar_for
from radar_core.model import SAMLET
from tests.fakes.shipped import shipped

CATALOG = shipped()
BUNDLE = CATALOG.bundle("eksempel")
HEALTH, SCHOOL, ADMIN = "sundhed-og-aeldre", "boern-unge-og-skole", "administration-og-borgerservice"
NAME = "eksempel/sundhed-og-aeldre.png"
NOW = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Own:
    """A picture of a kommune's own data."""

    title: str

    def drawn(self) -> bytes:
        """Its title."""
        return self.title.encode()


class Drawing:
    """Draws in no time, or as soon as it may, and keeps what it drew."""

    def __init__(self) -> None:
        self.drawn: list[str] = []
        self.may = asyncio.Event()
        self.may.set()
        self.fails: Exception | None = None

    async def __call__(self, request: Request) -> bytes:
        if isinstance(request, RadarPicture):
            asked = request.radar.asked
            name = f"{request.radar.edition.id}/{asked.id if asked else request.radar.slug}.{request.fmt}"
        else:
            name = request.drawn().decode()
        self.drawn.append(name)
        await self.may.wait()
        if self.fails:
            raise self.fails
        return name.encode()


class Database:
    """What two processes share; it can be out of order."""

    def __init__(self) -> None:
        self.kept: dict[str, tuple[bytes, dt.datetime]] = {}
        self.fails = False

    async def get(self, key: str) -> bytes | None:
        """The picture."""
        if self.fails:
            raise StorageError
        return self.kept[key][0] if key in self.kept else None

    async def put(self, key: str, body: bytes, at: dt.datetime) -> None:
        """Keeps it."""
        if self.fails:
            raise StorageError
        self.kept[key] = body, at


@pytest.fixture
def drawing() -> Drawing:
    """Stands in for the workers."""
    return Drawing()


async def settled() -> None:
    """Returns once everything that could start by now has started."""
    for _ in range(20):
        await asyncio.sleep(0)


async def test_however_many_ask_at_once_a_picture_is_drawn_once(drawing: Drawing) -> None:
    kept = Pictures(drawing)
    drawing.may.clear()
    asked = [asyncio.create_task(kept.get(BUNDLE, HEALTH, "png")) for _ in range(40)]
    await settled()
    drawing.may.set()
    assert set(await asyncio.gather(*asked)) == {NAME.encode()}
    assert await kept.get(BUNDLE, HEALTH, "png") == NAME.encode()
    assert drawing.drawn == [NAME]


async def test_each_edition_fagomraade_format_page_view_and_movement_is_a_picture_of_its_own(
    drawing: Drawing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "pages_of", lambda *_: 2)
    shared = Database()
    kept = Pictures(drawing, shared)
    asked = [
        kept.get(BUNDLE, HEALTH, "png"),
        kept.get(BUNDLE, HEALTH, "svg"),
        kept.get(BUNDLE, HEALTH, "png", page=2),
        kept.get(BUNDLE, HEALTH, "png", view="names"),
        kept.get(BUNDLE, HEALTH, "png", moved=(("chatbot", "ind"),)),
        kept.get(BUNDLE, HEALTH, "png", moved=(("chatbot", "ud"),)),
        kept.get(BUNDLE, SAMLET, "png"),
        kept.get(CATALOG.bundle("2020"), SAMLET, "png"),
        kept.get(replace(BUNDLE, sha256="another"), SAMLET, "png"),
    ]
    await asyncio.gather(*asked)
    assert len(drawing.drawn) == len(shared.kept) == len(asked)
    monkeypatch.setattr(pictures, "_drawing_version", lambda: "drawn otherwise")
    await kept.get(BUNDLE, HEALTH, "png")
    assert len(drawing.drawn) == len(shared.kept) == len(asked) + 1


async def test_the_picture_nobody_has_asked_for_longest_is_let_go_first(
    drawing: Drawing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "KEPT", 2)
    kept = Pictures(drawing)
    for name in (HEALTH, SCHOOL, HEALTH, ADMIN):
        await kept.get(BUNDLE, name, "png")
    drawing.drawn.clear()
    for name in (HEALTH, ADMIN):
        await kept.get(BUNDLE, name, "png")
    assert drawing.drawn == []
    await kept.get(BUNDLE, SCHOOL, "png")
    assert drawing.drawn == [f"eksempel/{SCHOOL}.png"]


async def test_one_who_gives_up_does_not_take_the_picture_from_the_others(drawing: Drawing) -> None:
    kept = Pictures(drawing)
    drawing.may.clear()
    impatient = asyncio.create_task(kept.get(BUNDLE, HEALTH, "png"))
    patient = asyncio.create_task(kept.get(BUNDLE, HEALTH, "png"))
    await settled()
    impatient.cancel()
    await asyncio.wait([impatient])
    drawing.may.set()
    assert await patient == NAME.encode()
    assert impatient.cancelled()
    assert len(drawing.drawn) == 1


async def test_a_picture_that_failed_is_not_kept_and_is_drawn_anew(drawing: Drawing) -> None:
    shared = Database()
    kept = Pictures(drawing, shared)
    drawing.fails = DrawingFailed("no room")
    failed = await asyncio.gather(*(kept.get(BUNDLE, HEALTH, "png") for _ in range(3)), return_exceptions=True)
    assert [type(one) for one in failed] == [DrawingFailed] * 3
    assert shared.kept == {}
    drawing.fails = None
    assert await kept.get(BUNDLE, HEALTH, "png") == NAME.encode()
    assert len(drawing.drawn) == 2


async def test_what_one_process_drew_another_does_not(drawing: Drawing) -> None:
    shared = Database()
    assert await Pictures(drawing, shared, lambda: NOW).get(BUNDLE, HEALTH, "png") == NAME.encode()
    assert list(shared.kept.values()) == [(NAME.encode(), NOW)]
    assert await Pictures(drawing, shared).get(BUNDLE, HEALTH, "png") == NAME.encode()
    assert drawing.drawn == [NAME]


async def test_a_database_out_of_order_costs_a_drawing_and_nothing_else(drawing: Drawing) -> None:
    shared = Database()
    shared.fails = True
    kept = Pictures(drawing, shared)
    assert await kept.get(BUNDLE, HEALTH, "png") == NAME.encode()
    assert await kept.get(BUNDLE, HEALTH, "png") == NAME.encode()
    assert drawing.drawn == [NAME]


async def test_own_pictures_are_drawn_once_and_never_reach_the_database(drawing: Drawing) -> None:
    shared = Database()
    kept = Pictures(drawing, shared)
    drawn = await asyncio.gather(*(kept.own(Own(title)) for title in ("en", "en", "to")), kept.own(Own("en")))
    assert drawn == [b"en", b"en", b"to", b"en"]
    assert drawing.drawn == ["en", "to"]
    assert shared.kept == {}


async def test_few_own_pictures_are_kept(drawing: Drawing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "OWN_KEPT", 1)
    kept = Pictures(drawing)
    for title in ("en", "to", "en"):
        await kept.own(Own(title))
    assert drawing.drawn == ["en", "to", "en"]


async def test_a_picture_is_ready_when_it_is_there_or_comes_in_time(drawing: Drawing) -> None:
    kept = Pictures(drawing)
    drawing.may.clear()
    assert not await kept.ready(BUNDLE, HEALTH, 0.001)
    soon = asyncio.create_task(kept.ready(BUNDLE, HEALTH, 60))
    await settled()
    drawing.may.set()
    assert await soon
    assert await kept.ready(BUNDLE, HEALTH, 0)
    assert drawing.drawn == [NAME], "one who waited in vain has not stopped it"


async def test_what_is_at_hand_is_told_at_once_and_what_is_not_is_begun_for_whoever_asks_next(drawing: Drawing) -> None:
    kept = Pictures(drawing, shared := Database(), now=lambda: NOW)
    drawing.may.clear()
    assert not await kept.at_hand(BUNDLE, HEALTH)
    assert not await kept.at_hand(BUNDLE, HEALTH), "nobody waits for a drawing that is under way"
    drawing.may.set()
    assert await kept.ready(BUNDLE, HEALTH, 60)
    assert await kept.at_hand(BUNDLE, HEALTH)
    assert await Pictures(drawing, shared).at_hand(BUNDLE, HEALTH), "kept in the database, as after a start"
    assert drawing.drawn == [NAME]
    assert not await kept.at_hand(BUNDLE, "kvantefysik")


async def test_a_database_that_is_slow_or_broken_keeps_no_card_waiting(
    drawing: Drawing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "AT_HAND_WITHIN", 0.01)
    shared, never = Database(), asyncio.Event()
    shared.fails = True
    assert not await Pictures(drawing, shared).at_hand(BUNDLE, HEALTH)

    async def slow(_: str) -> bytes | None:
        await never.wait()
        return None

    monkeypatch.setattr(shared, "get", slow)
    assert not await Pictures(drawing, shared).at_hand(BUNDLE, HEALTH)


@pytest.mark.parametrize("trouble", [Busy(), TooSlow(), DrawingFailed(), OSError()])
async def test_a_picture_that_cannot_be_drawn_is_not_ready_and_nobody_is_troubled(
    drawing: Drawing, trouble: Exception
) -> None:
    drawing.fails = trouble
    assert not await Pictures(drawing).ready(BUNDLE, HEALTH, 60)
    assert not await Pictures(drawing).ready(BUNDLE, "kvantefysik", 60)


async def test_what_is_prepared_is_what_cards_show_and_a_failure_stops_nothing(drawing: Drawing) -> None:
    kept = Pictures(drawing)
    default = [f"eksempel/{name}.png" for name in (SAMLET, *(each.id for each in BUNDLE.fagomraader))]
    drawing.fails = DrawingFailed("no room")
    await kept.prepare(BUNDLE)
    assert drawing.drawn == default
    drawing.fails = None
    await kept.prepare(BUNDLE)
    assert drawing.drawn == default * 2
    assert all([await kept.ready(BUNDLE, each.id, 0) for each in BUNDLE.fagomraader])
    assert drawing.drawn == default * 2


async def test_without_workers_a_picture_is_drawn_beside_the_event_loop() -> None:
    assert await Pictures().get(BUNDLE, HEALTH, "png") == RadarPicture(radar_for(BUNDLE, HEALTH), "png").drawn()


async def test_an_unknown_fagomraade_or_page_is_refused_and_nothing_is_drawn(drawing: Drawing) -> None:
    kept = Pictures(drawing)
    with pytest.raises(UnknownFagomraade):
        await kept.get(BUNDLE, "kvantefysik", "png")
    for page in (-1, 0, 2):
        with pytest.raises(NoSuchPage):
            await kept.get(BUNDLE, HEALTH, "png", page=page)
    assert drawing.drawn == []


def test_a_version_tells_its_bundle_also_when_another_release_drew_it(monkeypatch: pytest.MonkeyPatch) -> None:
    others = [bundle for bundle in CATALOG.bundles if bundle is not BUNDLE]
    monkeypatch.setattr(pictures, "_drawing_version", lambda: "an earlier release")
    earlier = version_of(BUNDLE)
    monkeypatch.undo()
    assert earlier != version_of(BUNDLE) and is_of(earlier, BUNDLE) and is_of(version_of(BUNDLE), BUNDLE)
    assert not any(is_of(earlier, each) for each in others)
    assert not is_of("", BUNDLE) and not is_of("v", BUNDLE)


def test_an_address_names_what_was_asked_for_and_its_version() -> None:
    version = version_of(BUNDLE)
    radar = radar_for(BUNDLE, HEALTH)
    first = f"https://x.example/radar/eksempel/sundhed-og-aeldre.png?v={version}"
    assert address_of("https://x.example/", version, radar, "png") == first
    assert address_of("https://x.example", version, radar, "png", 2) == f"{first}&side=2"
    assert address_of("https://x.example", version, radar, "png", 1, "names") == f"{first}&visning=navne"
    assert address_of("https://x.example", version, radar, "png", 2, "names") == f"{first}&side=2&visning=navne"
    assert address_of("", "v", radar_for(BUNDLE), "svg") == "/radar/eksempel/samlet.svg?v=v"


def test_where_samlet_stands_in_the_file_is_named_samlet_and_says_beside_what_was_asked_for() -> None:
    radar = radar_for(CATALOG.bundle("2020"), HEALTH)
    assert radar.is_fallback
    assert address_of("", "v", radar, "png") == "/radar/2020/samlet.png?v=v&spurgt=sundhed-og-aeldre"


def test_a_picture_named_samlet_is_that_of_a_fagomraade_only_where_it_stands_in_for_it() -> None:
    kl, example = CATALOG.bundle("2020"), CATALOG.bundle("eksempel")
    assert wanted(kl, "samlet", HEALTH) == HEALTH, "drawn with the sentence that says what it stands in for"
    assert wanted(kl, "samlet", None) == wanted(example, "samlet", HEALTH) == "samlet"
    assert wanted(example, HEALTH, "boern-unge-og-skole") == HEALTH
    assert wanted(kl, HEALTH, None) == HEALTH, "what old cards show"
    with pytest.raises(UnknownFagomraade):
        wanted(kl, "samlet", "kultur")


def test_the_version_changes_with_the_bundle_and_with_the_code_that_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    versions = {version_of(bundle) for bundle in CATALOG.bundles}
    assert len(versions) == len(CATALOG.bundles)
    assert version_of(BUNDLE) == version_of(replace(BUNDLE, cases=()))  # its files are what counts: the SHA-256
    assert version_of(replace(BUNDLE, sha256="another")) not in versions
    before = version_of(BUNDLE)
    monkeypatch.setattr(pictures, "_drawing_version", lambda: "drawn otherwise")
    assert version_of(BUNDLE) != before
    assert version_of(BUNDLE).isalnum()


def test_the_version_of_the_drawing_covers_the_code_and_the_libraries(monkeypatch: pytest.MonkeyPatch) -> None:
    def anew() -> str:
        pictures._drawing_version.cache_clear()
        return pictures._drawing_version()

    before = anew()
    assert anew() == before
    version: Any = pictures.metadata.version
    monkeypatch.setattr(pictures.metadata, "version", lambda name: version(name) + ("x" if name == "pillow" else ""))
    assert anew() != before
    monkeypatch.undo()
    assert anew() == before


async def test_own_pictures_are_let_go_of_and_drawn_again_and_public_ones_are_kept() -> None:
    drawn: list[object] = []

    async def draw(request: pictures.Request) -> bytes:
        drawn.append(request)
        return b"x"

    kept = Pictures(draw)
    await kept.own(Own("en"))
    await kept.get(BUNDLE, "samlet", "png")
    kept.forget_own()
    await kept.own(Own("en"))
    await kept.get(BUNDLE, "samlet", "png")
    assert len(drawn) == 3
