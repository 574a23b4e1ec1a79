"""``kill -9`` at twenty points of a reflection: what was answered stands, nothing is missing, nothing is done twice.

The long run (``TEST_CASES=all``) kills at all twenty; the others at each of the moments once, at acts drawn by chance.
That a crash between any two steps of a turn loses nothing is held by tests/integration/test_crashes.py as well.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from pathlib import Path

import aiohttp
import pytest

from dialogs.texts import common as texts
from tests.fakes.bot_process import PATIENCE, REFUSALS, BotProcess
from tests.fakes.chance import ALL, dice
from tests.fakes.teams import FakeTeams
from tests.fakes.teams_account import reflection_of
from tests.fakes.teams_cards import Card, Json, card_of
from tests.fakes.teams_delivery import Answer, Delivery
from tests.fakes.teams_people import Person

SOON = (0.0, 0.002, 0.004, 0.006, 0.009, 0.013, 0.02)
"""Seconds after an activity is on its way that the process dies; a turn takes some 10 ms."""


Act = tuple[str, dict[str, str]]
ACTS: list[Act] = [
    ("start refleksion", {}),
    (texts.GO, {"kommune": "Vejle", "fagomraade": "Sundhed og ældre"}),
    (texts.SAVE_AND_GO, {"text": "svar 1"}),
    (texts.SAVE_AND_GO, {"text": "svar 2"}),
    ("tilbage", {}),
    (texts.SAVE_AND_GO, {"text": "svar 2, rettet"}),
    (texts.SKIP, {}),
    (texts.SAVE_AND_GO, {"text": "svar 4"}),
    ("svar: svar 5", {}),
    ("pause", {}),
    (texts.RESUME, {}),
    ("gå til 3", {}),
    (texts.SAVE_AND_GO, {"text": "svar 3 alligevel"}),
    (texts.SAVE_AND_GO, {"text": "svar 6"}),
    (texts.SAVE_AND_GO, {"text": "svar 7"}),
    ("status", {}),
    (texts.SAVE_AND_GO, {"text": "svar 8"}),
    (texts.SAVE_AND_GO, {"text": "svar 9"}),
    (texts.FINISH, {}),
    ("radar skole", {}),
]


def deaths() -> dict[int, float]:
    """The acts at which the process dies, by number, and how soon after each."""
    if ALL:
        return {number: SOON[number % len(SOON)] for number in range(len(ACTS))}
    chance = dice("kill")
    moments = chance.sample(SOON, len(SOON))
    return dict(zip(chance.sample(range(len(ACTS)), len(SOON)), moments, strict=True))


async def walk(teams: FakeTeams, bot: BotProcess, deaths: Mapping[int, float]) -> tuple[object, list[str], set[str]]:
    """The whole reflection; what stands in the end, what each message says then, and all that they have said."""
    person = teams.person(tenant=f"tenant-{len(deaths)}")  # each is there for the first time
    for number, act in enumerate(ACTS):
        delay = deaths.get(number)
        async with asyncio.timeout(PATIENCE * 2):
            answer = await one(teams, bot, person, act, delay)
            while is_refused(person, answer):
                answer = await one(teams, bot, person, act, None)
    stands = await reflection_of(teams, person.chat)
    assert stands is not None
    given = [(a.question, a.text, a.revision) for a in stands.answers]
    done = [said for said in person.sees if not said.startswith(REFUSALS)]
    ever = {said_by(version) for message in person.chat.messages for version in message.versions}
    return (stands.phase, stands.current, stands.skipped, sorted(given)), done, ever


def said_by(version: Json) -> str:
    """What a message said as it was then."""
    content = card_of(version)
    return Card("", content).says if content is not None else str(version.get("text") or "")


def is_refused(person: Person, answer: Answer) -> bool:
    """Whether the last thing the person read is that nothing was done: under the card, or as the newest message."""
    return (answer.says if answer.kind else person.sees[-1]).startswith(REFUSALS)


async def one(teams: FakeTeams, bot: BotProcess, person: Person, act: Act, delay: float | None) -> Answer:
    """One act. With ``delay`` the bot dies that long after it; started again, it gets the act again, as by Teams."""
    words, filled = act
    pressed = words[0].isupper()
    card = person.card(words) if pressed else None
    fields: Json = card.pressed(words, filled, submit=False) if card else {"type": "message", "text": words}
    activity = person.activity({**fields, "replyToId": card.message} if card else fields)
    if delay is None:
        answer = await teams.send(activity)
    else:
        sending = asyncio.ensure_future(teams.send(activity))
        await asyncio.sleep(delay)  # the moment of death is the point of the test
        await bot.kill()
        try:
            answer = await sending
        except (aiohttp.ClientError, AssertionError, json.JSONDecodeError):
            await bot.start()
            answer = await teams.send(activity)
        else:
            await bot.start()
    if card:
        person.shown(card, answer)
    await teams.settled()
    return answer


async def drawn(bot: BotProcess) -> None:
    """Returns when its pictures are in the database: who is started after that draws none, and starts no worker."""
    async with asyncio.timeout(PATIENCE * 2), aiohttp.ClientSession() as session:
        while True:
            async with session.get(f"{bot.url}/readyz") as answer:
                if answer.ok:
                    return
            await asyncio.sleep(0.1)  # another process draws; nothing to wait on


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # connections to a process that was killed
async def test_killed_at_any_points_the_reflection_ends_as_if_nothing_had_happened(tmp_path: Path) -> None:
    bot = BotProcess(f"sqlite+aiosqlite:///{tmp_path}/bot.db")
    teams = FakeTeams(bot, Delivery.ONCE)
    await teams.start()
    await bot.start()
    try:
        await drawn(bot)
        expected, seen_undisturbed, ever_undisturbed = await walk(teams, bot, {})
        dies = deaths()
        stands, seen, _ = await walk(teams, bot, dies)
        assert bot.starts == len(dies) + 1
    finally:
        await bot.stop()
        await teams.stop()
    assert stands == expected
    assert [m for m in dict.fromkeys(seen_undisturbed) if m not in seen] == [], "a message is missing"
    # Who dies as a message is sent does not know whether it came: it is sent again, and the first stays as it was then.
    stale = [said for said in seen if said not in seen_undisturbed]
    assert set(stale) <= ever_undisturbed, "a message nobody should have got"
    assert len(stale) <= len(dies), "one message is on its way at a time"
