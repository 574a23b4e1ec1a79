"""People take the radar and their protocol along: each a file of what they can see, given to whoever asked alone."""

from __future__ import annotations

import io
import json
import threading
import zipfile
from typing import Any

import aiohttp
import pytest

from bot.app import MAKING, STORE
from bot.errors import DrawingFailed
from bot.files.protocol import protocol_of
from bot.pictures.requests import Request
from bot.storage.files import is_whole
from bot.storage.tables import metadata
from bot.turns.taking.making import Making, OrderedWork
from dialogs.texts import common as texts
from dialogs.texts import erasing as erasing_words
from dialogs.texts import taking as words
from tests.fakes.teams import FakeTeams
from tests.fakes.teams_cards import Card, nodes
from tests.fakes.teams_people import Person
from tests.fakes.teams_steps import answers, begins

HIDDEN = "mere tid til zebraerne"


def address_on(card: Card, button: str = words.FETCH) -> str | None:
    """Where a card's button leads."""
    led = (node for node in nodes(card.content) if "/files/" in str(node.get("url")))
    return next((node["url"] for node in led if node["title"] == button), None)


async def fetched(card: Card, button: str = words.FETCH) -> tuple[int, str, bytes]:
    """Status, name and bytes of the file a card leads to."""
    url = address_on(card, button)
    assert url is not None
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        named = answer.content_disposition
        return answer.status, (named and named.filename) or "", await answer.read()


def words_of(docx: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        return package.read("word/document.xml").decode()


def addresses_in(teams: FakeTeams) -> list[str]:
    """The messages in which everybody in the chat can see the address of a file."""
    return [str(call.body) for call in teams.calls if "/files/" in str(call.body)]


async def asks_for(person: Person, sort: str) -> None:
    """Opens the menu by words, and presses one of the protocol's formats."""
    await person.says("protokol")
    await person.presses(sort, on=person.card(words.PROTOCOL))


async def test_alone_the_radar_comes_as_a_message_that_becomes_the_way_to_it(teams: FakeTeams) -> None:
    me = teams.person()
    await me.says("radar skole som pdf")
    answer = await me.presses("PDF")
    assert words.MAKING_TITLE in answer.says, "at once"
    assert words.MAKING_TITLE in str(me.chat.messages[-1].versions[0]), "as a message, too"
    ready = me.card(words.READY_TITLE)
    assert ready.message == me.chat.messages[-1].id
    status, name, content = await fetched(ready)
    assert (status, content[:5]) == (200, b"%PDF-")
    assert name.endswith(".pdf") and name in ready.says


async def test_in_a_group_whoever_asks_gets_it_and_no_message_has_an_address(teams: FakeTeams) -> None:
    chat = teams.chat()
    me, other = teams.person("Deltager Første", chat), teams.person("Deltager Anden", chat)
    await begins(me)
    await answers(me, HIDDEN)
    await asks_for(me, "Word")
    await teams.bot.app[MAKING].close()
    making = me.card(words.MAKING_FETCH)
    await me.presses(words.FETCH, on=making)
    status, name, content = await fetched(me.card(words.READY_TITLE))
    assert (status, name[-5:]) == (200, ".docx")
    assert HIDDEN not in words_of(content), "what is not opened is counted, and never printed"
    assert addresses_in(teams) == []
    await other.presses(words.FETCH, on=making)
    assert words.GONE_TITLE in other.card(words.GONE).says, "it is not theirs"
    await me.presses(texts.REVEAL)
    await asks_for(other, "Word")
    await teams.bot.app[MAKING].close()
    await other.presses(words.FETCH, on=other.card(words.MAKING_FETCH))
    assert HIDDEN in words_of((await fetched(other.card(words.READY_TITLE)))[2])


async def test_beside_a_pdf_there_is_what_an_esdh_files_it_by_and_beside_nothing_else(teams: FakeTeams) -> None:
    chat = teams.chat()
    me, other = teams.person("Deltager Første", chat), teams.person("Deltager Anden", chat)
    await begins(me)
    await answers(me, HIDDEN)
    await me.says("protokol")
    menu = me.card(words.PROTOCOL)
    await me.presses("PDF", on=menu)
    await teams.bot.app[MAKING].close()
    making = me.card(words.MAKING_FETCH)
    await me.presses(words.FETCH, on=making)
    ready = me.card(words.READY_TITLE)
    status, name, content = await fetched(ready, words.FETCH_BESIDE)
    told = json.loads(content)
    assert (status, name) == (200, f"{(await fetched(ready))[1]}.metadata.json")
    assert (told["titel"], told["kommune"], told["dokument"]) == (
        "Refleksionsprotokol: Sundhed og ældre",
        "Vejle",
        "Protokollen",
    )
    assert told["dato"] in name and told["sagsnummer"] is None and told["advarsel"]
    said = content.decode()
    assert HIDDEN not in said and me.name not in said, "nothing of what anybody wrote, and of nobody"
    assert addresses_in(teams) == []
    await other.presses(words.FETCH, on=making)
    assert address_on(other.card(words.GONE), words.FETCH_BESIDE) is None, "it is not theirs"
    await me.presses("Word", on=menu)
    await teams.bot.app[MAKING].close()
    await me.presses(words.FETCH, on=me.card(words.MAKING_FETCH))
    assert address_on(me.card(words.READY_TITLE), words.FETCH_BESIDE) is None


async def test_a_radar_as_a_pdf_is_filed_by_the_kommune_of_the_chat(teams: FakeTeams) -> None:
    me = teams.person()
    await begins(me)
    await me.says("radar skole som pdf")
    await me.presses("PDF")
    told = json.loads((await fetched(me.card(words.READY_TITLE), words.FETCH_BESIDE))[2])
    assert (told["dokument"], told["kommune"]) == ("Radaren", "Vejle")


async def test_no_row_holds_an_address_that_was_given(teams: FakeTeams) -> None:
    me = teams.person("Deltager Første", teams.chat())
    await begins(me)
    await asks_for(me, "PDF")
    await teams.bot.app[MAKING].close()
    await me.presses(words.FETCH, on=me.card(words.MAKING_FETCH))
    token = (address_on(me.card(words.READY_TITLE)) or "").rpartition("/")[2]
    assert is_whole(token)

    def read(connection: Any) -> list[str]:
        return [repr(tuple(row)) for table in metadata.sorted_tables for row in connection.execute(table.select())]

    rows = await teams.bot.app[STORE]._database.read(read)
    assert rows and not [row for row in rows if token in row]


async def test_a_client_whose_press_everybody_sees_the_answer_of_gets_no_file(teams: FakeTeams) -> None:
    me = teams.person("Deltager Første", teams.chat(), submits=True)
    await begins(me)
    await asks_for(me, "PDF")
    assert words.ONLY_IN_PERSON in me.sees[-1]
    assert addresses_in(teams) == []


async def test_the_loop_does_not_read_through_what_sixty_people_wrote(
    teams: FakeTeams, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_in: list[int] = []

    def reading(*given: Any) -> Any:
        read_in.append(threading.get_ident())
        return protocol_of(*given)

    monkeypatch.setattr("bot.turns.taking.documents.protocol_of", reading)
    me = teams.person()
    await begins(me)
    await me.says(HIDDEN)
    await asks_for(me, "PDF")
    assert (await fetched(me.card(words.READY_TITLE)))[0] == 200
    assert read_in and threading.get_ident() not in read_in


async def test_one_that_fails_is_told(teams: FakeTeams, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fails(_: Request) -> bytes:
        raise DrawingFailed("made up for this test")

    monkeypatch.setattr("tests.fakes.teams_bot.drawn_here", fails)
    await teams.bot.restart()
    me = teams.person()
    await me.says("radar skole som powerpoint")
    await me.presses("PowerPoint")
    assert words.FAILED in me.sees[-1]


async def test_one_whose_bot_stopped_between_the_press_and_the_file_is_told_after_a_restart(
    teams: FakeTeams, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(_: Making, __: OrderedWork) -> None:
        """As where the process is killed once the order is committed."""

    monkeypatch.setattr(Making, "begin", dies)
    await teams.bot.restart()
    teams.waits = False
    me = teams.person()
    await me.says("radar skole som pdf")
    await teams.settled()
    await me.presses("PDF")
    teams.waits = True
    await teams.bot.restart()
    await teams.settled()
    assert words.STOPPED in me.sees[-1]
    assert len([said for said in me.sees if words.FAILED_TITLE in said]) == 1, "once"


async def test_a_file_is_kept_of_whoever_asked_and_goes_with_what_is_theirs(teams: FakeTeams) -> None:
    me = teams.person()
    await me.says("radar skole som pdf")
    await me.presses("PDF")
    ready = me.card(words.READY_TITLE)
    await me.says("slet mine svar")
    assert erasing_words.FILES.format(count="2 filer") in me.card(erasing_words.ERASE).says, "and what goes with it"
    every = (words.FETCH, words.FETCH_BESIDE)
    assert [(await fetched(ready, each))[0] for each in every] == [200, 200]
    await me.presses(erasing_words.ERASE)
    assert [(await fetched(ready, each))[::2] for each in every] == [(404, b"")] * 2
    await me.says("slet mine svar")
    assert erasing_words.NOTHING in me.sees[-1]


async def test_what_is_erased_is_not_given(teams: FakeTeams) -> None:
    me = teams.person()
    await begins(me)
    await me.says(f"svar: {HIDDEN}")
    await asks_for(me, "PDF")
    ready = me.card(words.READY_TITLE)
    assert (await fetched(ready))[0] == 200
    await me.says("fortryd")
    assert (await fetched(ready))[::2] == (404, b"")
