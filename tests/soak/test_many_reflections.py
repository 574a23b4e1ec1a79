"""One process carries reflection after reflection and is none the bigger for it."""

from __future__ import annotations

import asyncio
import gc
import os
from pathlib import Path

import pytest

from bot.editions.snapshot import fixed
from bot.sending.outbox import Outbox
from bot.storage.store import Store
from bot.turns.features import features
from bot.turns.turn import Turns
from bot.wire import Address, ChatKind, Incoming, Press
from dialogs.people import Person
from tests.fakes.postgres import ready_file
from tests.fakes.shipped import shipped
from tests.soak.channel import NobodyThere
from tests.soak.measures import memory, open_files

COUNT = int(os.environ.get("SOAK_REFLECTIONS", "48"))
AT_ONCE = 8


async def walk(turns: Turns, number: int) -> None:
    """One whole reflection of one person."""
    where = Address("tenant", f"chat-{number}", ChatKind.PERSONAL, "http://127.0.0.1:1/", "bot", "bot")
    person = Person(f"person-{number}", "Deltager")
    acts = ["start refleksion", "Vejle, skole", *(f"svar: 3 svaret på {n}" for n in range(1, 10)), "ja, afslut"]
    for step, text in enumerate(acts):
        await turns.take(Incoming(f"{number}-{step}", where, person, text=text))
    await turns.take(Incoming(f"{number}-press", where, person, press=Press("status", {}), wants_reply=True))


@pytest.mark.usefixtures("only_the_bot")
async def test_reflection_after_reflection_leaves_no_task_file_lock_or_memory_behind(tmp_path: Path) -> None:
    catalog = shipped()
    store = Store(ready_file(tmp_path / "bot.db"))
    await store.open()
    outbox = Outbox(store, NobodyThere())
    turns = Turns(
        store, fixed(catalog, catalog.bundle("eksempel")), features(), lambda radar, fmt, *_: "http://127.0.0.1/"
    )
    sizes = []
    for first in range(0, COUNT, COUNT // 6):
        for batch in range(first, min(first + COUNT // 6, COUNT), AT_ONCE):
            await asyncio.gather(*(walk(turns, n) for n in range(batch, batch + AT_ONCE)))
            await outbox.drain()
        gc.collect()
        sizes.append((memory(), open_files(), len(asyncio.all_tasks()), len(turns._queues)))
    await store.close()
    after_warming, last = sizes[1], sizes[-1]
    assert last[0] - after_warming[0] <= 24, sizes
    assert last[1] <= after_warming[1] + 20, sizes
    assert last[2] <= after_warming[2], sizes
    assert last[3] == 0, sizes
    print(f"{COUNT} reflections: (MB, files, tasks, locks) {sizes}")
