"""What it costs to send one message, each way to Teams: ``python -m tests.bench.sending CONNECTOR`` on the bot's core.

It prints its figures and ends. The connector is another process, so the processor time is the channel's own.
"""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import sys
import time
from collections.abc import Mapping, Sequence

from bot.cards.elements import card, text, title
from bot.channels.own_token import Token
from bot.channels.teams import channel_to_teams
from bot.settings import TeamsBy
from bot.wire import Address, Channel, ChatKind, Kind, Outgoing
from tests.bench.children import child
from tests.bench.load import Connector
from tests.bench.rounds import BOT_CORE

WARM, SENT, ROUNDS = 20, 300, 5
CARD = card([title("Spørgsmål 3"), *(text(f"Svar nr. {number}: æøå " + "ord " * 40) for number in range(10))])

Costs = Mapping[str, Sequence[float]]
"""Seconds of processor time a message, by the way it went; the n-th of one was measured beside the n-th of another."""


async def measure(connector: Connector) -> Costs:
    """Sends cards both ways in turn, one at a time, in one process of its own."""
    async with child("tests.bench.sending", connector.url) as (_, line):
        costs: Costs = json.loads(line)
        return costs


def ratio(costs: Costs) -> tuple[float, float, float]:
    """What REST costs beside botbuilder: the median of the rounds, the least and the most."""
    pairs = zip(costs[TeamsBy.REST.value], costs[TeamsBy.BOTBUILDER.value], strict=True)
    ratios = sorted(rest / other for rest, other in pairs)
    return statistics.median(ratios), ratios[0], ratios[-1]


async def _sends(url: str) -> Costs:
    where = Address("t", "19:abc@thread.tacv2", ChatKind.GROUP, url, "28:1", "Teknologiradar")
    ways = {by.value: channel_to_teams(by, lambda: Token("loopback", 86_400), lambda _: True) for by in TeamsBy}
    costs: dict[str, list[float]] = {by: [] for by in ways}
    for channel in ways.values():
        await _cost(channel, where, WARM)
    for _ in range(ROUNDS):
        for by, channel in ways.items():
            costs[by].append(await _cost(channel, where, SENT))
    for channel in ways.values():
        await channel.close()
    return costs


async def _cost(channel: Channel, where: Address, count: int) -> float:
    began = time.process_time()
    for _ in range(count):
        await channel.deliver(where, Outgoing(Kind.SEND, CARD))
    return (time.process_time() - began) / count


if __name__ == "__main__":
    os.sched_setaffinity(0, {BOT_CORE})
    print(json.dumps(asyncio.run(_sends(sys.argv[1]))), flush=True)
