"""What erasures are tried on: people and what they have said, and a search through all that is stored."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
from typing import Any

from bot.storage.database import Database
from bot.storage.loaded import Committed
from bot.storage.outbox import Queued
from bot.storage.own_use import OwnChange
from bot.storage.store import Store
from bot.storage.tables import (
    metadata,
)
from bot.wire import Address, Reply
from dialogs.own_use.kommune_use import KeptUse, KommuneUse
from dialogs.people import Person
from dialogs.reflection.answering import NOBODY
from dialogs.reflection.state import Dismissal, GivenAnswer, Reflection
from radar_core.own_use.model import OwnUse, Stage
from tests.fakes.store_turns import (
    ANNA,
    CARD,
    DAY,
    HERE,
    NOW,
    begun,
    says,
    standing,
    table,
    turn,
)

ELSEWHERE = dataclasses.replace(HERE, conversation="elsewhere")
PEOPLE = [ANNA, *(Person(f"29:hemmelig-{number}", f"Deltager Nummer{number}") for number in range(5))]
END = NOW + dt.timedelta(hours=1)
KEEP = 730 * DAY
HIDDEN = begun(anonymous=True, salt="saltet-som-alt-hviler-på", facilitator=ANNA)


def press_of(person: Person, question: int) -> str:
    """What a press is known by, as in a turn."""
    return f"press {hashlib.sha256(f'{person.id} {question}'.encode()).hexdigest()}"


def said(by: Person, question: int, revision: int = 1) -> GivenAnswer:
    at = NOW + dt.timedelta(minutes=question, seconds=7 * PEOPLE.index(by) + revision)
    text = f"det mener nr {PEOPLE.index(by)} om {question}"
    return GivenAnswer(question, HIDDEN.key_of(by), at, text, None, ("a",), revision)


async def adds(store: Store, given: GivenAnswer, activity: str, reply: Reply) -> None:
    """One person's answer, new or edited, in a turn of its own."""
    stands = await standing(store)
    others = tuple(a for a in stands.answers if (a.question, a.by) != (given.question, given.by))
    new = dataclasses.replace(stands, answers=(*others, given), touched_at=given.at)
    await turn(store, new, reply, activity=activity, at=given.at)


DISMISSED = Dismissal("chatbots", "borgerne ringer", NOBODY, NOW + dt.timedelta(minutes=30, seconds=3), 1)
"""What one of them says is not relevant for the team."""


async def dismisses(store: Store) -> None:
    """One person's press, and the card that it is answered with."""
    stands = await standing(store)
    new = dataclasses.replace(stands, dismissals=(DISMISSED,), touched_at=DISMISSED.at)
    reply = Reply({"body": [{"text": f"{PEOPLE[2].name}: {DISMISSED.reason}"}]}, says(DISMISSED.reason).outgoing)
    await turn(store, new, reply, activity=press_of(PEOPLE[2], 0), at=DISMISSED.at)


async def meets(store: Store) -> tuple[Reflection, Queued]:
    """Six people answer question 1, two of them question 2; one edits. One message each: given up, waiting, claimed."""
    await turn(store, HIDDEN, says("åben", screen=True), activity="start")
    await store.delivered((await store.claim(NOW, 9))[0], "m1")
    for question, people in ((1, PEOPLE), (2, PEOPLE[4:])):
        for person in people:
            card = {"body": [{"text": f"{person.name}: {said(person, question).text}"}]}
            reply = Reply(card, says(f"{person.name} har svaret").outgoing if person in PEOPLE[:3] else ())
            await adds(store, said(person, question), press_of(person, question), reply)
    await adds(store, said(PEOPLE[3], 1, 2), "rettet", Reply(CARD))
    await store.give_up((await store.claim(END, 1))[0])
    (claimed,) = await store.claim(END, 1)
    return await standing(store), claimed


async def everything(database: Database) -> list[tuple[str, str, Any]]:
    """Every value in every column of every table, with where it stands."""
    found = []
    for name, which in metadata.tables.items():
        for row in await table(database, which):
            found += [(name, column, value) for column, value in row.items()]
    return found


async def where(database: Database, *values: object) -> set[tuple[str, str]]:
    """The columns in which any of these stands, as it is or in a text or card."""
    texts = [value for value in values if isinstance(value, str)]
    return {
        (name, column)
        for name, column, value in await everything(database)
        if value in values or any(text in json.dumps(value, default=str, ensure_ascii=False) for text in texts)
    }


def own(technology: str, by: Person, at: dt.datetime, revision: int = 1) -> KeptUse:
    use = OwnUse(technology, Stage.AFPROEVER, "en sag fra os", None, by.name, at)
    return KeptUse("skole", use, by, revision)


async def keeps(store: Store, kommune_use: KommuneUse, place: Address = HERE) -> None:
    """All of a kommune's own use, in a turn of its own."""
    stands = await store.load(place, "look")
    change = OwnChange(await store.kommune_use(place.tenant, kommune_use.kommune), kommune_use)
    act = f"own {[kept.revision for kept in kommune_use.kept]}"
    assert await store.commit(stands, act, NOW, stands.reflection, Reply(), changes=(change,)) is Committed.DONE
