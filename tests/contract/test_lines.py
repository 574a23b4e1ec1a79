"""The lines that earlier cards left behind, followed on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import dataclasses

from bot.cards.reflection.lines import left_behind_card
from bot.storage.database import Database
from bot.storage.outbox import LEASE
from bot.storage.store import Store
from bot.storage.tables import notes
from bot.wire import ChatKind, Kind, Outgoing, Reply
from dialogs.reflection.state import Reflection
from tests.fakes.shipped import shipped
from tests.fakes.store_turns import CARD, HERE, NOW, OTHER_TENANT, SECOND, answer, begun, standing, table, turn

CHAT = dataclasses.replace(HERE, kind=ChatKind.PERSONAL)
BUNDLE = shipped().bundle("eksempel")


def said(words: str, question: int = 1) -> Outgoing:
    """The update that leaves a line behind."""
    given = answer(question=question, text=words)
    return Outgoing(Kind.UPDATE, left_behind_card(begun(group=False, answers=(given,)), BUNDLE, given, question))


def says_now(words: str, question: int = 1, but: str | None = None) -> Outgoing:
    """What its lines say from now on."""
    return dataclasses.replace(said(words, question), line=question, target=but)


async def live(store: Store, card: str, reflection: Reflection | None = None) -> None:
    """A card of a reflection that is delivered as this message."""
    await turn(store, reflection or begun(group=False), Reply(outgoing=(Outgoing(Kind.SEND, CARD, screen=True),)))
    (queued,) = await store.claim(NOW, 9)
    await store.delivered(queued, card)


async def left(store: Store, *messages: Outgoing) -> list[tuple[str | None, str]]:
    """Which messages are updated, and what they say then."""
    if messages:
        await turn(store, await standing(store), Reply(outgoing=messages))
    found = []
    while queued := await store.claim(NOW, 9):
        for each in queued:
            await store.delivered(each, None)
            card = each.message.card or {}
            found.append((each.message.target, card["body"][0]["text"].rpartition(" ")[2]))
    return found


async def test_the_card_that_became_a_line_is_updated_when_its_answer_is_another(store: Store) -> None:
    await live(store, "first")
    assert await left(store, said("før")) == [("first", "før")]
    await live(store, "second")
    assert await left(store, says_now("efter")) == [("first", "efter")]
    assert await left(store, says_now("andet", question=2)) == [], "another question has left none"


async def test_every_line_of_a_question_follows_but_the_one_that_is_answered_with_it(store: Store) -> None:
    for card in ("first", "second"):
        await live(store, card)
        await left(store, said("før"))
    assert await left(store, says_now("efter")) == [("first", "efter"), ("second", "efter")]
    assert await left(store, says_now("igen", but="first")) == [("second", "igen")]


async def test_one_that_still_waits_to_be_left_says_it_from_the_first(store: Store) -> None:
    await live(store, "first")
    await turn(store, await standing(store), Reply(outgoing=(said("før"), said("andet", question=2))))
    assert await left(store, says_now("efter")) == [("first", "efter"), ("first", "andet")]


async def test_one_that_is_being_left_just_now_is_followed_by_what_it_says(store: Store, other: Store) -> None:
    await live(store, "first")
    await turn(store, await standing(store), Reply(outgoing=(said("før"),)))
    (under_way,) = await store.claim(NOW, 9)
    await turn(other, await standing(other), Reply(outgoing=(says_now("efter"),)))
    await store.delivered(under_way, None)
    assert await left(other) == [("first", "efter")]


async def test_one_that_is_tried_again_is_one_line(store: Store, database: Database) -> None:
    await live(store, "first")
    await turn(store, await standing(store), Reply(outgoing=(said("før"),)))
    (queued,) = await store.claim(NOW, 9)
    await store.put_off(queued, NOW + SECOND)
    assert len(await store.claim(NOW + LEASE, 9)) == 1
    assert [row["body"] for row in await table(database, notes)] == [{"message": "first"}]


async def test_lines_are_no_part_of_the_reflection_and_of_nobody_elses(store: Store) -> None:
    await live(store, "first")
    await left(store, said("før"))
    await turn(store, begun(group=False), where=OTHER_TENANT)
    stands = await store.load(OTHER_TENANT, "look")
    await store.commit(stands, "other", NOW, stands.reflection, Reply(outgoing=(says_now("efter"),)))
    assert await left(store) == []
    assert await standing(store) == begun(group=False)
