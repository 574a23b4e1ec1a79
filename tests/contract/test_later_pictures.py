"""What waits for its picture, on SQLite and PostgreSQL alike: it holds up nobody, and no stop of the bot loses it."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import datetime as dt
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bot.editions.snapshot import fixed
from bot.errors import DeliveryError
from bot.sending.outbox import DRAWN_AT_LAST, Outbox
from bot.storage.outbox import LEASE, Queued
from bot.storage.rows import ANSWERED
from bot.storage.store import Store
from bot.turns.features import features
from bot.turns.turn import Turns
from bot.wire import Address, ChatKind, Incoming, Kind, LaterPicture, Outgoing, OwnPicture, Reply, TeamPicture
from dialogs.people import Person
from dialogs.reflection.state import Phase
from dialogs.texts import common as texts
from radar_core.model import Bundle
from tests.fakes.chance import ALL, dice
from tests.fakes.shipped import shipped
from tests.fakes.store_turns import CARD, HERE, NOW, SECOND, begun, says, standing, turn
from tests.fakes.teams_cards import Card, nodes

LATER = LaterPicture("b" * 64, "skole", {"type": "AdaptiveCard", "with": "pictures"}, {"type": "AdaptiveCard"})
RADAR = Outgoing(Kind.SEND, CARD, later=LATER)
OWN = Outgoing(Kind.SEND, text="ord", picture=OwnPicture("630", "skole", "b" * 64))
TEAM = Outgoing(Kind.SEND, text="ord", picture=TeamPicture(("r1", "r2"), 2))
BEFORE = Outgoing(Kind.UPDATE, target="m7", later=LATER)
"""Of a card that stands in the chat."""


SOON = NOW + ANSWERED


async def claimed(store: Store, at: dt.datetime = NOW, *, drawn: bool = False) -> Queued:
    (queued,) = await store.claim(at, 9, drawn=drawn)
    return queued


class TestWaiting:
    """What waits for a picture stands beside the line of the others."""

    async def test_a_card_that_is_delivered_waits_for_its_picture_as_an_update_of_itself(self, store: Store) -> None:
        await turn(store, begun(), Reply(outgoing=(RADAR,)))
        sent = await claimed(store)
        assert (sent.message, sent.is_drawn) == (RADAR, False)
        assert await store.claim(NOW, 9, drawn=True) == []
        await store.delivered(sent, "m1")
        assert await store.claim(NOW, 9) == [] and await store.undelivered() == 1
        comes = await claimed(store, drawn=True)
        assert comes.message == Outgoing(Kind.UPDATE, target="m1", later=LATER)
        assert (comes.is_drawn, comes.attempts, comes.reflection) == (True, 0, "r1")
        await store.delivered(comes, "m1")
        assert await store.undelivered() == 0

    async def test_a_slow_picture_holds_up_the_next_picture_of_its_chat_and_no_message(self, store: Store) -> None:
        elsewhere = dataclasses.replace(HERE, conversation="elsewhere")
        await turn(store, None, Reply(outgoing=(OWN, dataclasses.replace(OWN, text="to"))))
        await turn(store, None, says("svar"))
        await turn(store, None, Reply(outgoing=(OWN,)), where=elsewhere)
        assert (await claimed(store)).message.text == "svar"
        first, other = await store.claim(NOW, 9, drawn=True)
        assert (first.message, other.address) == (OWN, elsewhere)
        assert await store.claim(NOW, 9, drawn=True) == []
        await store.delivered(first, "m1")
        assert (await claimed(store, drawn=True)).message.text == "to"

    async def test_a_picture_comes_after_what_was_said_before_it(self, store: Store) -> None:
        await turn(store, None, says("ord"))
        await turn(store, None, Reply(outgoing=(OWN,)))
        assert await store.claim(NOW, 9, drawn=True) == []
        await store.delivered(await claimed(store), "m1")
        assert (await claimed(store, drawn=True)).message == OWN

    async def test_a_picture_of_a_teams_own_comes_back_as_it_was_asked_for(self, store: Store) -> None:
        await turn(store, None, Reply(outgoing=(TEAM,)))
        assert (await claimed(store, drawn=True)).message == TEAM

    async def test_an_answer_in_place_waits_for_its_picture_from_the_start(self, store: Store) -> None:
        await turn(store, None, Reply(CARD, (BEFORE,)))
        assert await store.claim(NOW, 9) == []
        assert await store.claim(NOW, 9, drawn=True) == [], "the answer to the press is on the screen first"
        assert (await claimed(store, SOON, drawn=True)).message == BEFORE

    async def test_a_card_that_is_updated_anew_no_longer_waits_for_what_it_said_before(self, store: Store) -> None:
        await turn(store, None, Reply(CARD, (BEFORE, dataclasses.replace(BEFORE, target="m8"))))
        await turn(store, None, Reply(outgoing=(Outgoing(Kind.UPDATE, CARD, target="m7"),)))
        await store.delivered(await claimed(store), None)
        assert (await claimed(store, SOON, drawn=True)).message.target == "m8"

    async def test_a_process_that_dies_leaves_the_picture_to_the_others(self, store: Store, other: Store) -> None:
        await turn(store, None, Reply(CARD, (BEFORE,)))
        await claimed(store, SOON, drawn=True)
        assert await other.claim(SOON + LEASE - SECOND, 9, drawn=True) == []
        assert (await claimed(other, SOON + LEASE, drawn=True)).message == BEFORE

    async def test_of_two_that_delivered_the_card_the_first_that_is_noted_gets_the_picture(
        self, store: Store, other: Store
    ) -> None:
        await turn(store, None, Reply(outgoing=(RADAR,)))
        slow, quick = await claimed(store), await claimed(other, NOW + LEASE)
        await store.delivered(slow, "m1")
        await other.delivered(quick, "m2")
        assert (await claimed(store, NOW + 2 * LEASE, drawn=True)).message.target == "m1"

    async def test_where_the_channel_gives_no_id_there_is_nothing_to_update(self, store: Store) -> None:
        await turn(store, None, Reply(outgoing=(RADAR,)))
        await store.delivered(await claimed(store), None)
        assert await store.undelivered() == 0


class Chat:
    """A channel that keeps every version of each message, and what may be drawn."""

    def __init__(self) -> None:
        self.messages: dict[str, list[Outgoing]] = {}
        self.drawn, self.changed = asyncio.Event(), asyncio.Event()
        self.shown = 0
        self.is_drawn = True
        self.gone = False

    async def deliver(self, _: Address, message: Outgoing) -> str | None:
        if self.gone and message.kind is Kind.UPDATE:
            raise DeliveryError(404)
        name = message.target or f"m{len(self.messages) + 1}"
        self.messages.setdefault(name, []).append(message)
        self.changed.set()
        return name

    async def close(self) -> None:
        """Nothing is held."""

    async def show(self, bundle: str, fagomraade: str) -> bool:
        self.shown += 1
        self.changed.set()
        await self.drawn.wait()
        return self.is_drawn

    async def until(self, so: Callable[[], bool]) -> None:
        """Returns when it is so. Raises TimeoutError."""
        async with asyncio.timeout(60):
            while not so():
                self.changed.clear()
                await self.changed.wait()

    @property
    def cards(self) -> list[Any]:
        """What each message shows now."""
        return [versions[-1].card or versions[-1].text for versions in self.messages.values()]


class TestDelivery:
    """The outbox brings the picture once, or says once that it does not come."""

    async def test_the_card_goes_at_once_and_its_picture_when_it_is_drawn(self, store: Store) -> None:
        chat = Chat()
        outbox = Outbox(store, chat, now=lambda: NOW, show=chat.show)
        await turn(store, None, Reply(outgoing=(RADAR,)))
        await turn(store, None, says("svar"))
        outbox.start()
        await chat.until(lambda: chat.cards == [CARD, "svar"])
        chat.drawn.set()
        await chat.until(lambda: chat.cards == [LATER.card, "svar"])
        await outbox.stop()
        assert chat.shown == 1 and await store.undelivered() == 0

    async def test_where_it_cannot_be_drawn_the_card_says_so_and_nothing_is_tried_for_ever(self, store: Store) -> None:
        chat, clock = Chat(), [NOW]
        chat.is_drawn = False
        chat.drawn.set()
        outbox = Outbox(store, chat, now=lambda: clock[0], show=chat.show)
        await turn(store, None, Reply(outgoing=(RADAR,)))
        for _ in range(2 * DRAWN_AT_LAST):
            await outbox.drain()
            clock[0] += LEASE
        assert chat.shown == DRAWN_AT_LAST
        assert chat.cards == [LATER.without] and await store.undelivered() == 0

    async def test_a_card_that_is_gone_is_not_looked_for_again(self, store: Store) -> None:
        chat = Chat()
        chat.gone = True
        chat.drawn.set()
        await turn(store, None, Reply(outgoing=(RADAR,)))
        await Outbox(store, chat, now=lambda: NOW, show=chat.show).drain()
        assert chat.cards == [CARD] and await store.undelivered() == 0

    async def test_a_bot_that_stops_while_it_draws_has_not_tried(self, store: Store) -> None:
        chat = Chat()
        chat.is_drawn = False
        outbox = Outbox(store, chat, now=lambda: SOON, show=chat.show)
        await turn(store, None, Reply(CARD, (BEFORE,)))
        outbox.start()
        await chat.until(lambda: chat.shown == 1)
        outbox.draw_no_more()
        chat.drawn.set()  # as those who draw close
        await outbox.stop()
        assert chat.messages == {}
        assert (await claimed(store, SOON + SECOND, drawn=True)).attempts == 0


# kill -9 at every await between the commit and the picture


class Killed(BaseException):
    """The process is gone: nothing that would run after this runs."""


class Mortal:
    """Dies at the ``last`` of the steps that are taken through it; each call of something is two."""

    def __init__(self, last: int) -> None:
        self.left = last

    def step(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise Killed

    def around(self, call: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        async def called(*args: Any, **named: Any) -> Any:
            self.step()
            outcome = await call(*args, **named)
            self.step()
            return outcome

        return called


CATALOG = shipped()
BUNDLE = CATALOG.bundle("eksempel")
ME = Person("29:1", "Deltager")


NEVER = 10_000
STEPS = 7
"""Of which a run takes its deaths by chance, where the long one takes all."""


async def not_at_hand(_: Bundle, __: str) -> bool:
    return False


async def all_of(store: Store, outbox: Outbox) -> None:
    """Delivers all that waits; a row that somebody was at when they were killed may be passed over at first."""
    async with asyncio.timeout(60):
        while await store.undelivered():
            await outbox.drain()


async def lives(store: Store, chat: Chat, at: dt.datetime, mortal: Mortal) -> None:
    """A process that delivers what waits, and dies at its step, where it has so many."""
    outbox = Outbox(store, chat, now=lambda: at, show=mortal.around(chat.show))
    died = asyncio.Event()

    async def deliver(queued: Queued, whole: Callable[[Queued], Awaitable[None]] = outbox._deliver) -> None:
        try:
            await whole(queued)
        except Killed:
            died.set()
            await asyncio.Event().wait()

    with pytest.MonkeyPatch.context() as patch:
        for name in ("claim", "delivered", "put_off", "give_up", "forget_card"):
            patch.setattr(store, name, mortal.around(getattr(store, name)))
        patch.setattr(chat, "deliver", mortal.around(chat.deliver))
        patch.setattr(outbox, "_deliver", deliver)
        draining, dying = asyncio.ensure_future(all_of(store, outbox)), asyncio.ensure_future(died.wait())
        await asyncio.wait([draining, dying], return_when=asyncio.FIRST_COMPLETED)
        tasks = [draining, dying, *outbox._under_way, *outbox._drawing]
        with contextlib.suppress(Killed):
            # Who is in the middle of a write goes on after it, and is cut off at the next step.
            while pending := [task for task in tasks if not task.done()]:
                for task in pending:
                    task.cancel()
                await asyncio.wait(pending, timeout=0.1)
            for task in tasks:
                if not task.cancelled():
                    task.exception()


async def test_killed_at_every_await_between_commit_and_picture_the_reflection_is_closed_and_the_picture_comes(
    any_database_url: str,
) -> None:
    in_all = await lived(any_database_url, NEVER)
    assert in_all > 20, "the steps of four messages and a picture"
    chance = dice(f"later pictures {any_database_url.partition(':')[0]}")
    for last in range(in_all) if ALL else chance.sample(range(in_all), STEPS):
        await lived(any_database_url, last)


async def lived(url: str, last: int) -> int:
    """A reflection that is finished, by a process that dies at a step after, and the next; steps the first took."""
    store = Store(url)
    await store.open()
    here = dataclasses.replace(HERE, conversation=f"chat {last}", kind=ChatKind.PERSONAL)
    turns = Turns(
        store, fixed(CATALOG, BUNDLE), features(), lambda *_: "https://bot.example/radar", not_at_hand, lambda: NOW
    )
    for number, said in enumerate(("start refleksion", "vejle, sundhed", "svar: et svar", "afslut", "ja, afslut")):
        await turns.take(Incoming(f"{last}/{number}", here, ME, said))
    chat = Chat()
    chat.drawn.set()
    mortal = Mortal(last)
    await lives(store, chat, NOW, mortal)
    await store.close()
    again = Store(url)
    await again.open()
    await all_of(again, Outbox(again, chat, now=lambda: NOW + LEASE, show=chat.show))
    assert (await standing(again, here)).phase is Phase.FINISHED
    cards = [Card("", card) for card in chat.cards if isinstance(card, dict)]
    radars = [card for card in cards if "Jeres resultat" in card.says]
    pictures = [node for node in nodes(radars[-1].content) if node.get("type") == "Image"]
    assert pictures, f"died at step {last}: no picture"
    assert texts.NO_PICTURE not in radars[-1].says
    await again.close()
    return last - mortal.left
