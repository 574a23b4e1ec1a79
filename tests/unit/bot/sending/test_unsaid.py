"""What could not be said is said when it can be, once, to whom it concerns, unless it is too late."""

from __future__ import annotations

import dataclasses

import pytest

from bot.errors import DeliveryError
from bot.sending.unsaid import MOST, TOO_OLD, Unsaid
from bot.wire import Address, Outgoing
from tests.fakes.store_turns import HERE

ELSEWHERE = dataclasses.replace(HERE, conversation="elsewhere")


class Connector:
    """Takes everything but what is to chats that refuse, with the status they refuse with."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str | None]] = []
        self.refusing: dict[str, int] = {}

    async def deliver(self, address: Address, message: Outgoing) -> str | None:
        if status := self.refusing.get(address.conversation):
            raise DeliveryError(status)
        self.sent.append((address.conversation, message.text))
        return None

    async def close(self) -> None:
        """Nothing is held."""


class Time:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


async def test_it_is_tried_until_it_is_said_and_then_no_more() -> None:
    connector = Connector()
    unsaid = Unsaid(connector)
    connector.refusing[HERE.conversation] = 503
    unsaid.keep(HERE, "29:anna", "Ikke gemt")
    assert [await unsaid.look() for _ in range(3)] == [0, 0, 0]
    connector.refusing.clear()
    assert [await unsaid.look() for _ in range(2)] == [1, 0]
    assert connector.sent == [(HERE.conversation, "Ikke gemt")]


async def test_of_several_the_newest_is_said_to_each_person() -> None:
    connector = Connector()
    unsaid = Unsaid(connector)
    for person, words in (("29:anna", "1"), ("29:bent", "2"), ("29:anna", "3")):
        unsaid.keep(HERE, person, words)
    await unsaid.look()
    assert [words for _, words in connector.sent] == ["2", "3"]


async def test_a_chat_that_takes_nothing_holds_up_no_other() -> None:
    connector = Connector()
    unsaid = Unsaid(connector)
    connector.refusing[HERE.conversation] = 503
    for number in range(20):
        unsaid.keep(HERE, str(number), "1")
    unsaid.keep(ELSEWHERE, "29:bent", "2")
    for _ in range(2):
        await unsaid.look()
    assert connector.sent == [(ELSEWHERE.conversation, "2")]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 413])
async def test_where_nobody_can_hear_it_any_more_it_is_let_go(status: int) -> None:
    connector = Connector()
    unsaid = Unsaid(connector)
    connector.refusing[HERE.conversation] = status
    unsaid.keep(HERE, "29:anna", "Ikke gemt")
    await unsaid.look()
    assert len(unsaid) == 0


async def test_after_an_hour_it_is_not_said_any_more() -> None:
    connector, time = Connector(), Time()
    unsaid = Unsaid(connector, time)
    unsaid.keep(HERE, "29:anna", "Ikke gemt")
    time.seconds = TOO_OLD
    await unsaid.look()
    assert connector.sent == [] and len(unsaid) == 0


def test_only_so_many_wait() -> None:
    unsaid = Unsaid(Connector())
    for number in range(MOST + 1):
        unsaid.keep(HERE, str(number), "Ikke gemt")
    assert len(unsaid) == MOST
