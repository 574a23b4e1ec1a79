"""Fifty people answer one question at the same moment, over HTTP, on SQLite: fifty answers are stored."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.app import STORE
from bot.wire import Address, ChatKind
from dialogs.reflection.state import Reflection
from tests.fakes.local_bot import GOOD, Client, Recorder, all_is_sent, local_bot

FIFTY = range(50)
GROUP = {"id": "g", "conversationType": "groupChat", "tenantId": "t"}
WHERE = Address("t", "g", ChatKind.GROUP, GOOD["serviceUrl"], "28:1", "Teknologiradar")


@pytest.fixture
def sent() -> Recorder:
    """What the bot has sent."""
    return Recorder()


@pytest_asyncio.fixture
async def bot(tmp_path: Path, sent: Recorder, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Client]:
    """The bot, with a group at question 1. It is about keeping all fifty, however busy the machine is."""
    monkeypatch.setattr("bot.web.messages.TIME_LIMIT", 60.0)
    async with local_bot(tmp_path, sent) as client:
        await says(client, 0, "start refleksion", "start")
        await says(client, 0, "Vejle, skole", "sted")
        await all_is_sent(client)
        yield client


async def act(bot: Client, number: int, act_id: str, **changes: Any) -> Any:
    """One act of one person; the answer to it where it is a press."""
    person = {"id": f"29:{number}", "name": f"Deltager {number}"}
    body = {**GOOD, "conversation": GROUP, "from": person, "id": f"{act_id}-{number}", **changes}
    async with bot.post("/api/messages", json=body) as answer:
        assert answer.status in (200, 202)
        return await answer.json() if answer.status == 200 else None


async def says(bot: Client, number: int, words: str, name: str) -> Any:
    return await act(bot, number, name, text=words)


async def presses(bot: Client, number: int, data: dict[str, Any], name: str) -> Any:
    action = {"type": "Action.Execute", "verb": "answer", "data": {"verb": "answer", **data}}
    return await act(bot, number, name, type="invoke", name="adaptiveCard/action", text=None, value={"action": action})


async def stored(bot: Client) -> Reflection:
    assert bot.app is not None
    reflection = (await bot.app[STORE].load(WHERE, "nothing")).reflection
    assert reflection is not None
    return reflection


async def test_fifty_presses_at_the_same_moment_are_fifty_answers_and_each_is_told_so(bot: Client) -> None:
    answers = await asyncio.gather(*(presses(bot, n, {"q": 1, "text": f"svar {n}"}, "p") for n in FIFTY))
    reflection = await stored(bot)
    assert {a.by.id: a.text for a in reflection.answers_to(1)} == {f"29:{n}": f"svar {n}" for n in FIFTY}
    assert {a.by.name for a in reflection.answers} == {f"Deltager {n}" for n in FIFTY}
    assert all(a.revision == 1 for a in reflection.answers)
    for answer in answers:
        assert "Dit svar på spørgsmål 1 er gemt." in json.dumps(answer, ensure_ascii=False)


async def test_fifty_written_answers_at_the_same_moment_are_fifty_answers(bot: Client) -> None:
    await asyncio.gather(*(says(bot, n, f"svar: mit svar er {n}", "s") for n in FIFTY))
    assert {a.by.id: a.text for a in (await stored(bot)).answers_to(1)} == {
        f"29:{n}": f"mit svar er {n}" for n in FIFTY
    }


async def test_fifty_edits_twice_over_in_any_order_keep_one_answer_a_person(bot: Client) -> None:
    await asyncio.gather(*(presses(bot, n, {"q": 1, "text": f"før {n}"}, "a") for n in FIFTY))
    edits = (presses(bot, n, {"q": 1, "text": f"efter {n}"}, f"e{again}") for again in range(2) for n in FIFTY)
    await asyncio.gather(*edits)
    answers = (await stored(bot)).answers_to(1)
    assert {a.by.id: (a.text, a.revision) for a in answers} == {f"29:{n}": (f"efter {n}", 2) for n in FIFTY}
    assert len(answers) == 50


async def test_answers_given_while_the_group_moves_on_are_kept_where_they_were_given(bot: Client) -> None:
    moves = (says(bot, 0, "næste", f"m{n}") for n in range(8))
    saves = (presses(bot, n, {"q": 1 + n % 9, "text": f"svar {n}"}, "p") for n in FIFTY)
    await asyncio.gather(*moves, *saves)
    given = {(a.by.id, a.question): a.text for a in (await stored(bot)).answers}
    assert given == {(f"29:{n}", 1 + n % 9): f"svar {n}" for n in FIFTY}


async def test_the_summary_shows_all_fifty(bot: Client, sent: Recorder) -> None:
    await asyncio.gather(*(presses(bot, n, {"q": 9, "text": f"svar {n}.", "rating": "3"}, "p") for n in FIFTY))
    await says(bot, 0, "gå til 9", "g")
    await says(bot, 0, "næste", "n")
    await says(bot, 0, "vis svar", "v")
    await all_is_sent(bot)
    assert [n for n in FIFTY if f"svar {n}." not in sent.cards] == []
