"""In a personal chat in Teams a file is put in the person's own OneDrive, once they say yes; with the payloads that
Microsoft documents, over a SharePoint on this machine. Never run in Teams itself."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.pictures.pictures import drawn_here
from bot.pictures.requests import Request
from bot.turns.taking.placing import Placing
from bot.wire import Upload
from dialogs.texts import taking as words
from tests.fakes.teams import FakeTeams
from tests.fakes.teams_bot import HOST
from tests.fakes.teams_people import Person
from tests.scenario.test_files import address_on, fetched

Json = dict[str, Any]
CONSENT = "application/vnd.microsoft.teams.card.file.consent"
INFO = "application/vnd.microsoft.teams.card.file.info"


@dataclass
class Drive:
    """Room for files, and what was put there."""

    base: str = ""
    status: int = 201
    breaks: bool = False
    """Whether it hangs up in the middle of a file."""
    hangs: asyncio.Event | None = None
    """What it waits for before it answers."""
    puts: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    async def put(self, request: web.Request) -> web.Response:
        if self.breaks and request.transport is not None:
            await request.content.readany()
            self.puts.append((dict(request.headers), b""))
            request.transport.abort()
        self.puts.append((dict(request.headers), await request.read()))
        if self.hangs is not None:
            await self.hangs.wait()
        location = {"Location": f"{self.base}/elsewhere"} if self.status == 307 else {}
        return web.json_response({"error": "made up for this test"}, status=self.status, headers=location)


@contextlib.asynccontextmanager
async def drive_of(teams: FakeTeams) -> AsyncIterator[Drive]:
    """A OneDrive that the bot takes for SharePoint, and people who are asked."""
    drive = Drive()
    app = web.Application(client_max_size=20_000_000)
    app.add_routes([web.put("/{any:.*}", drive.put)])
    runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, HOST, 0).start()
    drive.base = f"http://{HOST}:{runner.addresses[0][1]}"
    teams.bot.asks_for_consent, teams.bot.drive = True, drive.base
    await teams.bot.restart()
    try:
        yield drive
    finally:
        await runner.cleanup()


def attached(person: Person, sort: str) -> list[tuple[str, Json]]:
    """Message ids and attachments of one sort, as they now stand in the chat."""
    found = []
    for message in person.chat.messages:
        for each in message.versions[-1].get("attachments") or ():
            if each["contentType"] == sort:
                found.append((message.id, each))
    return found


async def asked(me: Person) -> tuple[str, Json]:
    """A radar as a PDF, and the one message that asks for consent."""
    await me.says("radar skole som pdf")
    await me.presses("PDF")
    [found] = attached(me, CONSENT)
    return found


async def says_yes(teams: FakeTeams, me: Person, message: str, consent: Json, upload: str, content: str = "") -> None:
    info = {
        "contentUrl": content or f"{upload}/file",
        "name": consent["name"],
        "uploadUrl": f"{upload}/uploadSession?guid='x'",
        "uniqueId": "1150D938-8870-4044-9F2C-5BBDEBA70C8C",
        "fileType": "pdf",
        "etag": "123",
    }
    value = {
        "type": "fileUpload",
        "action": "accept",
        "context": consent["content"]["acceptContext"],
        "uploadInfo": info,
    }
    await answers(teams, me, message, value)


async def answers(teams: FakeTeams, me: Person, message: str, value: Json) -> None:
    invoke = {"type": "invoke", "name": "fileConsent/invoke", "replyToId": message, "value": value}
    await teams.act(me.activity(invoke))
    if teams.waits:
        await teams.settled()


async def test_a_yes_puts_the_whole_file_there_once_and_brings_its_card(teams: FakeTeams) -> None:
    async with drive_of(teams) as drive:
        me = teams.person()
        message, consent = await asked(me)
        size = consent["content"]["sizeInBytes"]
        assert consent["content"]["acceptContext"] == consent["content"]["declineContext"]
        assert words.ASKED[:30] in me.card(words.READY_TITLE).says
        assert address_on(me.card(words.READY_TITLE)) is None
        assert (await fetched(me.card(words.READY_TITLE), words.FETCH_BESIDE))[0] == 200
        await says_yes(teams, me, message, consent, drive.base)
        [(headers, body)] = drive.puts
        assert (len(body), body[:5]) == (size, b"%PDF-")
        assert headers["Content-Range"] == f"bytes 0-{size - 1}/{size}"
        assert "Authorization" not in headers, "the bot's own token is Teams' alone"
        [(_, info)] = attached(me, INFO)
        assert info["content"] == {"uniqueId": "1150D938-8870-4044-9F2C-5BBDEBA70C8C", "fileType": "pdf"}
        assert (info["contentUrl"], info["name"]) == (f"{drive.base}/file", consent["name"])
        assert attached(me, CONSENT) == [], "nobody can say yes twice"
        placed = me.card(consent["name"] + " ligger")
        assert words.PLACED.format(name=consent["name"]) in placed.says
        status, name, _ = await fetched(placed, words.FETCH_BESIDE)
        assert (status, name) == (200, f"{consent['name']}.metadata.json"), "what goes with it can still be had"


async def test_a_no_puts_it_nowhere(teams: FakeTeams) -> None:
    async with drive_of(teams) as drive:
        me = teams.person()
        message, consent = await asked(me)
        context = consent["content"]["declineContext"]
        await answers(teams, me, message, {"type": "fileUpload", "action": "decline", "context": context})
        assert drive.puts == [] and attached(me, CONSENT) == []
        assert words.DECLINED in me.card(words.DECLINED).says
        await says_yes(teams, me, message, consent, drive.base)
        assert drive.puts == [], "a no is a no"


async def test_an_upload_address_that_has_expired_or_leads_on_is_told_and_the_file_can_be_fetched(
    teams: FakeTeams,
) -> None:
    async with drive_of(teams) as drive:
        for status in (401, 404, 410, 307, 507):
            drive.status, before = status, len(drive.puts)
            me = teams.person(f"Deltager {status}")
            message, consent = await asked(me)
            await says_yes(teams, me, message, consent, drive.base)
            assert len(drive.puts) == before + 1, "no redirect is followed"
            card = me.card(words.UNPLACED)
            assert (await fetched(card))[2][:5] == b"%PDF-"
            assert attached(me, INFO) == []


async def test_a_connection_that_breaks_in_the_middle_is_told_and_the_file_can_be_fetched(teams: FakeTeams) -> None:
    async with drive_of(teams) as drive:
        drive.breaks = True
        me = teams.person()
        message, consent = await asked(me)
        await says_yes(teams, me, message, consent, drive.base)
        assert drive.puts
        assert (await fetched(me.card(words.UNPLACED)))[2][:5] == b"%PDF-"
        assert attached(me, INFO) == []


async def test_a_drive_that_does_not_answer_is_waited_for_no_longer_than_a_while(
    teams: FakeTeams, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.onedrive.TIME_LIMIT", aiohttp.ClientTimeout(total=0.2))
    async with drive_of(teams) as drive:
        drive.hangs = asyncio.Event()
        me = teams.person()
        message, consent = await asked(me)
        await says_yes(teams, me, message, consent, drive.base)
        drive.hangs.set()
        assert (await fetched(me.card(words.UNPLACED)))[2][:5] == b"%PDF-"


async def test_a_bot_that_dies_in_the_middle_of_it_leaves_a_file_that_can_be_fetched_and_is_put_nowhere_again(
    teams: FakeTeams, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(_: Placing, __: str, ___: str, ____: Upload) -> None:
        """As where the process is killed once the yes is committed."""

    async with drive_of(teams) as drive:
        me = teams.person()
        message, consent = await asked(me)
        with monkeypatch.context() as patch:
            patch.setattr(Placing, "begin", dies)
            await teams.bot.restart()
            teams.waits = False
            await says_yes(teams, me, message, consent, drive.base)
        teams.waits = True
        await teams.bot.restart()
        await teams.settled()
        ready = me.card(words.UNPLACED)
        assert (await fetched(ready))[2][:5] == b"%PDF-"
        await says_yes(teams, me, message, consent, drive.base)
        assert drive.puts == [] and attached(me, CONSENT) == [] and attached(me, INFO) == []


async def test_a_foreign_host_is_sent_nothing(teams: FakeTeams) -> None:
    async with drive_of(teams) as drive:
        me = teams.person()
        message, consent = await asked(me)
        await says_yes(teams, me, message, consent, "https://contoso-my.sharepoint.com.evil.example", drive.base)
        assert drive.puts == []
        assert words.UNPLACED in me.card(words.UNPLACED).says


async def test_somebody_elses_file_is_not_put_in_ones_own_drive(teams: FakeTeams) -> None:
    async with drive_of(teams) as drive:
        me, other = teams.person("Deltager Første"), teams.person("Deltager Anden")
        message, consent = await asked(me)
        await other.says("hjælp")
        await says_yes(teams, other, other.chat.messages[-1].id, consent, drive.base)
        assert drive.puts == []
        await says_yes(teams, me, message, consent, drive.base)
        assert len(drive.puts) == 1


async def test_a_chat_that_takes_no_question_gets_the_address(teams: FakeTeams) -> None:
    let_go = asyncio.Event()

    async def held(request: Request) -> bytes:
        await let_go.wait()
        return await drawn_here(request)

    teams.bot.makes = held
    async with drive_of(teams):
        me = teams.person()
        await me.says("radar skole som pdf")
        teams.waits = False
        await me.presses("PDF")
        await teams.arrives(me, words.MAKING_HERE)
        teams.refuses(400, chat=me.chat, updates=False)
        let_go.set()
        teams.waits = True
        await teams.settled()
        assert attached(me, CONSENT) == []
        assert address_on(me.card(words.READY_TITLE))


async def test_in_a_group_nobody_is_asked(teams: FakeTeams) -> None:
    async with drive_of(teams):
        me = teams.person("Deltager Første", teams.chat())
        await me.says("radar skole som pdf")
        await me.presses("PDF")
        assert attached(me, CONSENT) == []
        assert me.card(words.MAKING_FETCH)
