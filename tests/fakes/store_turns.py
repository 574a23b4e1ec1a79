"""Turns as a store is given them, and what is then in its tables."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from bot.storage.database import Database
from bot.storage.loaded import Committed
from bot.storage.outbox import Queued
from bot.storage.store import Store
from bot.storage.tables import answers
from bot.wire import Address, ChatKind, Kind, Outgoing, Reply
from dialogs.people import Person
from dialogs.reflection.state import GivenAnswer, Phase, Reflection

HERE = Address("tenant", "chat", ChatKind.GROUP, "https://teams.example/", "28:bot", "Teknologiradar", "msteams")
OTHER_TENANT = dataclasses.replace(HERE, tenant="other tenant")
NOW = dt.datetime(2026, 11, 24, 12, 30, 15, 123456, tzinfo=dt.UTC)
SECOND, DAY = dt.timedelta(seconds=1), dt.timedelta(days=1)
ANNA, BENT = Person("29:anna", "Deltager Å"), Person("29:bent", "Deltager Ø")
CARD = {"type": "AdaptiveCard", "body": [{"type": "TextBlock", "text": "blåbærgrød 🫐 \"»'"}], "n": 1.5, "none": None}

ids = (f"a{number}" for number in itertools.count())


def begun(number: str = "r1", **changes: Any) -> Reflection:
    """A reflection that has just got to its first question."""
    fresh = Reflection(number, "b" * 64, True, ANNA, NOW, "101", "skole", Phase.QUESTIONS)
    return dataclasses.replace(fresh, **changes)


def answer(by: Person = ANNA, question: int = 1, revision: int = 1, **changes: Any) -> GivenAnswer:
    given = GivenAnswer(question, by, NOW + revision * SECOND, f"svar {revision}", None, (), revision)
    return dataclasses.replace(given, **changes)


def says(*texts: str, **changes: Any) -> Reply:
    """A reply of plain messages."""
    return Reply(outgoing=tuple(Outgoing(Kind.SEND, text=text, **changes) for text in texts))


def thread(number: int, channel: str = "19:kanal@thread.tacv2", **changes: Any) -> Address:
    """A thread of a channel."""
    where = dataclasses.replace(HERE, conversation=f"{channel};messageid={number}", kind=ChatKind.CHANNEL)
    return dataclasses.replace(where, **changes)


async def turn(
    store: Store,
    reflection: Reflection | None = None,
    reply: Reply | None = None,
    *,
    where: Address = HERE,
    activity: str | None = None,
    welcomed: bool = False,
    about: str | None = None,
    at: dt.datetime = NOW,
) -> None:
    """One whole turn that nobody disturbs."""
    stands = await store.load(where, "look", about)
    done = await store.commit(stands, activity or next(ids), at, reflection, reply or Reply(), welcomed=welcomed)
    assert done is Committed.DONE


async def standing(store: Store, where: Address = HERE) -> Reflection:
    found = (await store.load(where, "look")).reflection
    assert found is not None
    return found


async def table(database: Database, which: sa.Table) -> Sequence[Mapping[Any, Any]]:
    """All rows of a table."""
    async with database.reading() as connection:
        return (await connection.execute(sa.select(which))).mappings().all()


def texts(queued: Sequence[Queued]) -> list[str | None]:
    return [each.message.text for each in queued]


async def count_answers(store: Store, tenant: str, reflection: str) -> int:
    """How many people's answers a reflection has over all questions, revisions not counted."""
    its = sa.select(answers.c.question, answers.c.person).where(
        answers.c.tenant == tenant, answers.c.reflection == reflection
    )
    counted = sa.select(sa.func.count()).select_from(its.distinct().subquery())
    return int(await store._database.read(lambda connection: connection.scalar(counted)) or 0)
