"""Two tenants with the same chat ids, people and names never see anything of each other, whatever they do."""

from __future__ import annotations

import asyncio
import itertools
import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.editions.snapshot import fixed
from bot.sending.outbox import Outbox
from bot.storage.store import Store
from bot.turns.features import features
from bot.turns.turn import Turns
from bot.wire import Address, ChatKind, Incoming, Outgoing, Press
from dialogs.people import Person
from tests.fakes.chance import cases
from tests.fakes.shipped import shipped

CATALOG = shipped()
TENANTS = ("kommune-a", "kommune-b")
PERSON = Person("samme-id", "Samme Navn")
NUMBERS = itertools.count()

texts = st.sampled_from(
    [
        "start refleksion",
        "start refleksion",
        "{kommune}, sundhed",
        "svar: {secret}",
        "svar 4: {secret}",
        "{secret}",
        "pause",
        "fortsæt",
        "næste",
        "tilbage",
        "spring over",
        "gå til 9",
        "vis svar",
        "status",
        "afslut",
        "radar",
        "hjælp",
        "annullér",
    ]
)
presses = st.sampled_from(
    [
        ("answer", {"q": 1, "text": "{secret}"}),
        ("open", {"q": 1}),
        ("summary", {"page": 1}),
        ("status", {}),
        ("finish", {}),
        ("ready", {"f": "sundhed-og-aeldre", "all": True}),
        ("next", {}),
        ("back", {"q": 2, "text": "{secret}"}),
    ]
)
acts = st.lists(st.tuples(st.sampled_from((0, 1)), st.one_of(texts, presses)), max_size=25)
KOMMUNE = ("Vejle", "Aarhus")
SECRET = ("hemmeligt-a", "hemmeligt-b")


class Overheard:
    """A channel that keeps what each tenant was sent."""

    def __init__(self) -> None:
        self.heard: dict[str, list[str]] = {tenant: [] for tenant in TENANTS}

    async def deliver(self, address: Address, message: Outgoing) -> str | None:
        self.heard[address.tenant].append(json.dumps([message.card, message.text], ensure_ascii=False))
        return str(next(NUMBERS))

    async def close(self) -> None:
        """Nothing is held."""


@settings(max_examples=cases(25), suppress_health_check=list(HealthCheck))
@given(acts)
def test_no_command_ever_shows_one_tenant_what_the_other_has_said(
    any_database_url: str, said: list[tuple[int, str | tuple[str, dict[str, object]]]]
) -> None:
    asyncio.run(_live_beside_each_other(any_database_url, said))


async def _live_beside_each_other(url: str, said: list[tuple[int, str | tuple[str, dict[str, object]]]]) -> None:
    store = Store(url)
    await store.open()
    turns = Turns(
        store, fixed(CATALOG, CATALOG.bundle("eksempel")), features(), lambda radar, fmt, *_: "http://127.0.0.1/"
    )
    channel, chat = Overheard(), f"samme-chat-{next(NUMBERS)}"
    try:
        for number, (who, act) in enumerate([(0, "start refleksion"), (0, "{kommune}, sundhed"), *said]):
            where = Address(TENANTS[who], chat, ChatKind.GROUP, "http://127.0.0.1:1/", "bot", "bot")
            filled = json.loads(json.dumps(act).replace("{secret}", SECRET[who]).replace("{kommune}", KOMMUNE[who]))
            if isinstance(filled, str):
                incoming = Incoming(f"{number}", where, PERSON, text=filled)
            else:
                incoming = Incoming(f"{number}", where, PERSON, press=Press(*filled), wants_reply=True)
            reply = await turns.take(incoming)
            channel.heard[TENANTS[who]].append(json.dumps(reply.card, ensure_ascii=False))
            await Outbox(store, channel).drain()
    finally:
        await store.close()
    for who, tenant in enumerate(TENANTS):
        other = 1 - who
        seen = "\n".join(channel.heard[tenant])
        assert SECRET[other] not in seen
        assert f"· {KOMMUNE[other]}" not in seen
