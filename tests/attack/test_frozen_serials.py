"""Somebody with a stolen key tries to stop all editions for good, and two processes to take two under one name."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.cli.main import main
from bot.editions.live import Editions
from bot.editions.snapshot import starting
from bot.storage.editions import KeptActivation
from bot.storage.store import Store
from bot.storage.tables import follows
from radar_core.editions.bundle import bundle_hash
from radar_core.editions.refusal import EditionRefused, Step
from radar_core.model import Bundle
from radar_core.push.activation import MAX_SERIAL, Activation, write_activation
from radar_core.push.admission import MAX_STEP
from radar_core.push.signing import key_id, sign
from tests.fakes.shipped import shipped
from tests.fakes.signed import AT, KEY, KEYS, PUBLIC, SPARE, activation, bundle, moved

CATALOG = shipped()
FIRST = bundle()
SECOND = bundle(revision=2, change=moved("rpa", "samlet", "AFPRØV"))
OTHER_SECOND = bundle(revision=2, change=moved("rpa", "samlet", "AFVENT"))
STOLEN, SAFE = key_id(KEY.public_key()), key_id(SPARE.public_key())


async def nothing(_: Bundle) -> None:
    """Pictures are not what is looked at here."""


async def fits(_: Bundle) -> tuple[str, ...]:
    return ()


def process_on(store: Store, *revoked: str) -> Editions:
    """A process of the bot, without the keys that are revoked."""
    keys = {name: key for name, key in KEYS.items() if name not in revoked}
    return Editions(store.editions, starting(CATALOG, CATALOG.bundle("eksempel")), keys, False, nothing, fits)


@pytest_asyncio.fixture
async def stores(any_database_url: str) -> AsyncIterator[tuple[Store, Store]]:
    """Two processes' ways to one database."""
    opened = Store(any_database_url), Store(any_database_url)
    for each in opened:
        await each.open()
    yield opened
    for each in opened:
        await each.close()


def live(editions: Editions) -> tuple[str, int]:
    return editions.snapshot.live.sha256, editions.snapshot.serial


@pytest.mark.parametrize("serial", [MAX_SERIAL, MAX_STEP + 6, MAX_STEP + 7])
async def test_the_highest_serial_there_is_does_not_stop_the_next_edition(
    stores: tuple[Store, Store], serial: int
) -> None:
    bot = process_on(stores[0])
    for content in (FIRST, SECOND):
        await bot.push(sign(content, KEY))
    await bot.activate(activation(5, FIRST))
    with pytest.raises(EditionRefused, match=r"højst stige med 1000 fra 5\. Brug 6") as caught:
        await bot.activate(activation(serial, SECOND))
    assert caught.value.step is Step.SERIAL
    assert live(bot) == (bundle_hash(FIRST), 5)
    await bot.activate(activation(6, SECOND))
    await bot.activate(activation(6 + MAX_STEP, FIRST))
    assert live(bot) == (bundle_hash(FIRST), 6 + MAX_STEP)


async def test_not_as_the_first_activation_either(stores: tuple[Store, Store]) -> None:
    bot = process_on(stores[0])
    await bot.push(sign(FIRST, KEY))
    with pytest.raises(EditionRefused, match="højst stige med 1000 fra 0"):
        await bot.activate(activation(MAX_SERIAL, FIRST))
    await bot.activate(activation(MAX_STEP, FIRST))


async def frozen(store: Store) -> Editions:
    """A radar on which a stolen key has used the highest serial, before a rise was bounded."""
    bot = process_on(store)
    for content in (FIRST, SECOND):
        await bot.push(sign(content, KEY))
    await bot.activate(activation(1, FIRST, key=KEY))
    await bot.activate(activation(2, FIRST, key=SPARE))
    content = write_activation(Activation(MAX_SERIAL, bundle_hash(SECOND), AT, ""))
    assert await store.editions.activate(KeptActivation(MAX_SERIAL, bundle_hash(SECOND), content, STOLEN, AT))
    await bot.look()
    assert live(bot) == (bundle_hash(SECOND), MAX_SERIAL)
    return bot


def taken_back(monkeypatch: pytest.MonkeyPatch, url: str, keys: tuple[str, ...], serial: int) -> int:
    monkeypatch.setenv("TR_DATABASE_URL", url)
    monkeypatch.setenv("TR_KL_PUBLIC_KEYS", ",".join(keys))
    return main(["editions", "take-back", str(serial), "--note", "Nøglen var stjålet"])


async def test_a_frozen_radar_is_opened_again_by_its_operator_once_the_key_is_revoked(
    stores: tuple[Store, Store],
    any_database_url: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    running = await frozen(stores[0])
    revoked = process_on(stores[1], STOLEN)
    await revoked.open()
    with pytest.raises(EditionRefused, match="Der er ikke flere"):
        await revoked.activate(activation(MAX_SERIAL, FIRST, key=SPARE))
    assert await asyncio.to_thread(taken_back, monkeypatch, any_database_url, PUBLIC[1:], 3) == 0
    told = capsys.readouterr().out
    assert f"Serienummer {MAX_SERIAL} er taget tilbage (nøgle {STOLEN}" in told
    assert "I drift er nu serienummer 2. Den næste aktivering får serienummer 3." in told
    for bot in (running, revoked):
        await bot.look()
        assert live(bot) == (bundle_hash(FIRST), 2)
    with pytest.raises(EditionRefused):  # the stolen key cannot play it again
        await revoked.activate(activation(MAX_SERIAL, SECOND, key=KEY))
    await revoked.activate(activation(3, SECOND, key=SPARE))
    await running.look()
    assert live(running) == (bundle_hash(SECOND), 3)
    [line] = [line for line in await stores[0].editions.history() if line.what == "taget tilbage"]
    assert (line.serial, line.key_id, line.note) == (MAX_SERIAL, STOLEN, "Nøglen var stjålet")


async def test_what_is_signed_with_a_key_that_still_counts_is_never_taken_back(
    stores: tuple[Store, Store],
    any_database_url: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    running = await frozen(stores[0])
    for keys, serial, key in ((PUBLIC, 3, STOLEN), (PUBLIC[1:], 2, SAFE)):
        assert await asyncio.to_thread(taken_back, monkeypatch, any_database_url, keys, serial) == 1
        assert f"TR_KL_PUBLIC_KEYS ({key})" in capsys.readouterr().err
    assert await asyncio.to_thread(taken_back, monkeypatch, any_database_url, (), MAX_SERIAL + 1) == 1
    await running.look()
    assert live(running) == (bundle_hash(SECOND), MAX_SERIAL)


async def test_with_all_taken_back_what_came_along_is_live_and_the_first_serial_is_free(
    stores: tuple[Store, Store], any_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = process_on(stores[0])
    await running.open()
    began = running.snapshot.live.sha256
    await running.push(sign(SECOND, KEY))
    await running.activate(activation(9, SECOND))
    assert await asyncio.to_thread(taken_back, monkeypatch, any_database_url, (), 1) == 0
    await running.look()
    assert live(running) == (began, 0)
    await running.activate(activation(1, SECOND))


async def test_who_was_told_of_what_is_taken_back_is_told_of_what_comes_after(
    stores: tuple[Store, Store], any_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await frozen(stores[0])
    row = {"tenant": "t", "conversation": "c", "fagomraade": "samlet", "bundle": bundle_hash(SECOND), "at": AT}
    async with stores[0]._database.writing() as connection:
        await connection.execute(follows.insert(), {**row, "told": MAX_SERIAL})
    assert await asyncio.to_thread(taken_back, monkeypatch, any_database_url, PUBLIC[1:], 3) == 0
    async with stores[0]._database.reading() as connection:
        assert await connection.scalar(follows.select().with_only_columns(follows.c.told)) == 2


def test_where_there_is_no_database_none_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    missing = tmp_path / "nowhere.db"
    assert taken_back(monkeypatch, f"sqlite+aiosqlite:///{missing}", PUBLIC, 1) == 1
    assert not missing.exists()


async def test_two_processes_that_take_two_bundles_of_one_name_at_once_take_one(stores: tuple[Store, Store]) -> None:
    pushed = [
        process_on(store).push(sign(content, KEY))
        for store, content in zip(stores, (SECOND, OTHER_SECOND), strict=True)
    ]
    outcomes = await asyncio.gather(*pushed, return_exceptions=True)
    [refused] = [each for each in outcomes if isinstance(each, EditionRefused)]
    assert (refused.step, refused.key_id) == (Step.CROSS, STOLEN)
    assert "findes allerede med et andet indhold" in refused.reasons[0]
    assert [found.name for found in await stores[0].editions.listed()] == ["eksempel-r2"]


async def test_the_same_bundle_taken_by_two_processes_at_once_is_taken_once(stores: tuple[Store, Store]) -> None:
    outcomes = await asyncio.gather(*(process_on(store).push(sign(SECOND, KEY)) for store in stores))
    assert [each.name for each in outcomes] == ["eksempel-r2"] * 2
    assert len(await stores[0].editions.listed()) == 1
