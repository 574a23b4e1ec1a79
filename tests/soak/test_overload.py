"""Many at once for long: every answer is stored, or its writer is told that it is not; one line for each refusal."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
from aiohttp.test_utils import TestServer

from bot.app import STORE, build_local
from bot.settings import Settings
from bot.wire import Address, ChatKind
from dialogs.texts import common as texts
from tests.fakes.local_bot import GOOD
from tests.soak.channel import NobodyThere

AT_ONCE = int(os.environ.get("SOAK_AT_ONCE", "60"))
SECONDS = float(os.environ.get("SOAK_SECONDS", "0"))
"""How long it goes on; everybody writes twice at least."""
REFUSED = (texts.NOT_SAVED.split(" –")[0], texts.BUSY)


@dataclass
class Writer:
    """Somebody who answers question 1 again and again, in a chat of their own."""

    number: int
    saved: str = ""
    """What was last said to be saved."""
    refused: set[str] = field(default_factory=set)

    @property
    def where(self) -> Address:
        return Address("t", f"c{self.number}", ChatKind.PERSONAL, GOOD["serviceUrl"], "28:1", "Teknologiradar")

    async def acts(self, session: aiohttp.ClientSession, act_id: str, **changes: Any) -> Any:
        person = {"id": f"29:{self.number}", "name": f"Deltager {self.number}"}
        here = {"id": f"c{self.number}", "conversationType": "personal", "tenantId": "t"}
        body = {**GOOD, "conversation": here, "from": person, "id": f"{act_id}-{self.number}", **changes}
        async with session.post("/api/messages", json=body) as answer:
            assert answer.status in (200, 202)
            return await answer.json() if answer.status == 200 else None

    async def answers(self, session: aiohttp.ClientSession, number: int, told: Counter[str]) -> None:
        text = f"svar {number} fra {self.number}"
        data = {"verb": "answer", "q": 1, "text": text}
        action = {"action": {"type": "Action.Execute", "verb": "answer", "data": data}}
        name = f"p{number}"
        answer = await self.acts(session, name, type="invoke", name="adaptiveCard/action", text=None, value=action)
        if answer["statusCode"] == 200:
            self.saved = text
            told["saved"] += 1
            return
        message = answer["value"]["message"]
        assert message.startswith(REFUSED), message
        self.refused.add(text)
        told["turned away" if message == texts.BUSY else "cut off"] += 1


async def test_with_many_at_once_every_answer_is_stored_or_refused_in_so_many_words(
    any_database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    app = build_local(Settings(database_url=any_database_url), "127.0.0.1", 3978, NobodyThere())
    told: Counter[str] = Counter()
    writers = [Writer(number) for number in range(AT_ONCE)]
    async with TestServer(app, host="127.0.0.1") as server:
        connector = aiohttp.TCPConnector(limit=0)
        async with aiohttp.ClientSession(server.make_url("/"), connector=connector) as session:
            for writer in writers:
                await writer.acts(session, "start", text="start refleksion")
                await writer.acts(session, "sted", text="Vejle, skole")
            caplog.clear()
            began = time.monotonic()

            async def writes(writer: Writer) -> None:
                number = 0
                while number < 2 or time.monotonic() - began < SECONDS:
                    number += 1
                    before = writer.saved
                    await writer.answers(session, number, told)
                    if writer.saved == before and SECONDS:
                        await asyncio.sleep(2)  # who is told to wait a moment does, where it goes on for long

            await asyncio.gather(*map(writes, writers))
            took = time.monotonic() - began
        store = app[STORE]
        for writer in writers:
            reflection = (await store.load(writer.where, "look")).reflection
            assert reflection is not None
            stored = [answer.text for answer in reflection.answers_to(1)]
            assert stored == ([writer.saved] if writer.saved else [])
    refused = told["turned away"] + told["cut off"]
    lines = [record for record in caplog.records if record.levelno >= logging.WARNING]
    print(f"{any_database_url.split(':')[0]}: {json.dumps(told)}, {len(lines)} lines, {took:.0f} s")
    assert told["saved"] > 0  # how many is up to the machine
    assert len(lines) <= refused
    assert not any(record.exc_info for record in lines)
