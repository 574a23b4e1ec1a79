"""*Lav filen* gives nobody more than they could see in the chat that minute: pressed as people do, at every step.

What can be seen is read off the chat itself, by somebody who looks everywhere: every page of the summary, and the
history of every conclusion. What a file says is read by a parser that did not write it.

The long run (``TEST_CASES=all``) takes every format at every step, and every end in every way. The others take all
formats where something ends, and at a step one by chance; each end and each way once. What a file holds
is settled before its format: tests/attack/test_files.py holds that for every format, phase and way.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio

from bot.app import MAKING
from bot.files.formats import FileFormat
from bot.files.writing import FORMATS_OF, ReflectionProtocol
from dialogs.danish.dates import MONTHS, local
from dialogs.texts import common as texts
from dialogs.texts import taking as words
from tests.fakes.chance import ALL, dice
from tests.fakes.read_files import text_of
from tests.fakes.reflections import RATED
from tests.fakes.teams import FakeTeams
from tests.fakes.teams_account import reflection_of
from tests.fakes.teams_bot import Bot, Clock
from tests.fakes.teams_cards import Card
from tests.fakes.teams_delivery import Delivery
from tests.fakes.teams_people import Person
from tests.fakes.teams_steps import begins, cancels, finishes
from tests.fakes.teams_team_steps import begins_anonymously, comes_back, leaves, time_passes, updated
from tests.scenario.test_files import address_on, fetched

MARK = re.compile(r"mærke\w+x")
EVERY = FORMATS_OF[ReflectionProtocol]
NAMES = ("Mærkenavnto", "Mærkenavntre", "Mærkenavnfire", "Mærkenavnfem", "Mærkenavnseks")
LEADER = "Deltager Første"
NAME = re.compile("|".join((LEADER, *NAMES)))
FEW, SKIPPED = 3, 8
"""A question that three have answered, and one that nobody has."""
CONCLUDED = range(1, 10, 2)
"""Those whose answers are opened, as far as may be, and on which it is concluded."""
FINISH_EARLY, ANNUL, RUN_OUT = "finished early", "annulled", "run out"


@pytest_asyncio.fixture
async def teams(tmp_path: Path) -> AsyncIterator[FakeTeams]:
    """Teams and the real bot, each activity delivered once."""
    service = FakeTeams(Bot(tmp_path / "bot.db", Clock()), Delivery.ONCE)
    await service.start()
    await service.bot.start()
    yield service
    await service.bot.stop()
    await service.stop()


@dataclass(frozen=True)
class Walk:
    """One reflection, by one or by six of whom the last leaves and comes back, and what is asked of it on the way."""

    teams: FakeTeams
    people: tuple[Person, ...]
    anonymous: bool
    secret_day: dt.date
    """A day on which the first question was answered and concluded on, and nothing else happened."""

    @property
    def group(self) -> bool:
        """Whether several share it."""
        return len(self.people) > 1

    async def answers(self, question: int) -> None:
        """Everybody who is to answer a question does, each in words of their own."""
        for number, person in enumerate(self.people):
            if question == SKIPPED or (question == FEW and number >= 3):
                continue
            said = {"text": f"mærkesvar{question}af{number}x"}
            filled = said | ({"rating": 2 + number % 3} if question in RATED else {})
            if self.group:
                await person.presses(texts.ANSWER)
                await person.presses(texts.SAVE, **filled)
            else:
                await person.presses(texts.SAVE_AND_GO, **filled)

    async def holds_what_is_seen(self, formats: Sequence[FileFormat] = EVERY, *, others: bool = False) -> set[str]:
        """Each file says what whoever asks can see, and nothing else; the marks that are seen."""
        [first, *rest] = self.people[1:] if self.group else self.people
        seen = await everything(first)
        for fmt in formats:
            self.told(await takes(self.teams, first, fmt), seen, fmt)
        for person in rest if others else ():
            assert await everything(person) == seen
            self.told(await takes(self.teams, person, FileFormat.JSON), seen, FileFormat.JSON)
        return seen

    def told(self, text: str, seen: set[str], fmt: FileFormat) -> None:
        """Raises AssertionError where a file says more, or less."""
        assert set(MARK.findall(text)) == seen, fmt
        if self.anonymous:
            assert not NAME.search(text), fmt
            day = self.secret_day
            assert f"{day.day}. {MONTHS[day.month - 1]}" not in text and day.isoformat() not in text, fmt


async def everything(person: Person) -> set[str]:
    """Every mark that somebody finds who looks everywhere."""
    await person.says("opsummering")
    if not person.sees[-1].count(texts.SUMMARY_TITLE):
        return set()
    card = person.card(texts.SUMMARY_TITLE)
    found = set(MARK.findall(card.says))
    while texts.MORE in card.buttons:
        await person.presses(texts.MORE, on=card)
        card = updated(card, person)
        found |= set(MARK.findall(card.says))
    for question in CONCLUDED:
        await person.says(f"historik {question}")
        found |= set(MARK.findall(person.sees[-1]))
    return found


async def menu_of(person: Person) -> Card:
    """The menu by *Lav filen*, or by words where there is no card with the button."""
    await person.says("opsummering")
    if words.MAKE_FILE in person.cards[-1].buttons:
        await person.presses(words.MAKE_FILE, on=person.cards[-1])
    else:
        await person.says("protokol")
    return person.cards[-1]


async def ordered(teams: FakeTeams, person: Person, fmt: FileFormat, menu: Card, r: str | None = None) -> Card:
    """What a press on the menu's *Word* becomes, with another format in it, and the id of another reflection."""
    activity = person.activity(menu.pressed(FileFormat.DOCX.danish, {}, submit=False))
    data = activity["value"]["action"]["data"]
    data.update({"t": fmt.value} | ({"r": r} if r else {}))
    person.shown(menu, await teams.act({**activity, "replyToId": menu.message}))
    await teams.bot.app[MAKING].close()
    await teams.settled()
    now = updated(menu, person) if person.chat.is_group else person.cards[-1]
    if words.FETCH in now.buttons and address_on(now) is None:
        await person.presses(words.FETCH, on=now)
        now = updated(now, person)
    return now


async def takes(teams: FakeTeams, person: Person, fmt: FileFormat) -> str:
    """What the file says that somebody gets by *Lav filen*."""
    return await read(await ordered(teams, person, fmt, await menu_of(person)), fmt)


async def read(ready: Card, fmt: FileFormat) -> str:
    """What the file says that a card leads to."""
    status, name, content = await fetched(ready)
    assert (status, name.rpartition(".")[2]) == (200, fmt.value)
    return text_of(content, fmt)


async def begun(teams: FakeTeams, *, group: bool, anonymous: bool) -> Walk:
    """A reflection whose first question is answered; the same people are in others, of which no file of it may tell."""
    await elsewhere(teams)
    chat = teams.chat() if group else None
    people = tuple(teams.person(name, chat) for name in ((LEADER, *NAMES) if group else (LEADER,)))
    await (begins_anonymously if anonymous else begins)(people[0])
    await time_passes(teams, 3)
    walk = Walk(teams, people, anonymous, local(teams.bot.clock.now()).date())
    await walk.answers(1)
    return walk


async def elsewhere(teams: FakeTeams) -> None:
    """Another conversation's reflection, and one that the first of them has alone; all of it written and open."""
    group = [teams.person(name, chat) for chat in [teams.chat()] for name in (LEADER, *NAMES[:2])]
    await begins(group[0])
    for person in group:
        await person.presses(texts.ANSWER)
        await person.presses(texts.SAVE, text="mærkefremmedx")
    await group[0].presses(texts.REVEAL)
    alone = teams.person(LEADER)
    await begins(alone)
    await alone.presses(texts.SAVE_AND_GO, text="mærkealenex")


WAYS = {"named": (True, False), "anonymous": (True, True), "alone": (False, False)}
"""Whether a group, and whether anonymous."""


@pytest.mark.parametrize("way", WAYS)
async def test_at_each_of_the_nine_steps_and_after_the_end_also_for_one_who_left_and_came_back(
    teams: FakeTeams, way: str
) -> None:
    group, anonymous = WAYS[way]
    walk = await begun(teams, group=group, anonymous=anonymous)
    first, chance = walk.people[0], dice(f"files {way}")
    for question in range(1, 10):
        if question > 1:
            await walk.answers(question)
        is_opened = group and question in CONCLUDED and not (anonymous and question == FEW)
        if is_opened:
            await first.presses(texts.REVEAL)
            for version in (1, 2):
                await first.says(f"konklusion: mærkekonklusion{question}nr{version}x")
        if question == 1:
            await time_passes(teams, 2)
        formats = EVERY if ALL else [chance.choice(EVERY)]
        seen = await walk.holds_what_is_seen(formats, others=question == 5)
        assert any(mark.startswith(f"mærkesvar{question}") for mark in seen) == (
            (is_opened or not group) and question != SKIPPED
        )
        assert is_opened == (f"mærkekonklusion{question}nr1x" in seen), "its history too"
        if question == 5 and group:
            gone = walk.people[-1]
            menu = await menu_of(gone)
            await leaves(teams, gone)
            assert (await ordered(teams, gone, FileFormat.JSON, menu)).says == texts.NOT_HERE
            await comes_back(teams, gone, by=first)
            said = await read(await ordered(teams, gone, FileFormat.JSON, await menu_of(gone)), FileFormat.JSON)
            walk.told(said, seen, FileFormat.JSON)
        if group:
            await first.presses(texts.NEXT if question < 9 else texts.TO_SUMMARY)
        elif question == SKIPPED:
            await first.presses(texts.SKIP)
    await first.says("næste skridt: mærkeskridtx")
    assert "mærkeskridtx" in await walk.holds_what_is_seen()
    await finishes(first)
    seen = await walk.holds_what_is_seen(others=True)
    assert {"mærkeskridtx", "mærkesvar1af0x"} <= seen


ENDINGS = (FINISH_EARLY, ANNUL, RUN_OUT)
EARLY = (
    list(itertools.product(WAYS, ENDINGS))
    if ALL
    else list(zip(WAYS, dice("early ends").sample(ENDINGS, len(ENDINGS)), strict=True))
)


@pytest.mark.parametrize(("way", "ending"), EARLY)
async def test_after_an_end_that_comes_early(teams: FakeTeams, way: str, ending: str) -> None:
    group, anonymous = WAYS[way]
    walk = await begun(teams, group=group, anonymous=anonymous)
    first = walk.people[0]
    if group:
        await first.presses(texts.REVEAL)
        for version in (1, 2):
            await first.says(f"konklusion: mærkekonklusion1nr{version}x")
        await first.presses(texts.NEXT)
    await time_passes(teams, 2)
    await walk.answers(2)
    match ending:
        case "finished early":
            await finishes(first)
        case "annulled":
            await cancels(first)
        case _:
            for days in (54, 8):
                await time_passes(teams, days)
    seen = await walk.holds_what_is_seen(others=True)
    assert ("mærkesvar1af0x" in seen) == (ending != ANNUL)
    assert ("mærkesvar2af0x" in seen) == (not group and ending != ANNUL)


async def test_answers_that_are_unseen_again_are_in_no_file_and_the_one_that_had_them_is_gone(teams: FakeTeams) -> None:
    walk = await begun(teams, group=True, anonymous=True)
    await walk.people[0].presses(texts.REVEAL)
    asks = walk.people[1]
    had = await ordered(teams, asks, FileFormat.PDF, await menu_of(asks))
    assert "mærkesvar1af3x" in await read(had, FileFormat.PDF)
    for person in walk.people[3:]:
        await person.presses(texts.ANSWER)
        await person.presses(texts.WITHDRAW)
    assert (await fetched(had))[0] == 404
    await time_passes(teams, 2)
    assert await walk.holds_what_is_seen() == set()


async def test_no_press_made_up_brings_what_is_said_in_another_conversation(teams: FakeTeams) -> None:
    walk = await begun(teams, group=True, anonymous=False)
    stranger = teams.person("Mærkenavnsyv")
    await begins(stranger)
    for person, fmt in itertools.product((stranger, walk.people[1]), EVERY):
        for chat in teams.chats:
            if chat is person.chat:
                continue
            theirs = await reflection_of(teams, chat)
            assert theirs is not None
            made = await ordered(teams, person, fmt, await menu_of(person), theirs.id)
            said = await read(made, fmt) if address_on(made) else made.says
            assert not MARK.search(said), fmt


async def test_a_format_that_no_button_has_brings_no_file(teams: FakeTeams) -> None:
    me = teams.person()
    await begins(me)
    for fmt in set(FileFormat) - set(EVERY):
        made = await ordered(teams, me, fmt, await menu_of(me))
        assert words.FAILED_TITLE in made.says, fmt
        assert address_on(made) is None, fmt
