"""A picture once shown stays, and is the right one: after publishes, a restart and an upgrade, in every process."""

from __future__ import annotations

import itertools
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestClient, TestServer

from bot.app import build_production
from bot.editions.live import Editions
from bot.pictures import pictures
from bot.pictures.pictures import version_of
from bot.settings import Settings
from bot.web import messages
from radar_core.editions.bundle import bundle_hash, read_bundle
from radar_core.lookup import radar_for
from radar_core.push.signing import sign
from radar_core.render import View, render
from tests.fakes.local_bot import GOOD, Client, Recorder, all_is_sent, local_bot
from tests.fakes.postgres import ready_file
from tests.fakes.shipped import shipped
from tests.fakes.signed import KEY, PUBLIC, activation, bundle, moved
from tests.fakes.teams_bot import PATIENCE

pytestmark = pytest.mark.usefixtures("workers_at_once")

SHIPPED = shipped().bundle("eksempel")
RINGS = ("AFPRØV", "HOLD ØJE", "AFVENT")
PUBLISHED = [bundle(revision=n, change=moved("rpa", "sundhed-og-aeldre", ring)) for n, ring in enumerate(RINGS, 1)]
HEALTH = "sundhed-og-aeldre"
NUMBERS = itertools.count()
IMAGE = re.compile(r'"url": "(http://[^"]+/radar/[^"]+)"')


@pytest.fixture(autouse=True)
def _unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing here is about a slow machine."""
    monkeypatch.setattr(messages, "TIME_LIMIT", PATIENCE)


@pytest_asyncio.fixture
async def sent() -> AsyncIterator[Recorder]:
    """What the bot sends."""
    yield Recorder()


async def publish(client: Client, *serials: int) -> None:
    for serial in serials:
        content = PUBLISHED[serial - 1]
        async with client.put(f"/api/editions/{bundle_hash(content)}", data=sign(content, KEY)) as answer:
            assert answer.status == 200, await answer.text()
        async with client.post("/api/activations", data=activation(serial, content)) as answer:
            assert answer.status == 200, await answer.text()


async def say(client: Client, *words: str) -> None:
    for text in words:
        said = {**GOOD, "text": text, "id": f"message {next(NUMBERS)}"}
        assert (await client.post("/api/messages", json=said)).status == 202
        await all_is_sent(client)


def shown(sent: Recorder) -> list[str]:
    """The addresses of pictures on the last card that has any, as the bot's own paths."""
    for _, message in reversed(sent.sent):
        single = Recorder()
        single.sent = [(_, message)]
        if found := IMAGE.findall(single.cards):
            return [urlsplit(each)._replace(scheme="", netloc="").geturl() for each in found]
    return []


async def picture(client: Client, address: str) -> bytes:
    async with client.get(address) as answer:
        assert answer.status == 200, address
        return await answer.read()


def right(which: Any, view: View = "chat") -> bytes:
    return render(radar_for(which, HEALTH), "png", view=view)


async def test_a_picture_is_there_and_the_right_one_after_three_publishes_and_after_a_restart(
    tmp_path: Path, sent: Recorder
) -> None:
    addresses = {}
    async with local_bot(tmp_path, sent, kl_public_keys=PUBLIC) as client:
        await say(client, "radar sundhed")
        addresses[shown(sent)[0]] = right(SHIPPED)
        for serial, content in enumerate(PUBLISHED, start=1):
            await publish(client, serial)
            await say(client, "radar sundhed")
            addresses[shown(sent)[0]] = right(read_bundle(content).bundle)
        assert len(addresses) == len(set(addresses.values())) == 4
        assert {address: await picture(client, address) for address in addresses} == addresses
    async with local_bot(tmp_path, Recorder(), kl_public_keys=PUBLIC) as client:
        assert {address: await picture(client, address) for address in addresses} == addresses


async def test_a_reflection_on_an_old_bundle_gets_its_final_radar_with_its_own_picture(
    tmp_path: Path, sent: Recorder
) -> None:
    async with local_bot(tmp_path, sent, kl_public_keys=PUBLIC) as client:
        await say(client, "start refleksion", "vejle, sundhed")
    async with local_bot(tmp_path, sent, kl_public_keys=PUBLIC) as client:
        await publish(client, 1, 2, 3)
    async with local_bot(tmp_path, sent, kl_public_keys=PUBLIC, edition="2020") as client:
        await say(client, "svar: et svar", "afslut", "ja, afslut")
        address, *_ = shown(sent)
        assert "/radar/eksempel/" in address and version_of(SHIPPED) in address
        assert await picture(client, address) == right(SHIPPED)


async def test_what_moved_is_marked_as_long_as_the_card_that_says_so_stands(tmp_path: Path) -> None:
    first, second, third = (read_bundle(content).bundle for content in PUBLISHED)
    address = f"/radar/eksempel/{HEALTH}.svg?v={version_of(second)}&siden={version_of(first)}"
    plain = f"/radar/eksempel/{HEALTH}.svg?v={version_of(second)}"
    async with local_bot(tmp_path, Recorder(), kl_public_keys=PUBLIC) as client:
        await publish(client, 1, 2)
        marked = await picture(client, address)
        assert marked != await picture(client, plain)
        await publish(client, 3)
        assert await picture(client, address) == marked
        assert await picture(client, f"/radar/eksempel/{HEALTH}.svg") == render(radar_for(third, HEALTH), "svg")
    async with local_bot(tmp_path, Recorder(), kl_public_keys=PUBLIC) as client:
        assert await picture(client, address) == marked


async def test_a_card_of_an_earlier_release_shows_the_picture_of_its_own_bundle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = read_bundle(PUBLISHED[0]).bundle
    with monkeypatch.context() as earlier:
        earlier.setattr(pictures, "_drawing_version", lambda: "an earlier release")
        versions = [version_of(SHIPPED), version_of(first)]
    async with local_bot(tmp_path, Recorder(), kl_public_keys=PUBLIC) as client:
        await publish(client, 1, 2)
        for version, which in zip(versions, (SHIPPED, first), strict=True):
            async with client.get(f"/radar/eksempel/{HEALTH}.png?v={version}") as answer:
                assert await answer.read() == right(which, "radar")
                assert answer.headers["Cache-Control"] == "no-cache", "it is not what was drawn then"
        unknown = await picture(client, f"/radar/eksempel/{HEALTH}.png?v=0123456789abcdef")
        assert unknown == right(read_bundle(PUBLISHED[1]).bundle, "radar"), (
            "what is live, where the version tells nothing"
        )


async def test_an_edition_that_was_pushed_and_never_live_is_shown_to_nobody(tmp_path: Path) -> None:
    content = bundle(change=lambda fields: fields["udgave"].update(id="kommende"))
    version = version_of(read_bundle(content).bundle)
    for _ in range(2):
        async with local_bot(tmp_path, Recorder(), kl_public_keys=PUBLIC) as client:
            await client.put(f"/api/editions/{bundle_hash(content)}", data=sign(content, KEY))
            for query in ("", f"?v={version}"):
                assert (await client.get(f"/radar/kommende/samlet.png{query}")).status == 404


async def test_a_process_that_has_not_looked_yet_shows_what_another_has_made_live(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Editions, "EVERY", 3600.0)
    one_bot, other_bot = (local_bot(tmp_path, Recorder(), kl_public_keys=PUBLIC) for _ in range(2))
    async with one_bot as one, other_bot as other:
        await publish(one, 1)
        first = read_bundle(PUBLISHED[0]).bundle
        address = f"/radar/eksempel/{HEALTH}.png?v={version_of(first)}"
        assert await picture(other, address) == right(first, "radar")


@pytest.mark.parametrize("may_show", [True, False])
async def test_in_production_the_example_is_shown_only_where_it_may_be(tmp_path: Path, may_show: bool) -> None:
    settings = Settings(
        database_url=ready_file(tmp_path / "bot.db"),
        app_id="app",
        app_password="secret",
        tenant_id="tenant",
        public_url="https://bot.example",
        edition="2020",
        allow_example=may_show,
    )
    app = build_production(settings, channel=Recorder())
    async with TestClient(TestServer(app)) as client:
        assert (await client.get("/radar/eksempel/samlet.png")).status == (200 if may_show else 404)
        assert (await client.get("/radar/2020/samlet.png")).status == 200
