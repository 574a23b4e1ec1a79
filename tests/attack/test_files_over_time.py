"""A protocol has the ratings of earlier reflections only where the team has said that they are its own, and of those
nothing that the chat would not show: pressed as people do, and read by parsers that did not write the files."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import pytest_asyncio

from bot.app import STORE
from bot.files.formats import FileFormat
from bot.files.writing import FORMATS_OF, ReflectionProtocol
from bot.wire import Address, ChatKind
from dialogs.texts import erasing, taking
from dialogs.texts import over_time as words
from radar_core.render.words.over_time import Lack
from tests.attack.test_files_by_button import ordered
from tests.fakes.read_files import text_of
from tests.fakes.teams import FakeTeams
from tests.fakes.teams_bot import Bot, Clock
from tests.fakes.teams_delivery import Delivery
from tests.fakes.teams_people import Person
from tests.fakes.teams_steps import SKOLE, SUNDHED, begins
from tests.fakes.teams_team_steps import begins_anonymously, people, time_passes, unnamed
from tests.scenario.test_files import fetched
from tests.scenario.test_over_time import rates, three_years

EVERY = FORMATS_OF[ReflectionProtocol]


@pytest_asyncio.fixture
async def teams(tmp_path: Path) -> AsyncIterator[FakeTeams]:
    """Teams and the real bot, each activity delivered once."""
    service = FakeTeams(Bot(tmp_path / "bot.db", Clock()), Delivery.ONCE)
    await service.start()
    await service.bot.start()
    yield service
    await service.bot.stop()
    await service.stop()


async def takes(teams: FakeTeams, person: Person, fmt: FileFormat = FileFormat.JSON) -> bytes:
    """The protocol of the chat's reflection as they get it."""
    await person.says("protokol")
    return (await fetched(await ordered(teams, person, fmt, person.card(taking.PROTOCOL))))[2]


async def times(teams: FakeTeams, person: Person) -> list[dict[str, Any]]:
    """How question 6 was rated each time, as the protocol of whoever asks has it."""
    told = json.loads(await takes(teams, person))["over_tid"]
    assert not told or [row["nummer"] for row in told] == [6, 7, 8, 9]
    return told[0]["gange"] if told else []


def middles(found: Sequence[dict[str, Any]]) -> list[float | None]:
    return [each["midten"] for each in found]


async def confirms(person: Person, asks: str = "udvikling") -> None:
    await person.says(asks)
    await person.presses(words.YES)


async def test_nothing_is_in_it_before_the_team_has_said_so_and_then_it_is_in_every_format(teams: FakeTeams) -> None:
    first, second, third = await three_years(teams)
    await second.says("udvikling")
    assert await times(teams, first) == [], "asked, and nobody has answered"
    await third.presses(words.YES)
    found = await times(teams, first)
    assert middles(found) == [2.0, None, 4.0]
    assert found[0]["fordeling"] == [1, 2, 0, 0, 0] and found[0]["antal"] == 3
    assert found[1]["i_stedet"] == Lack.HIDDEN.value and found[1]["antal"] is None, "what was never shown"
    for fmt in EVERY:
        text = text_of(await takes(teams, second, fmt), fmt)
        assert "højere 2 → 4" in text or fmt is FileFormat.XLSX, fmt
        assert Lack.HIDDEN.value in " ".join(text.split()), fmt


async def test_a_reflection_that_the_team_left_out_is_left_out_and_the_last_word_holds(teams: FakeTeams) -> None:
    first, second, _ = await three_years(teams)
    await first.says("udvikling")
    await second.presses(words.PICK)
    every = second.card(words.SHOW).choices["reflections"]
    await second.presses(words.SHOW, reflections=every[::2])
    assert middles(await times(teams, first)) == [2.0, 4.0]
    await second.says("udvikling")
    await second.presses(words.PICK)
    await second.presses(words.SHOW, reflections=every[:2])
    assert middles(await times(teams, first)) == [2.0, 4.0], "the one at hand was not among those"
    await confirms(second)
    assert middles(await times(teams, first)) == [2.0, None, 4.0]


async def test_what_was_said_of_the_one_before_is_not_said_of_the_next(teams: FakeTeams) -> None:
    group = people(teams, 2)
    for ratings in ((1, 1), (3, 3)):
        await begins(group[0], SUNDHED)
        await rates(group, *ratings)
        await time_passes(teams, 200)
    await confirms(group[1])
    await begins(group[0], SUNDHED)
    assert await times(teams, group[0]) == []
    await rates(group, 5, 5)
    assert await times(teams, group[0]) == []
    await confirms(group[0])
    assert middles(await times(teams, group[1])) == [1.0, 3.0, 5.0]


async def test_another_fagomraade_and_another_chat_are_never_in_it(teams: FakeTeams) -> None:
    strangers, group = people(teams, 2, teams.chat()), people(teams, 2, teams.chat())
    for each, fagomraade, ratings in (
        (strangers, SUNDHED, (5, 5)),
        (strangers, SUNDHED, (5, 5)),
        (group, SKOLE, (4, 4)),
        (group, SUNDHED, (1, 1)),
        (group, SUNDHED, (2, 2)),
    ):
        await begins(each[0], fagomraade)
        await rates(each, *ratings)
    await strangers[0].says("udvikling")
    await group[0].says("udvikling")
    theirs = strangers[0].card(words.YES).pressed(words.YES, {}, submit=False)
    own = group[0].card(words.YES).pressed(words.YES, {}, submit=False)
    ids = own["value"]["action"]["data"]["ids"]
    ids.extend(theirs["value"]["action"]["data"]["ids"])
    await teams.act(group[0].activity(own))
    await teams.settled()
    assert middles(await times(teams, group[1])) == [1.0, 2.0], "whatever a press is made to carry"
    assert await times(teams, strangers[0]) == []
    store = teams.bot.app[STORE]
    here = group[0].activity({})
    where = Address(here["conversation"]["tenantId"], group[0].chat.id, ChatKind.GROUP, "https://t.example/", "b", "b")
    last = (await store.load(where, "")).reflection
    assert last is not None and set(await store.confirmed(where.tenant, last.id)) == set(ids[:2])
    assert await store.confirmed("another tenant", last.id) == ()


async def test_a_thread_has_those_of_another_only_once_it_has_said_so_itself(teams: FakeTeams) -> None:
    threads = [teams.chat("channel", f"19:kanal@thread.tacv2;messageid={n}") for n in (1, 2)]
    groups = [people(teams, 2, chat) for chat in threads]
    for group, ratings in zip(groups, ((2, 2), (5, 5)), strict=True):
        await begins(group[0], SUNDHED)
        await rates(group, *ratings)
        await time_passes(teams, 1)
    await confirms(groups[0][0], "udvikling sundhed")
    assert await times(teams, groups[1][0]) == [], "the other thread has said nothing"
    assert await times(teams, groups[0][0]) == [], "what came later is no part of what was before"
    await confirms(groups[1][1], "udvikling sundhed")
    assert middles(await times(teams, groups[1][0])) == [2.0, 5.0]


async def test_of_anonymous_answers_there_is_only_the_middle_of_four_or_more(teams: FakeTeams) -> None:
    group = unnamed(teams, 5)
    for ratings in ((1, 2, 2, 5, 5), (1, 1, 5), (4, 4, 4, 4, 5)):
        await begins_anonymously(group[0])
        await rates(group[: len(ratings)], *ratings, shown=len(ratings) > 3)
        await time_passes(teams, 200)
    await confirms(group[1])
    found = await times(teams, group[2])
    assert middles(found) == [2.0, None, 4.0]
    assert [each["antal"] for each in found] == [5, None, 5]
    assert [each["fordeling"] for each in found] == [None] * 3
    assert found[1]["i_stedet"] == Lack.FEW.value
    for fmt in (FileFormat.DOCX, FileFormat.PDF):
        text = text_of(await takes(teams, group[3], fmt), fmt)
        assert "gav 1" not in text and "gav 5" not in text and "3 svar" not in text, fmt


async def test_alone_it_is_ones_own_and_nobody_is_counted(teams: FakeTeams) -> None:
    me, other = teams.person(), teams.person("Deltager Anden")
    for person, ratings in ((other, "55"), (me, "42")):
        for rating in ratings:
            await begins(person, SUNDHED)
            await person.says(f"svar 6: {rating} – derfor")
            await person.says("ja, afslut")
            await time_passes(teams, 200)
    found = await times(teams, me)
    assert middles(found) == [4.0, 2.0]
    assert {each["antal"] for each in found} == {None} and {each["fordeling"] is None for each in found} == {True}


async def test_what_is_erased_is_not_in_it_any_more(teams: FakeTeams) -> None:
    first, second, third = await three_years(teams)
    await confirms(first)
    mine = teams.person(third.name)
    await mine.says("slet mine svar")
    await mine.presses(erasing.ERASE)
    found = await times(teams, second)
    assert middles(found) == [1.5, None, 3.5] and found[0]["antal"] == 2
