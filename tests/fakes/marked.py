"""Somebody with a mark in every place that takes words of theirs, and the turn in which they erase themselves."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

from bot.cards.elements import Card
from bot.storage.database import Database
from bot.storage.follows import FollowChange
from bot.storage.loaded import Committed
from bot.storage.own_use import OwnChange
from bot.storage.person_erasure import EraseChange
from bot.storage.store import Store
from bot.storage.tables import metadata
from bot.wire import Address, ChatKind, Reply
from dialogs.own_use.kommune_use import KeptUse, KommuneUse
from dialogs.people import Person
from dialogs.reflection.state import Conclusion, Decision, Dismissal, Draft, Evaluation, NextStep, Reflection
from radar_core.own_use.model import OwnRadar, OwnUse, Stage
from tests.fakes.store_turns import BENT, DAY, HERE, NOW, SECOND, answer, begun, says, table, turn

MARK = "zebrasøm"
"""In every place that takes words of hers, and in nobody else's."""
WORDS = f'Det siger jeg: {MARK} "citat" *sne*\næøå.'
ANNA = Person(f"29:{MARK}-anna", f"Anna {MARK}")
MY_CHAT = dataclasses.replace(HERE, conversation="a:annas", kind=ChatKind.PERSONAL)
ELSEWHERE = dataclasses.replace(HERE, conversation="elsewhere")


def screens(stands: Reflection | None, previous: Reflection | None, own: OwnRadar | None) -> tuple[Card, Card]:
    """The same beside a message that counts by name."""
    named = [] if stands is None else [a.by.name for a in stands.answers]
    return screen(stands, previous, own), {"type": "AdaptiveCard", "gone": stands is None, "counted": named}


def screen(stands: Reflection | None, previous: Reflection | None, own: OwnRadar | None) -> Card:
    """A card that shows all there is to show."""
    said = [] if stands is None else [a.text for a in stands.answers] + [a.by.name for a in stands.answers]
    last = [] if previous is None else [a.text for a in previous.answers]
    evidence = [] if own is None else [use.evidence for use in own.uses]
    return {"type": "AdaptiveCard", "gone": stands is None, "said": said, "last": last, "own": evidence}


def note(by: Person, revision: int = 1) -> dict[str, Any]:
    return {"by": by, "at": NOW + revision * SECOND, "revision": revision}


def worked_through(by: Person, words: str, revision: int = 1) -> dict[str, Any]:
    """One of each sort of note."""
    made = note(by, revision)
    evaluation = Evaluation("chatbots", DAY_ON, False, **made, decision=Decision.JUSTER, comment=words)
    return {
        "conclusions": (Conclusion(1, words, **made),),
        "steps": (NextStep(1, words, words, None, **made),),
        "evaluations": (evaluation,),
        "dismissals": (Dismissal("robotter", words, **made),),
    }


DAY_ON = (NOW + 90 * DAY).date()


async def with_others(store: Store, where: Address = HERE, number: str = "r1") -> Reflection:
    """Anna starts a group's reflection, leads it, writes everything twice and answers; Bent answers."""
    first = begun(number, started_by=ANNA, facilitator=ANNA, revealed=frozenset({1}))
    await turn(store, first, says(f"Facilitator: {ANNA.name}", screen=True), where=where, activity=f"{number} start")
    for queued in await store.claim(NOW, 9):
        await store.delivered(queued, f"card of {number}")
    early = dataclasses.replace(first, answers=(answer(ANNA, text=WORDS),), **worked_through(ANNA, f"Først {WORDS}"))
    await turn(store, early, Reply({"said": WORDS}), where=where, activity=f"{number} early")
    later = worked_through(ANNA, WORDS, 2)
    answers = (answer(ANNA, 1, 2, text=f"Rettet {WORDS}"), answer(BENT, text="Bents eget svar"))
    conclusions = (*early.conclusions, Conclusion(1, "Gruppens fælles ord", **note(BENT, 2)))
    late = dataclasses.replace(early, answers=answers, **{**later, "conclusions": conclusions})
    reply = Reply({"said": WORDS}, says(f"{ANNA.name} har svaret: {WORDS}").outgoing)
    await turn(store, late, reply, where=where, activity=f"{number} late")
    return late


async def alone(store: Store, where: Address = MY_CHAT, number: str = "mine") -> None:
    """Anna's own reflection in her own chat, which follows a radar."""
    drafts = (Draft(2, WORDS),)
    own = begun(number, group=False, started_by=ANNA, answers=(answer(ANNA, text=WORDS),), drafts=drafts)
    await turn(store, own, Reply({"said": WORDS}, says(WORDS).outgoing), where=where, activity=f"{number} begun")
    stands = await store.load(where, "look")
    follow = FollowChange((), ("skole",), "b" * 64, 1)
    done = await store.commit(stands, f"{number} follows", NOW, stands.reflection, Reply(), changes=(follow,))
    assert done is Committed.DONE


async def own_radar(store: Store, by: Person = ANNA, words: str = WORDS) -> None:
    stands = await store.load(ELSEWHERE, "look")
    use = OwnUse("chatbots", Stage.AFPROEVER, words, None, by.name, NOW)
    change = OwnChange(await store.kommune_use(HERE.tenant, "101"), KommuneUse("101", (KeptUse("skole", use, by, 1),)))
    reply = Reply({"said": words}, says(f"Sidst rettet af {by.name}: {words}").outgoing)
    assert await store.commit(stands, "own", NOW, None, reply, changes=(change,)) is Committed.DONE


async def erases(
    store: Store, who: Person = ANNA, where: Address = MY_CHAT, activity: str = "slet", at: dt.datetime = NOW
) -> Committed:
    """The turn in which somebody erases what they were shown."""
    here = None if where.kind.is_group else where.conversation
    stands = await store.load(where, activity)
    mine = await store.people.mine(where.tenant, who.id, here)
    change = EraseChange(where.tenant, who.id, mine, screens, here)
    reply = says("Det er slettet.")
    return await store.commit(stands, activity, at, stands.reflection, reply, changes=(change,))


async def everything(database: Database) -> Iterator[str]:
    """Every value in every column of every table."""
    found: list[str] = []
    for name, which in metadata.tables.items():
        for row in await table(database, which):
            found += [f"{name}.{column}: {json.dumps(v, default=str, ensure_ascii=False)}" for column, v in row.items()]
    return iter(found)


async def places(database: Database, mark: str = MARK) -> set[str]:
    return {value.partition(":")[0] for value in await everything(database) if mark in value}
