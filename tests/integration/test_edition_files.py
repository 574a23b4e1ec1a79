"""Signed files laid in a folder go live as if they had been pushed; anything else there is refused."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestClient, TestServer
from pydantic import SecretStr

from bot.app import EDITIONS, build_production
from bot.editions.folder import EditionFiles
from bot.editions.live import Editions
from bot.editions.snapshot import starting
from bot.settings import Settings
from bot.storage.store import Store
from radar_core.editions.bundle import bundle_hash
from radar_core.editions.shipped import DATA_DIR
from radar_core.model import Bundle
from radar_core.push.signing import sign
from tests.fakes.local_bot import Recorder
from tests.fakes.postgres import ready_file, ready_url
from tests.fakes.shipped import shipped
from tests.fakes.signed import KEY, KEYS, PUBLIC, STRANGER, activation, bundle

pytestmark = pytest.mark.usefixtures("workers_at_once")

CATALOG = shipped()
GOOD = bundle("2020")


@pytest_asyncio.fixture
async def editions(tmp_path: Path) -> AsyncIterator[Editions]:
    async def nothing(_: Bundle) -> None:
        """No pictures here."""

    async def fits(_: Bundle) -> tuple[str, ...]:
        return ()

    store = Store(ready_url("sqlite", tmp_path))
    await store.open()
    start = starting(CATALOG, CATALOG.newest_published())
    yield Editions(store.editions, start, KEYS, True, nothing, fits)
    await store.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "udgaver"
    made.mkdir()
    return made


@pytest.fixture
def files(folder: Path, editions: Editions) -> EditionFiles:
    return EditionFiles(folder, editions)


async def test_a_bundle_and_its_activation_go_live_whatever_they_are_called(
    folder: Path, files: EditionFiles, editions: Editions
) -> None:
    (folder / "z-udgaven.signed").write_bytes(sign(GOOD, KEY))
    (folder / "a-aktivering.signed").write_bytes(activation(1, GOOD))
    await files.look()
    assert (editions.snapshot.serial, editions.snapshot.live.sha256) == (1, bundle_hash(GOOD))


@pytest.mark.parametrize("name", ["udgave.yaml", "udgave.yml", "aktivering.json", "udgave.signed"])
async def test_an_unsigned_file_in_the_folder_is_refused_and_told_of_once(
    name: str, folder: Path, files: EditionFiles, editions: Editions, caplog: pytest.LogCaptureFixture
) -> None:
    live = editions.snapshot.live
    (folder / name).write_bytes(GOOD)
    with caplog.at_level(logging.WARNING, "bot.editions.folder"):
        for _ in range(3):
            await files.look()
    assert [record.getMessage() for record in caplog.records if record.name == "bot.editions.folder"] == [
        f"{name}: NACK, Filen er ikke underskrevet. Underskriv den med »teknologiradar editions sign«."
    ]
    assert editions.snapshot.live is live
    assert not await editions.kept.bundles()


async def test_a_file_that_a_stranger_has_signed_is_refused(
    folder: Path, files: EditionFiles, editions: Editions
) -> None:
    (folder / "a.signed").write_bytes(sign(GOOD, STRANGER))
    await files.look()
    assert not await editions.kept.bundles()


async def test_an_activation_that_was_copied_before_its_bundle_waits_for_it(
    folder: Path, files: EditionFiles, editions: Editions
) -> None:
    (folder / "drift.signed").write_bytes(activation(1, GOOD))
    await files.look()
    assert editions.snapshot.serial == 0
    (folder / "udgave.signed").write_bytes(sign(GOOD, KEY))
    await files.look()
    assert editions.snapshot.serial == 1


async def test_a_file_that_was_seen_half_copied_is_taken_when_it_is_whole(
    folder: Path, files: EditionFiles, editions: Editions
) -> None:
    envelope = sign(GOOD, KEY)
    (folder / "a.signed").write_bytes(envelope[:5_000])
    await files.look()
    assert not await editions.kept.bundles()
    (folder / "a.signed").write_bytes(envelope)
    await files.look(everything=False)
    assert len(await editions.kept.bundles()) == 1


async def test_other_bytes_with_the_same_size_and_time_are_seen_when_everything_is_read(
    folder: Path, files: EditionFiles, editions: Editions
) -> None:
    path, envelope = folder / "a.signed", sign(GOOD, KEY)
    path.write_bytes(b"x" * len(envelope))
    os.utime(path, (1, 1))
    await files.look()
    path.write_bytes(envelope)
    os.utime(path, (1, 1))
    await files.look(everything=False)
    assert not await editions.kept.bundles()
    await files.look()
    assert len(await editions.kept.bundles()) == 1


async def test_the_same_files_after_a_restart_change_nothing(
    folder: Path, files: EditionFiles, editions: Editions
) -> None:
    other = bundle("2020", revision=2)
    (folder / "1.signed").write_bytes(sign(GOOD, KEY))
    (folder / "1-drift.signed").write_bytes(activation(1, GOOD))
    await files.look()
    await editions.push(sign(other, KEY))
    await editions.activate(activation(2, other))
    await EditionFiles(folder, editions).look()
    assert (editions.snapshot.serial, editions.snapshot.live.sha256) == (2, bundle_hash(other))


async def test_on_ones_own_machine_plain_data_may_lie_beside_signed_files(
    folder: Path, editions: Editions, caplog: pytest.LogCaptureFixture
) -> None:
    (folder / "teknologier.yaml").write_bytes(b"teknologier: []\n")
    with caplog.at_level(logging.WARNING):
        await EditionFiles(folder, editions, only_signed=False).look()
    assert not caplog.records


async def test_a_huge_file_is_never_read_whole(folder: Path, files: EditionFiles, editions: Editions) -> None:
    with (folder / "stor.signed").open("wb") as file:
        file.truncate(3_000_000_000)
    await files.look()
    assert not await editions.kept.bundles()


async def test_production_takes_what_is_signed_from_its_folder_and_nothing_else(folder: Path, tmp_path: Path) -> None:
    (folder / "editions").mkdir()
    plain = (DATA_DIR / "editions" / "2020.yaml").read_text("utf-8").replace("id: 2020", 'id: "2099"')
    (folder / "editions" / "2099.yaml").write_text(plain, "utf-8")
    (folder / "2099.yaml").write_text(plain, "utf-8")
    (folder / "udgave.signed").write_bytes(sign(GOOD, KEY))
    (folder / "drift.signed").write_bytes(activation(1, GOOD))
    settings = Settings(
        database_url=ready_file(tmp_path / "bot.db"),
        data_dir=folder,
        app_id="made-up",
        app_password=SecretStr("not-used-here"),
        tenant_id="made-up",
        public_url="https://radar.example.org",
        kl_public_keys=PUBLIC,
    )
    async with TestClient(TestServer(build_production(settings, channel=Recorder()))) as bot:
        assert bot.app is not None
        async with asyncio.timeout(60):
            # The folder is looked at from the start, and tells nobody when
            while not (await (await bot.get("/api/editions")).json())["live"]["serial"]:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        snapshot = bot.app[EDITIONS].snapshot
        assert snapshot.live.sha256 == bundle_hash(GOOD)
        assert "2099" not in {edition.id for edition in snapshot.catalog.editions()}
