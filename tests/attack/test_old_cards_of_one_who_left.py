"""Somebody who is no longer in the group presses what they still have on the screen, types, and makes up presses.

Nothing they do there shows them anything, changes anything or gives them a file; nor is anybody put out by a made-up
word of who left.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

import bot.web.messages
from bot.files.formats import FileFormat
from bot.turns.verbs import CHANGING
from dialogs.texts import common as texts
from dialogs.texts import taking
from tests.fakes.teams import FakeTeams
from tests.fakes.teams_account import reflection_of
from tests.fakes.teams_bot import PATIENCE, Bot, Clock
from tests.fakes.teams_cards import nodes
from tests.fakes.teams_chats import BOT
from tests.fakes.teams_delivery import Delivery
from tests.fakes.teams_people import Person
from tests.fakes.teams_steps import answers, begins
from tests.fakes.teams_team_steps import closes, comes_back, leaves, people, stored

SECRET = "mærkehemmeligx"
TYPED = (
    *("vis svar", "opsummering", "status", "hjælp", "svar: mærkeudefrax", "næste", "afslut", "annullér", "overtag"),
    *("konklusion: mærkeudefrax", "næste skridt: mærkeudefrax", "protokol", "slet mine svar", "radar sundhed"),
    *("start refleksion", "følg sundhed", "vores radar", "vis udviklingen", "pause", "genåbn", "hvem har svaret"),
)


@pytest_asyncio.fixture
async def teams(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FakeTeams]:
    """Teams and the real bot, each activity delivered once; nothing here is about a slow machine."""
    monkeypatch.setattr(bot.web.messages, "TIME_LIMIT", PATIENCE)
    service = FakeTeams(Bot(tmp_path / "bot.db", Clock()), Delivery.ONCE)
    await service.start()
    await service.bot.start()
    yield service
    await service.bot.stop()
    await service.stop()


def rows(teams: FakeTeams) -> dict[str, Any]:
    """Every row, but what a process says of itself each 15 seconds whoever presses: a busy machine comes as far."""
    return {table: found for table, found in stored(teams).items() if table not in ("edition_processes", "heartbeats")}


async def group(teams: FakeTeams, *, closed: bool = False) -> tuple[Person, Person, Person]:
    """Three of whom all have answered; the answers are open, and one leaves."""
    first, second, third = people(teams)
    await begins(first)
    for person in (first, second, third):
        await answers(person, SECRET)
    await first.presses(texts.REVEAL)
    if closed:
        await closes(first)
    await leaves(teams, third, by=first)
    return first, second, third


@pytest.mark.parametrize("closed", [False, True], ids=["open", "closed"])
async def test_no_button_of_any_card_they_have_shows_or_changes_anything(teams: FakeTeams, closed: bool) -> None:
    first, _, gone = await group(teams, closed=closed)
    before, kept, said = await reflection_of(teams, first.chat), rows(teams), len(first.chat.messages)
    tried = 0
    for card in gone.cards:
        for button in nodes(card.content):
            if button.get("type") != "Action.Execute":
                continue
            pressed = card.pressed(button["title"], {}, submit=False)
            answer = await teams.act({**gone.activity(pressed), "replyToId": card.message})
            assert answer.says == texts.NOT_HERE, button
            tried += 1
    assert tried > (2 if closed else 5)
    assert await reflection_of(teams, first.chat) == before
    assert len(first.chat.messages) == said
    assert rows(teams) == kept


@pytest.mark.parametrize("verb", sorted(CHANGING))
async def test_no_made_up_press_changes_anything(teams: FakeTeams, verb: str) -> None:
    first, _, gone = await group(teams)
    stands = await reflection_of(teams, first.chat)
    assert stands is not None
    card = gone.cards[-1]
    data = {"r": stands.id, "q": 1, "n": "0.x", "text": "mærkeudefrax", "to": 2, "k": "101", "f": "sundhed-og-aeldre"}
    value = {"action": {"type": "Action.Execute", "verb": verb, "data": data}, "trigger": "manual"}
    pressed = gone.activity({"type": "invoke", "name": "adaptiveCard/action", "value": value})
    kept = rows(teams)
    answer = await teams.act({**pressed, "replyToId": card.message})
    assert answer.says == texts.NOT_HERE
    assert rows(teams) == kept


@pytest.mark.parametrize("typed", TYPED)
async def test_nothing_typed_is_taken_and_the_group_is_told_one_sentence(teams: FakeTeams, typed: str) -> None:
    first, _, gone = await group(teams)
    before, said = await reflection_of(teams, first.chat), len(first.chat.messages)
    cards = [message.versions for message in first.chat.messages]
    await gone.says(typed)
    assert first.sees[said:] == [f"{gone.name}: {texts.NOT_HERE}"]
    assert [message.versions for message in first.chat.messages[:said]] == cards
    assert await reflection_of(teams, first.chat) == before
    assert not re.search("mærkeudefrax", str(stored(teams)))


async def test_an_old_client_and_an_edited_message_come_no_further_and_a_repeat_is_told_once(teams: FakeTeams) -> None:
    first, second, _ = people(teams)
    old = teams.person("Deltager Gammel", first.chat, submits=True)
    await begins(first)
    await old.says("svar: Sagt, inden jeg gik")
    wrote = old.wrote
    await leaves(teams, old, by=second)
    before, said = await reflection_of(teams, first.chat), len(first.chat.messages)
    await old.presses(texts.NEXT)
    await teams.act(teams.posted[-1])
    await old.edits("svar: mærkeudefrax", message=wrote)
    assert first.sees[said:] == [f"Deltager Gammel: {texts.NOT_HERE}"] * 2
    assert await reflection_of(teams, first.chat) == before
    await old.deletes(wrote)
    stands = await reflection_of(teams, first.chat)
    assert stands is not None and not stands.answers, "what is deleted in the chat is taken back for anybody"


@pytest.mark.parametrize("fmt", FileFormat)
async def test_no_file_is_made_for_them(teams: FakeTeams, fmt: FileFormat) -> None:
    first, _, third = people(teams)
    await begins(first)
    await answers(first, SECRET)
    await first.presses(texts.REVEAL)
    await third.says("protokol")
    menu = third.card(FileFormat.DOCX.danish)
    await leaves(teams, third)
    pressed = third.activity(menu.pressed(FileFormat.DOCX.danish, {}, submit=False))
    pressed["value"]["action"]["data"]["t"] = fmt.value
    answer = await teams.act({**pressed, "replyToId": menu.message})
    assert answer.says == texts.NOT_HERE
    assert not stored(teams)["files"] and taking.FETCH not in str(answer.body)


async def test_a_restart_forgets_nobody_who_left(teams: FakeTeams) -> None:
    _, _, gone = await group(teams)
    await teams.bot.restart()
    assert (await gone.presses(texts.MENU)).says == texts.NOT_HERE


async def test_nobody_is_put_out_by_what_is_said_elsewhere_or_of_the_bot(teams: FakeTeams) -> None:
    first, second, _ = people(teams)
    await begins(first)
    other = teams.chat("groupChat", first.chat.id, tenant="99999999-9999-9999-9999-999999999999")
    for chat in (other, teams.chat("groupChat"), teams.chat("personal")):
        await leaves(teams, teams.person("Deltager Anden", chat))
    told = first.activity({"type": "conversationUpdate", "membersRemoved": [BOT]})
    await teams.act(told)
    for person in (first, second):
        assert texts.NOT_HERE not in (await person.presses(texts.MENU)).says
    alone = teams.person("Deltager Anden")
    await begins(alone)
    await leaves(teams, alone)
    await alone.says("status")
    assert texts.NOT_HERE not in "".join(alone.sees)


async def test_what_is_kept_of_who_left_names_nobody(teams: FakeTeams) -> None:
    first, _, _ = people(teams)
    silent = teams.person("Deltager Tavs", first.chat)
    await begins(first)
    await leaves(teams, silent, by=first)
    who = silent.activity({})["from"]
    for word in (who["id"], who["name"], who["aadObjectId"]):
        assert word not in str(stored(teams))
    assert (await silent.presses(texts.MENU)).says == texts.NOT_HERE
    await comes_back(teams, silent, by=first)
    assert all(row["departed"] == "[]" for row in stored(teams)["conversations"])


def test_the_sentence_says_what_to_do_in_one() -> None:
    assert texts.NOT_HERE.endswith(".") and texts.NOT_HERE.count(".") == 1 and "tilføje dig igen" in texts.NOT_HERE
